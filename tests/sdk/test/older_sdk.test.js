// The main flow through the SDK of API version 2022-11-15, checked against that SDK's types.
import assert from 'node:assert/strict';
import Stripe2022 from 'stripe-2022';
import { refused, stripe2022, test, unique } from '../support/suite.js';

const stripe = await stripe2022();

test('An SDK of 2022 creates a customer, saves a card and finds both again', async () => {
  const email = `${unique('old')}@example.com`;
  const customer = await stripe.customers.create({ email, metadata: { a: '1' } });
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const updated = await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
  assert.equal(updated.invoice_settings.default_payment_method, card.id);
  assert.equal((await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data[0].card.last4, '4242');
  assert.equal((await stripe.customers.list({ email })).data[0].id, customer.id);
  assert.equal((await stripe.customers.search({ query: `email:"${email}"` })).data[0].id, customer.id);
  assert.equal((await stripe.customers.del(customer.id)).deleted, true);
});

test('An SDK of 2022 pays, captures, refunds and reads the books', async () => {
  const held = await stripe.paymentIntents.create({
    amount: 2000, currency: 'gbp', payment_method_types: ['card'], payment_method: 'pm_card_visa', capture_method: 'manual', confirm: true,
  });
  assert.equal(held.status, 'requires_capture');
  const paid = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500, expand: ['latest_charge.balance_transaction'] });
  assert.equal(paid.status, 'succeeded');
  assert.equal(paid.latest_charge.balance_transaction.amount, 1500);
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
  assert.equal(refund.status, 'succeeded');
  assert.equal((await stripe.charges.retrieve(paid.latest_charge.id, { expand: ['refunds'] })).refunds.data[0].id, refund.id);
  assert.equal((await stripe.balanceTransactions.retrieve(refund.balance_transaction)).type, 'refund');
  assert.equal((await stripe.balance.retrieve()).object, 'balance');
});

test('An SDK of 2022 charges a token the old way', async () => {
  const token = await stripe.tokens.create({ card: { number: '4242424242424242', exp_month: '12', exp_year: '2034', cvc: '123' } });
  const charge = await stripe.charges.create({ amount: 2000, currency: 'gbp', source: token.id, description: 'a book' });
  assert.equal(charge.paid, true);
  assert.equal((await stripe.charges.list({ limit: 1 })).data.length, 1);
});

test('An SDK of 2022 sets a card up', async () => {
  const customer = await stripe.customers.create();
  const done = await stripe.setupIntents.create({ customer: customer.id, payment_method_types: ['card'], payment_method: 'pm_card_visa', confirm: true });
  assert.equal(done.status, 'succeeded');
  assert.equal((await stripe.setupAttempts.list({ setup_intent: done.id })).data[0].status, 'succeeded');
});

test('An SDK of 2022 reads events and disputes', async () => {
  const customer = await stripe.customers.create();
  const [event] = (await stripe.events.list({ type: 'customer.created', limit: 1 })).data;
  assert.equal((await stripe.events.retrieve(event.id)).type, 'customer.created');
  assert.ok(customer.id);
  assert.equal((await stripe.disputes.list({ limit: 1 })).object, 'list');
});

test('An SDK of 2022 gets its own error classes', async () => {
  const pay = (payment_method) => stripe.paymentIntents.create({
    amount: 2000, currency: 'gbp', payment_method_types: ['card'], payment_method, confirm: true,
  });
  const error = await refused(pay('pm_card_visa_chargeDeclined'), { type: 'StripeCardError', code: 'card_declined', decline_code: 'generic_decline' });
  assert.ok(error instanceof Stripe2022.errors.StripeCardError);
  assert.equal(error.payment_intent.status, 'requires_payment_method');
  await refused(stripe.paymentIntents.retrieve('pi_000000000000000000000000'), { type: 'StripeInvalidRequestError', statusCode: 404 });
  const idempotencyKey = unique('key');
  await stripe.customers.create({ name: 'Ada' }, { idempotencyKey });
  await refused(stripe.customers.create({ name: 'Grace' }, { idempotencyKey }), { type: 'StripeIdempotencyError' });
});

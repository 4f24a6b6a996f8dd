import assert from 'node:assert/strict';
import { declined, invalid, notFound, pay, stripe, test, unique } from '../support/suite.js';

const charge = (more = {}) => stripe.charges.create({ amount: 2000, currency: 'gbp', source: 'tok_visa', ...more });

test('An old-style charge is paid and captured in one call', async () => {
  const paid = await charge({ description: 'a book', metadata: { order: '7' }, receipt_email: 'ada@example.com', statement_descriptor_suffix: 'BOOKS' });
  assert.match(paid.id, /^ch_/);
  assert.deepEqual([paid.status, paid.paid, paid.captured, paid.refunded, paid.disputed], ['succeeded', true, true, false, false]);
  assert.deepEqual([paid.amount, paid.amount_captured, paid.amount_refunded], [2000, 2000, 0]);
  assert.equal(paid.payment_intent, null);
  assert.equal(paid.outcome.type, 'authorized');
  assert.equal(paid.outcome.network_status, 'approved_by_network');
  assert.equal(paid.payment_method_details.type, 'card');
  assert.equal(paid.payment_method_details.card.last4, '4242');
  assert.equal(paid.payment_method_details.card.brand, 'visa');
  assert.match(paid.balance_transaction, /^txn_/);
  assert.deepEqual(paid.metadata, { order: '7' });
  assert.ok(!('refunds' in paid));
  assert.deepEqual(plain(await stripe.charges.retrieve(paid.id)), plain(paid));
});

test('An old-style charge is held first and captured later, whole or in part', async () => {
  const held = await charge({ capture: false });
  assert.deepEqual([held.captured, held.amount_captured], [false, 0]);
  const whole = await stripe.charges.capture(held.id);
  assert.deepEqual([whole.captured, whole.amount_captured], [true, 2000]);
  await invalid(stripe.charges.capture(held.id), { code: 'charge_already_captured' });
  const part = await stripe.charges.capture((await charge({ capture: false })).id, { amount: 1200 });
  assert.deepEqual([part.captured, part.amount, part.amount_captured, part.refunded], [true, 2000, 1200, false]);
  await invalid(stripe.charges.capture((await charge({ capture: false })).id, { amount: 2001 }));
});

// Stripe's documented test tokens: what the refusal says.
const tokens = {
  tok_chargeDeclined: ['card_declined', 'generic_decline'],
  tok_visa_chargeDeclined: ['card_declined', 'generic_decline'],
  tok_visa_chargeDeclinedInsufficientFunds: ['card_declined', 'insufficient_funds'],
  tok_visa_chargeDeclinedLostCard: ['card_declined', 'lost_card'],
  tok_visa_chargeDeclinedStolenCard: ['card_declined', 'stolen_card'],
  tok_visa_chargeDeclinedVelocityLimitExceeded: ['card_declined', 'card_velocity_exceeded'],
  tok_chargeDeclinedFraudulent: ['card_declined', 'fraudulent'],
  tok_chargeDeclinedExpiredCard: ['expired_card', undefined],
  tok_chargeDeclinedIncorrectCvc: ['incorrect_cvc', undefined],
  tok_chargeDeclinedProcessingError: ['processing_error', undefined],
};

for (const [source, [code, decline_code]] of Object.entries(tokens)) {
  test(`${source} is declined with ${code}${decline_code ? `, ${decline_code}` : ''}, and the failed charge is kept`, async () => {
    const error = await declined(charge({ source }), { code });
    if (decline_code) assert.equal(error.decline_code, decline_code);
    const failed = await stripe.charges.retrieve(error.charge);
    assert.deepEqual([failed.status, failed.paid, failed.captured, failed.failure_code], ['failed', false, false, code]);
    assert.ok(failed.failure_message);
    await invalid(stripe.refunds.create({ charge: failed.id }));
  });
}

test('Tokens of other brands pay, too', async () => {
  for (const [source, brand] of Object.entries({ tok_mastercard: 'mastercard', tok_amex: 'amex', tok_discover: 'discover', tok_visa_debit: 'visa' })) {
    assert.equal((await charge({ source })).payment_method_details.card.brand, brand);
  }
});

test('An old-style charge with a card that needs its holder is declined', async () => {
  await declined(charge({ source: 'tok_threeDSecure2Required' }), {});
});

test('An old-style charge needs an amount, a currency and something to charge', async () => {
  await invalid(stripe.charges.create({ currency: 'gbp', source: 'tok_visa' }), { code: 'parameter_missing', param: 'amount' });
  await invalid(stripe.charges.create({ amount: 2000, source: 'tok_visa' }), { code: 'parameter_missing', param: 'currency' });
  await invalid(stripe.charges.create({ amount: 2000, currency: 'gbp' }));
  await invalid(charge({ amount: 1 }), { code: 'amount_too_small' });
});

test('A charge is updated with what may change', async () => {
  const { id } = await charge();
  const now = await stripe.charges.update(id, {
    description: 'changed', receipt_email: 'grace@example.com', metadata: { a: '1' }, shipping: { name: 'Ada', address: { line1: '1 High Street' } },
  });
  assert.deepEqual([now.description, now.receipt_email, now.shipping.name], ['changed', 'grace@example.com', 'Ada']);
  assert.deepEqual(now.metadata, { a: '1' });
  await invalid(stripe.charges.update(id, { amount: 5 }), { code: 'parameter_unknown', param: 'amount' });
});

test('Charges are listed by customer, by intent and by time', async () => {
  const customer = await stripe.customers.create();
  const one = await pay({ customer: customer.id });
  const two = await pay({ customer: customer.id });
  const ids = async (filter) => (await stripe.charges.list(filter)).data.map((each) => each.id);
  assert.deepEqual(await ids({ customer: customer.id }), [two.latest_charge, one.latest_charge]);
  assert.deepEqual(await ids({ payment_intent: one.id }), [one.latest_charge]);
  assert.deepEqual(await ids({ customer: customer.id, limit: 1, starting_after: two.latest_charge }), [one.latest_charge]);
  assert.deepEqual(await ids({ customer: customer.id, created: { gt: two.created + 60 } }), []);
});

test('Charges are found by the fields that Stripe documents, at once', async () => {
  const tag = unique('ch');
  const customer = await stripe.customers.create();
  const paid = await pay({ amount: 3456, customer: customer.id, metadata: { tag } });
  const ids = async (query) => (await stripe.charges.search({ query })).data.map((each) => each.id);
  const mine = `metadata["tag"]:"${tag}"`;
  const conditions = [
    'amount:3456', 'amount>3455', 'currency:"gbp"', 'status:"succeeded"', 'refunded:"false"', 'disputed:"false"',
    `customer:"${customer.id}"`, `created>=${paid.created}`, 'payment_method_details.card.last4:4242',
    'payment_method_details.card.brand:"visa"', 'payment_method_details.card.exp_year>2000', '-status:"failed"',
  ];
  for (const condition of conditions) {
    assert.deepEqual(await ids(`${mine} AND ${condition}`), [paid.latest_charge], condition);
  }
  assert.deepEqual(await ids(`${mine} AND amount>3456`), []);
  assert.deepEqual(await ids(`${mine} AND -status:"succeeded"`), []);
});

test('What hangs on a charge is expanded', async () => {
  const customer = await stripe.customers.create({ name: 'Ada' });
  const paid = await pay({ customer: customer.id });
  await stripe.refunds.create({ charge: paid.latest_charge, amount: 500 });
  const shown = await stripe.charges.retrieve(paid.latest_charge, {
    expand: ['refunds', 'balance_transaction', 'customer', 'payment_intent.payment_method'],
  });
  assert.equal(shown.refunds.data[0].amount, 500);
  assert.equal(shown.balance_transaction.amount, 2000);
  assert.equal(shown.customer.name, 'Ada');
  assert.equal(shown.payment_intent.payment_method.id, shown.payment_method);
});

test('A charge that never was is missing', async () => {
  await notFound(stripe.charges.retrieve('ch_000000000000000000000000'));
});

test('Charging leaves its events', async () => {
  const held = await charge({ capture: false });
  await stripe.charges.capture(held.id);
  assert.deepEqual((await stripe.events.list({ object_id: held.id })).data.map((each) => each.type), ['charge.captured', 'charge.succeeded']);
});

const plain = (object) => JSON.parse(JSON.stringify(object));

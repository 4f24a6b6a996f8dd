import assert from 'node:assert/strict';
import { invalid, notFound, pay, publishable, refused, returnUrl, stripe, test, unique } from '../support/suite.js';

const create = (more = {}) => stripe.paymentIntents.create({ amount: 2000, currency: 'gbp', ...more });

test('An intent waits for a payment method, then for a confirmation, and then it is paid', async () => {
  const made = await create({ description: 'a book', receipt_email: 'ada@example.com', metadata: { order: '7' } });
  assert.match(made.id, /^pi_/);
  assert.ok(made.client_secret.startsWith(`${made.id}_secret_`));
  assert.equal(made.status, 'requires_payment_method');
  assert.equal(made.capture_method === 'automatic' || made.capture_method === 'automatic_async', true);
  assert.equal(made.confirmation_method, 'automatic');
  assert.deepEqual(made.payment_method_types, ['card']);
  const ready = await stripe.paymentIntents.update(made.id, { payment_method: 'pm_card_visa' });
  assert.equal(ready.status, 'requires_confirmation');
  const paid = await stripe.paymentIntents.confirm(made.id, { return_url: returnUrl });
  assert.equal(paid.status, 'succeeded');
  assert.equal(paid.amount_received, 2000);
  assert.equal(paid.amount_capturable, 0);
  assert.match(paid.latest_charge, /^ch_/);
  assert.equal(paid.receipt_email, 'ada@example.com');
  assert.equal((await stripe.paymentIntents.retrieve(made.id)).status, 'succeeded');
});

test('An intent is paid in one call, with a saved name, a number or a token', async () => {
  assert.equal((await pay()).status, 'succeeded');
  const card = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' };
  const byNumber = await pay({ payment_method: undefined, payment_method_data: { type: 'card', card, billing_details: { name: 'Ada' } } });
  assert.equal(byNumber.status, 'succeeded');
  const byToken = await pay({ payment_method: undefined, payment_method_data: { type: 'card', card: { token: 'tok_visa' } } });
  assert.equal(byToken.status, 'succeeded');
});

test('Older and newer spellings of the accepted methods are taken', async () => {
  assert.deepEqual((await create({ payment_method_types: ['card'] })).payment_method_types, ['card']);
  const automatic = await create({ automatic_payment_methods: { enabled: true, allow_redirects: 'never' } });
  assert.deepEqual(automatic.automatic_payment_methods, { enabled: true, allow_redirects: 'never' });
  await invalid(create({ payment_method_types: ['sepa_debit'] }));
});

test('Amounts are judged as Stripe judges them', async () => {
  await invalid(stripe.paymentIntents.create({ currency: 'gbp' }), { code: 'parameter_missing', param: 'amount' });
  await invalid(stripe.paymentIntents.create({ amount: 2000 }), { code: 'parameter_missing', param: 'currency' });
  await invalid(create({ amount: 1 }), { code: 'amount_too_small' });
  await invalid(create({ amount: -5 }), { param: 'amount' });
  await invalid(create({ amount: '12.5' }), { code: 'parameter_invalid_integer', param: 'amount' });
  await invalid(create({ currency: 'zzz' }), { param: 'currency' });
  await invalid(create({ amount: 100_000_000_000 }), { param: 'amount' });
  assert.equal((await create({ amount: 500, currency: 'jpy' })).currency, 'jpy');
  assert.equal((await create({ currency: 'USD' })).currency, 'usd');
});

test('Manual capture holds the amount, and takes all of it', async () => {
  const held = await pay({ capture_method: 'manual' });
  assert.equal(held.status, 'requires_capture');
  assert.equal(held.amount_capturable, 2000);
  assert.equal(held.amount_received, 0);
  const charge = await stripe.charges.retrieve(held.latest_charge);
  assert.equal(charge.captured, false);
  assert.ok(charge.payment_method_details.card.capture_before > held.created);
  const taken = await stripe.paymentIntents.capture(held.id);
  assert.equal(taken.status, 'succeeded');
  assert.equal(taken.amount_received, 2000);
  assert.equal(taken.amount_capturable, 0);
});

test('Capturing a part releases the rest', async () => {
  const held = await pay({ capture_method: 'manual' });
  const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500, metadata: { shipped: 'most' } });
  assert.equal(taken.status, 'succeeded');
  assert.equal(taken.amount, 2000);
  assert.equal(taken.amount_received, 1500);
  assert.equal(taken.amount_capturable, 0);
  assert.equal(taken.metadata.shipped, 'most');
  const charge = await stripe.charges.retrieve(held.latest_charge);
  assert.equal(charge.amount_captured, 1500);
  await invalid(stripe.paymentIntents.capture(held.id), { code: 'payment_intent_unexpected_state' });
});

test('More than is held cannot be captured, nor a part without finishing', async () => {
  const held = await pay({ capture_method: 'manual' });
  await invalid(stripe.paymentIntents.capture(held.id, { amount_to_capture: 2001 }), { code: 'amount_too_large' });
  await invalid(stripe.paymentIntents.capture(held.id, { amount_to_capture: 500, final_capture: false }));
  assert.equal((await stripe.paymentIntents.retrieve(held.id)).amount_capturable, 2000);
});

test('Increasing a hold is refused, since the gateway cannot', async () => {
  const held = await pay({ capture_method: 'manual' });
  await invalid(stripe.paymentIntents.incrementAuthorization(held.id, { amount: 2500 }));
  assert.equal((await stripe.paymentIntents.retrieve(held.id)).amount, 2000);
});

test('An intent is canceled while it is open, with its reason, and its hold is let go', async () => {
  const open = await stripe.paymentIntents.cancel((await create()).id, { cancellation_reason: 'abandoned' });
  assert.equal(open.status, 'canceled');
  assert.equal(open.cancellation_reason, 'abandoned');
  assert.ok(open.canceled_at >= open.created);
  const held = await pay({ capture_method: 'manual' });
  const canceled = await stripe.paymentIntents.cancel(held.id);
  assert.equal(canceled.status, 'canceled');
  assert.equal(canceled.amount_capturable, 0);
  assert.equal((await stripe.charges.retrieve(held.latest_charge)).captured, false);
  await invalid(stripe.paymentIntents.cancel(held.id), { code: 'payment_intent_unexpected_state' });
  await invalid(stripe.paymentIntents.cancel((await create()).id, { cancellation_reason: 'bored' }), { param: 'cancellation_reason' });
});

test('What is paid can be neither canceled, confirmed nor captured again', async () => {
  const { id } = await pay();
  const code = 'payment_intent_unexpected_state';
  const refusal = await invalid(stripe.paymentIntents.cancel(id), { code });
  assert.equal(refusal.payment_intent.id, id);
  await invalid(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }), { code });
  await invalid(stripe.paymentIntents.capture(id), { code });
  await invalid(stripe.paymentIntents.update(id, { amount: 1000 }), { code });
});

test('Confirming needs a payment method', async () => {
  await invalid(stripe.paymentIntents.confirm((await create()).id, { return_url: returnUrl }));
  await invalid(create({ confirm: true, return_url: returnUrl }));
});

test('Before confirmation an intent\'s amount, currency and the rest can change', async () => {
  const customer = await stripe.customers.create();
  const { id } = await create();
  const now = await stripe.paymentIntents.update(id, {
    amount: 3000, currency: 'eur', customer: customer.id, description: 'changed', statement_descriptor_suffix: 'BOOKS',
    receipt_email: 'grace@example.com', setup_future_usage: 'off_session', metadata: { a: '1' },
    shipping: { name: 'Ada', address: { line1: '1 High Street', country: 'GB' } },
  });
  assert.deepEqual([now.amount, now.currency, now.customer, now.description], [3000, 'eur', customer.id, 'changed']);
  assert.deepEqual([now.statement_descriptor_suffix, now.receipt_email, now.setup_future_usage], ['BOOKS', 'grace@example.com', 'off_session']);
  assert.equal(now.shipping.address.line1, '1 High Street');
  const cleared = await stripe.paymentIntents.update(id, { description: '', shipping: '', setup_future_usage: '' });
  assert.deepEqual([cleared.description, cleared.shipping, cleared.setup_future_usage], [null, null, null]);
});

test('Manual confirmation waits for the server', async () => {
  const made = await create({ confirmation_method: 'manual', payment_method: 'pm_card_visa', capture_method: 'automatic' });
  assert.equal(made.confirmation_method, 'manual');
  assert.equal(made.status, 'requires_confirmation');
  await refused(publishable.paymentIntents.confirm(made.id, { client_secret: made.client_secret }), { type: 'StripeInvalidRequestError' });
  assert.equal((await stripe.paymentIntents.confirm(made.id)).status, 'succeeded');
});

test('A card is kept for later and charged off session', async () => {
  const customer = await stripe.customers.create();
  const first = await pay({ customer: customer.id, setup_future_usage: 'off_session' });
  assert.equal(first.setup_future_usage, 'off_session');
  const [saved] = (await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data;
  assert.equal(saved.id, first.payment_method);
  const later = await pay({ customer: customer.id, payment_method: saved.id, off_session: true, return_url: undefined });
  assert.equal(later.status, 'succeeded');
  assert.equal(later.payment_method, saved.id);
});

test('Without setup_future_usage the card is not kept', async () => {
  const customer = await stripe.customers.create();
  await pay({ customer: customer.id });
  assert.equal((await stripe.paymentMethods.list({ customer: customer.id })).data.length, 0);
});

test('A browser reads and confirms an intent with its client secret alone', async () => {
  const made = await create({ automatic_payment_methods: { enabled: true } });
  const read = await publishable.paymentIntents.retrieve(made.id, { client_secret: made.client_secret });
  assert.equal(read.id, made.id);
  const any = { type: 'StripeInvalidRequestError' };
  await refused(publishable.paymentIntents.retrieve(made.id, { client_secret: `${made.id}_secret_wrong` }), any);
  await assert.rejects(publishable.paymentIntents.retrieve(made.id));
  const paid = await publishable.paymentIntents.confirm(made.id, {
    client_secret: made.client_secret, payment_method: 'pm_card_visa', return_url: returnUrl,
  });
  assert.equal(paid.status, 'succeeded');
});

test('Intents are listed by customer and by time, newest first', async () => {
  const customer = await stripe.customers.create();
  const one = await create({ customer: customer.id });
  const two = await create({ customer: customer.id });
  const ids = async (filter = {}) => (await stripe.paymentIntents.list({ customer: customer.id, ...filter })).data.map((each) => each.id);
  assert.deepEqual(await ids(), [two.id, one.id]);
  assert.deepEqual(await ids({ limit: 1 }), [two.id]);
  assert.deepEqual(await ids({ starting_after: two.id }), [one.id]);
  assert.deepEqual(await ids({ ending_before: one.id }), [two.id]);
  assert.deepEqual(await ids({ created: { gt: two.created } }), []);
  assert.deepEqual(await ids({ created: { gte: one.created, lte: two.created } }), [two.id, one.id]);
  assert.deepEqual(await ids({ created: { lt: one.created } }), []);
});

test('Intents are found by every field that Stripe documents, at once', async () => {
  const tag = unique('pi');
  const customer = await stripe.customers.create();
  const made = await pay({ amount: 4321, customer: customer.id, metadata: { tag } });
  await pay({ amount: 1234, metadata: { tag: `${tag}x` } });
  const ids = async (query) => (await stripe.paymentIntents.search({ query })).data.map((each) => each.id);
  const mine = `metadata["tag"]:"${tag}"`;
  assert.deepEqual(await ids(mine), [made.id]);
  assert.deepEqual(await ids(`customer:"${customer.id}"`), [made.id]);
  assert.deepEqual(await ids(`${mine} AND amount:4321 AND currency:"gbp" AND status:"succeeded"`), [made.id]);
  assert.deepEqual(await ids(`${mine} AND amount>4320 AND amount<=4321`), [made.id]);
  assert.deepEqual(await ids(`${mine} AND amount<4321`), []);
  assert.deepEqual(await ids(`${mine} AND -status:"succeeded"`), []);
  assert.deepEqual(await ids(`${mine} AND created>=${made.created}`), [made.id]);
  await invalid(stripe.paymentIntents.search({ query: 'client_secret:"x"' }));
});

test('What hangs on an intent is expanded, nested and in lists', async () => {
  const customer = await stripe.customers.create({ name: 'Ada' });
  const paid = await pay({
    customer: customer.id, expand: ['customer', 'payment_method', 'latest_charge.balance_transaction', 'latest_charge.refunds'],
  });
  assert.equal(paid.customer.name, 'Ada');
  assert.equal(paid.payment_method.card.last4, '4242');
  assert.equal(paid.latest_charge.balance_transaction.type, 'charge');
  assert.deepEqual(paid.latest_charge.refunds.data, []);
  const list = await stripe.paymentIntents.list({ customer: customer.id, expand: ['data.latest_charge.balance_transaction'] });
  assert.equal(list.data[0].latest_charge.balance_transaction.source, paid.latest_charge.id);
  assert.equal(list.data[0].customer, customer.id);
});

test('What an intent names must be there', async () => {
  await notFound(stripe.paymentIntents.retrieve('pi_000000000000000000000000'), { param: 'intent' });
  await refused(create({ customer: 'cus_000000000000000000000000' }), { type: 'StripeInvalidRequestError', code: 'resource_missing', param: 'customer' });
  await refused(create({ payment_method: 'pm_000000000000000000000000' }), { type: 'StripeInvalidRequestError', code: 'resource_missing', param: 'payment_method' });
});

test('The intent\'s description, descriptor and metadata reach its charge', async () => {
  const paid = await pay({ description: 'a book', statement_descriptor_suffix: 'BOOKS', metadata: { order: '7' }, expand: ['latest_charge'] });
  assert.equal(paid.latest_charge.description, 'a book');
  assert.equal(paid.latest_charge.statement_descriptor_suffix, 'BOOKS');
  assert.deepEqual(paid.latest_charge.metadata, { order: '7' });
});

test('Paying leaves its events, in their order', async () => {
  const held = await pay({ capture_method: 'manual' });
  await stripe.paymentIntents.capture(held.id);
  const events = (await stripe.events.list({ object_id: held.id })).data.reverse();
  assert.deepEqual(events.map((each) => each.type),
    ['payment_intent.created', 'payment_intent.amount_capturable_updated', 'payment_intent.succeeded']);
  assert.deepEqual(events.map((each) => each.sequence), [1, 2, 3]);
});

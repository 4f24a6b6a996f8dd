import assert from 'node:assert/strict';
import { eventually, invalid, notFound, pay, refused, stripe, test } from '../support/suite.js';

test('A payment is refunded in full, and the charge says so', async () => {
  const paid = await pay();
  const refund = await stripe.refunds.create({ payment_intent: paid.id, reason: 'requested_by_customer', metadata: { why: 'torn' } });
  assert.match(refund.id, /^re_/);
  assert.deepEqual([refund.amount, refund.currency, refund.status, refund.reason], [2000, 'gbp', 'succeeded', 'requested_by_customer']);
  assert.deepEqual([refund.payment_intent, refund.charge], [paid.id, paid.latest_charge]);
  assert.deepEqual(refund.metadata, { why: 'torn' });
  const charge = await stripe.charges.retrieve(paid.latest_charge);
  assert.deepEqual([charge.refunded, charge.amount_refunded, charge.amount_captured], [true, 2000, 2000]);
  assert.equal((await stripe.paymentIntents.retrieve(paid.id)).status, 'succeeded');
  const { balance_transaction } = await stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction'] });
  assert.deepEqual([balance_transaction.type, balance_transaction.amount, balance_transaction.source], ['refund', -2000, refund.id]);
});

test('Parts are refunded until nothing is left, and then no more', async () => {
  const paid = await pay();
  await stripe.refunds.create({ charge: paid.latest_charge, amount: 500 });
  const half = await stripe.charges.retrieve(paid.latest_charge);
  assert.deepEqual([half.refunded, half.amount_refunded], [false, 500]);
  await invalid(stripe.refunds.create({ charge: paid.latest_charge, amount: 1501 }), { param: 'amount' });
  const rest = await stripe.refunds.create({ charge: paid.latest_charge });
  assert.equal(rest.amount, 1500);
  assert.equal((await stripe.charges.retrieve(paid.latest_charge)).refunded, true);
  await invalid(stripe.refunds.create({ charge: paid.latest_charge }), { code: 'charge_already_refunded' });
  await invalid(stripe.refunds.create({ payment_intent: paid.id }), { code: 'charge_already_refunded' });
});

test('Only what was captured can be refunded', async () => {
  const held = await pay({ capture_method: 'manual' });
  await invalid(stripe.refunds.create({ payment_intent: held.id }));
  await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1200 });
  await invalid(stripe.refunds.create({ payment_intent: held.id, amount: 1201 }), { param: 'amount' });
  assert.equal((await stripe.refunds.create({ payment_intent: held.id })).amount, 1200);
});

test('A refund needs a payment, an amount above nothing and a known reason', async () => {
  const { id } = await pay();
  await invalid(stripe.refunds.create({}));
  await invalid(stripe.refunds.create({ payment_intent: id, amount: 0 }), { param: 'amount' });
  await invalid(stripe.refunds.create({ payment_intent: id, reason: 'bored' }), { param: 'reason' });
  await refused(stripe.refunds.create({ charge: 'ch_000000000000000000000000' }), { type: 'StripeInvalidRequestError', code: 'resource_missing', param: 'charge' });
});

test('Refunds are listed by charge, by intent and by time', async () => {
  const paid = await pay();
  const one = await stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
  const two = await stripe.refunds.create({ payment_intent: paid.id, amount: 200 });
  const ids = async (filter) => (await stripe.refunds.list(filter)).data.map((each) => each.id);
  assert.deepEqual(await ids({ charge: paid.latest_charge }), [two.id, one.id]);
  assert.deepEqual(await ids({ payment_intent: paid.id }), [two.id, one.id]);
  assert.deepEqual(await ids({ payment_intent: paid.id, limit: 1 }), [two.id]);
  assert.deepEqual(await ids({ payment_intent: paid.id, created: { gt: two.created + 60 } }), []);
  const expanded = await stripe.refunds.list({ payment_intent: paid.id, expand: ['data.charge', 'data.payment_intent'] });
  assert.equal(expanded.data[0].charge.amount_refunded, 300);
});

test('Of a refund only the metadata changes', async () => {
  const { id } = await stripe.refunds.create({ payment_intent: (await pay()).id, metadata: { a: '1', b: '2' } });
  assert.deepEqual((await stripe.refunds.update(id, { metadata: { a: '', c: '3' } })).metadata, { b: '2', c: '3' });
  await invalid(stripe.refunds.update(id, { amount: 5 }), { code: 'parameter_unknown', param: 'amount' });
  await notFound(stripe.refunds.retrieve('re_000000000000000000000000'));
});

test('A refund that went through cannot be canceled', async () => {
  const { id } = await stripe.refunds.create({ payment_intent: (await pay()).id });
  await invalid(stripe.refunds.cancel(id));
});

test('One test card\'s refund is pending first, and may be canceled then', async () => {
  const refund = await stripe.refunds.create({ payment_intent: (await pay({ payment_method: 'pm_card_pendingRefund' })).id });
  assert.equal(refund.status, 'pending');
  const canceled = await stripe.refunds.cancel(refund.id);
  assert.equal(canceled.status, 'canceled');
  const charge = await stripe.charges.retrieve(refund.charge);
  assert.deepEqual([charge.amount_refunded, charge.refunded], [0, false]);
});

test('One test card\'s refund fails afterwards, and the money is back', async () => {
  const paid = await pay({ payment_method: 'pm_card_refundFail' });
  const { id } = await stripe.refunds.create({ payment_intent: paid.id });
  const failed = await eventually(() => stripe.refunds.retrieve(id), (refund) => refund.status === 'failed', 'the failure');
  assert.ok(failed.failure_reason);
  assert.match(failed.failure_balance_transaction, /^txn_/);
  assert.equal((await stripe.charges.retrieve(paid.latest_charge)).amount_refunded, 0);
});

test('Thirty-two concurrent refunds of more than half leave one refund', async () => {
  const paid = await pay();
  const tries = await Promise.allSettled(Array.from({ length: 32 }, () => stripe.refunds.create({ payment_intent: paid.id, amount: 1200 })));
  assert.equal(tries.filter((each) => each.status === 'fulfilled').length, 1);
  for (const { reason } of tries.filter((each) => each.status === 'rejected')) assert.ok([400, 429].includes(reason.statusCode), reason.message);
  assert.equal((await stripe.charges.retrieve(paid.latest_charge)).amount_refunded, 1200);
});

test('Refunding leaves its events', async () => {
  const paid = await pay();
  const { id } = await stripe.refunds.create({ payment_intent: paid.id });
  const ofRefund = (await stripe.events.list({ object_id: id })).data.map((each) => each.type);
  assert.ok(ofRefund.includes('refund.created'), ofRefund.join());
  const ofCharge = (await stripe.events.list({ object_id: paid.latest_charge })).data;
  assert.equal(ofCharge[0].type, 'charge.refunded');
  assert.equal(ofCharge[0].data.object.amount_refunded, 2000);
  assert.equal(ofCharge[0].data.previous_attributes.amount_refunded, 0);
});

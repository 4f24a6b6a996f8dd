import assert from 'node:assert/strict';
import { declined, invalid, pay, refused, stripe, test, unique } from '../support/suite.js';

const replayed = (answer) => answer.lastResponse.headers['idempotent-replayed'];
const plain = (object) => JSON.parse(JSON.stringify(object));

test('The same request under the same key is answered again, and done once', async () => {
  const idempotencyKey = unique('key');
  const email = `${unique('once')}@example.com`;
  const first = await stripe.customers.create({ email }, { idempotencyKey });
  const second = await stripe.customers.create({ email }, { idempotencyKey });
  assert.equal(replayed(first), undefined);
  assert.equal(replayed(second), 'true');
  assert.deepEqual(plain(second), plain(first));
  assert.notEqual(second.lastResponse.requestId, first.lastResponse.requestId);
  assert.equal((await stripe.customers.list({ email })).data.length, 1);
});

test('A payment under one key is charged once', async () => {
  const idempotencyKey = unique('key');
  const customer = await stripe.customers.create();
  const first = await pay({ customer: customer.id }, { idempotencyKey });
  const second = await pay({ customer: customer.id }, { idempotencyKey });
  assert.equal(replayed(second), 'true');
  assert.deepEqual(plain(second), plain(first));
  assert.equal((await stripe.charges.list({ customer: customer.id })).data.length, 1);
});

test('Twenty at once under one key are charged once', async () => {
  const idempotencyKey = unique('key');
  const customer = await stripe.customers.create();
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => pay({ customer: customer.id }, { idempotencyKey })));
  for (const { status, reason } of tries) if (status === 'rejected') assert.equal(reason.statusCode, 409, reason.message);
  const ids = new Set(tries.filter((each) => each.status === 'fulfilled').map((each) => each.value.id));
  assert.equal(ids.size, 1);
  assert.equal((await stripe.charges.list({ customer: customer.id })).data.length, 1);
});

test('Other parameters or another path under the same key are refused', async () => {
  const idempotencyKey = unique('key');
  await stripe.customers.create({ name: 'Ada' }, { idempotencyKey });
  const expected = { type: 'StripeIdempotencyError', rawType: 'idempotency_error', statusCode: 400, code: undefined };
  await refused(stripe.customers.create({ name: 'Grace' }, { idempotencyKey }), expected);
  await refused(stripe.paymentIntents.create({ amount: 2000, currency: 'gbp' }, { idempotencyKey }), expected);
});

test('A decline is kept under its key', async () => {
  const idempotencyKey = unique('key');
  const once = () => declined(pay({ payment_method: 'pm_card_visa_chargeDeclined' }, { idempotencyKey }), { code: 'card_declined' });
  const [first, second] = [await once(), await once()];
  assert.equal(second.payment_intent.id, first.payment_intent.id);
  assert.equal(second.headers['idempotent-replayed'], 'true');
});

test('A refusal before any work began is not kept', async () => {
  const idempotencyKey = unique('key');
  await invalid(stripe.paymentIntents.create({ currency: 'gbp' }, { idempotencyKey }), { param: 'amount' });
  assert.equal((await stripe.paymentIntents.create({ amount: 2000, currency: 'gbp' }, { idempotencyKey })).amount, 2000);
});

test('A key that is too long is refused', async () => {
  await refused(stripe.customers.create({}, { idempotencyKey: 'k'.repeat(256) }), { statusCode: 400 });
});

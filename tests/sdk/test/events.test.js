import assert from 'node:assert/strict';
import { invalid, notFound, pay, stripe, test, unique } from '../support/suite.js';

test('An event shows the object as it was, and which request caused it', async () => {
  const idempotencyKey = unique('key');
  const customer = await stripe.customers.create({ name: 'Ada' }, { idempotencyKey });
  const [event] = (await stripe.events.list({ type: 'customer.created', object_id: customer.id })).data;
  assert.match(event.id, /^evt_/);
  assert.equal(event.api_version, '2026-10-28.endive');
  assert.equal(event.livemode, false);
  assert.equal(event.pending_webhooks, 0);
  assert.deepEqual({ ...event.request }, { id: customer.lastResponse.requestId, idempotency_key: idempotencyKey });
  await stripe.customers.update(customer.id, { name: 'Grace' });
  const again = await stripe.events.retrieve(event.id);
  assert.equal(again.data.object.name, 'Ada');
});

test('An update\'s event says what it was before', async () => {
  const { id } = await stripe.customers.create({ name: 'Ada', email: 'ada@example.com', metadata: { a: '1' } });
  await stripe.customers.update(id, { name: 'Grace', metadata: { a: '2', b: '3' } });
  const [event] = (await stripe.events.list({ type: 'customer.updated', object_id: id })).data;
  assert.equal(event.data.object.name, 'Grace');
  assert.equal(event.data.previous_attributes.name, 'Ada');
  assert.deepEqual({ ...event.data.previous_attributes.metadata }, { a: '1', b: null });
  assert.ok(!('email' in event.data.previous_attributes));
});

test('Events are listed by one type, by a group of types and by several types', async () => {
  const customer = await stripe.customers.create();
  const paid = await pay({ customer: customer.id });
  const types = async (filter) => (await stripe.events.list({ limit: 100, ...filter })).data.map((each) => each.type);
  assert.ok((await types({ type: 'customer.created' })).every((type) => type === 'customer.created'));
  const group = await types({ type: 'payment_intent.*' });
  assert.ok(group.length > 0 && group.every((type) => type.startsWith('payment_intent.')));
  const several = await types({ types: ['payment_intent.succeeded', 'charge.succeeded'] });
  assert.deepEqual([...new Set(several)].sort(), ['charge.succeeded', 'payment_intent.succeeded']);
  assert.deepEqual(await types({ object_id: paid.latest_charge }), ['charge.succeeded']);
  await invalid(stripe.events.list({ type: 'charge.succeeded', types: ['charge.failed'] }));
});

test('Events are listed by time and page by page, newest first', async () => {
  const { id, created } = await stripe.customers.create();
  for (let n = 0; n < 3; n++) await stripe.customers.update(id, { metadata: { n: String(n) } });
  const all = await stripe.events.list({ object_id: id, limit: 2 }).autoPagingToArray({ limit: 100 });
  assert.deepEqual(all.map((each) => each.sequence), [4, 3, 2, 1]);
  assert.equal((await stripe.events.list({ object_id: id, created: { gte: created } })).data.length, 4);
  assert.equal((await stripe.events.list({ object_id: id, created: { lt: created } })).data.length, 0);
});

test('A refused change leaves no event', async () => {
  const { id } = await stripe.customers.create();
  await invalid(stripe.customers.update(id, { metadata: { ['k'.repeat(41)]: 'x' } }));
  assert.equal((await stripe.events.list({ object_id: id })).data.length, 1);
});

test('An event that never was is missing', async () => {
  await notFound(stripe.events.retrieve('evt_000000000000000000000000'));
});

import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test, unique } from '../support/suite.js';

const DAY = 86_400;
// Midnight, UTC, two days ago: whatever is reported for the day after it lies within the bounds of an event.
const midnight = Math.floor(Date.now() / 1000 / DAY) * DAY - 2 * DAY;

const meterOf = (formula = 'sum', more = {}) => stripe.billing.meters.create({
  display_name: 'API calls', event_name: unique('calls'), default_aggregation: { formula }, ...more,
});

const report = (meter, customer, value, more = {}) => stripe.billing.meterEvents.create({
  event_name: meter.event_name, payload: { stripe_customer_id: customer, value }, ...more,
});

test('A meter keeps what it was created with, and only its name changes', async () => {
  const made = await meterOf('last', {
    customer_mapping: { type: 'by_id', event_payload_key: 'who' }, value_settings: { event_payload_key: 'seats' }, event_time_window: 'day',
  });
  assert.match(made.id, /^mtr_/);
  assert.deepEqual({ ...(await stripe.billing.meters.retrieve(made.id)) }, { ...made });
  assert.equal(made.default_aggregation.formula, 'last');
  assert.deepEqual({ ...made.customer_mapping }, { type: 'by_id', event_payload_key: 'who' });
  assert.equal(made.value_settings.event_payload_key, 'seats');
  assert.equal(made.event_time_window, 'day');
  assert.equal((await stripe.billing.meters.update(made.id, { display_name: 'Seats' })).display_name, 'Seats');
  await invalid(stripe.billing.meters.update(made.id, { event_name: 'other' }), { code: 'parameter_unknown', param: 'event_name' });
  await notFound(stripe.billing.meters.retrieve('mtr_000000000000000000000000'));
});

test('Meters are listed newest first and by status', async () => {
  const [one, two] = [await meterOf(), await meterOf()];
  const ids = async (filter) => (await stripe.billing.meters.list({ limit: 2, ...filter })).data.map((each) => each.id);
  assert.deepEqual(await ids({}), [two.id, one.id]);
  assert.equal((await stripe.billing.meters.deactivate(two.id)).status, 'inactive');
  assert.equal((await ids({ status: 'active' }))[0], one.id);
  assert.equal((await ids({ status: 'inactive' }))[0], two.id);
});

test('A deactivated meter refuses events, and its name is free for another', async () => {
  const meter = await meterOf();
  const { id } = await stripe.customers.create();
  await invalid(meterOf('sum', { event_name: meter.event_name }), { param: 'event_name' });
  const off = await stripe.billing.meters.deactivate(meter.id);
  assert.ok(off.status_transitions.deactivated_at >= meter.created);
  await invalid(report(meter, id, '1'), { param: 'event_name' });
  const heir = await meterOf('sum', { event_name: meter.event_name });
  await invalid(stripe.billing.meters.reactivate(meter.id), { param: 'event_name' });
  await stripe.billing.meters.deactivate(heir.id);
  const on = await stripe.billing.meters.reactivate(meter.id);
  assert.equal(on.status, 'active');
  assert.equal(on.status_transitions.deactivated_at, null);
  await report(meter, id, '1');
});

test('An event is answered as it was sent, with an identifier and a time where none was', async () => {
  const meter = await meterOf();
  const { id } = await stripe.customers.create();
  const bare = await report(meter, id, '25');
  assert.equal(bare.object, 'billing.meter_event');
  assert.ok(bare.identifier.length > 0);
  assert.deepEqual({ ...bare.payload }, { stripe_customer_id: id, value: '25' });
  assert.equal(bare.livemode, false);
  const full = await report(meter, id, '1.5', { identifier: unique('event'), timestamp: midnight });
  assert.equal(full.timestamp, midnight);
  assert.ok(full.created > full.timestamp);
});

test('A repeated identifier is refused', async () => {
  const meter = await meterOf();
  const { id } = await stripe.customers.create();
  const identifier = unique('event');
  await report(meter, id, '1', { identifier });
  const error = await invalid(report(meter, id, '1', { identifier }), { param: 'identifier' });
  assert.equal(error.message, `An event already exists with identifier ${identifier}.`);
});

test('An event that names nobody, no meter, no number or an impossible time is refused', async () => {
  const meter = await meterOf();
  const { id } = await stripe.customers.create();
  await invalid(report({ event_name: unique('nothing') }, id, '1'), { param: 'event_name' });
  await invalid(report(meter, 'cus_000000000000000000000000', '1'), { param: 'payload[stripe_customer_id]' });
  await invalid(report(meter, id, 'many'), { param: 'payload[value]' });
  await invalid(report(meter, id, '1', { timestamp: midnight - 40 * DAY }), { param: 'timestamp' });
  await invalid(report(meter, id, '1', { timestamp: midnight + 9 * DAY }), { param: 'timestamp' });
});

test('Summaries add up events by the hour, by the day and over the whole span', async () => {
  const meter = await meterOf();
  const { id } = await stripe.customers.create();
  for (const [hour, value] of [[0, '1'], [1, '2.5'], [1.5, '4'], [26, '8']]) await report(meter, id, value, { timestamp: midnight + hour * 3600 });
  const sums = async (end, more = {}) => {
    const list = await stripe.billing.meters.listEventSummaries(meter.id, { customer: id, start_time: midnight, end_time: end, ...more });
    return list.data.map((each) => each.aggregated_value);
  };
  assert.deepEqual(await sums(midnight + 2 * DAY), [15.5]);
  assert.deepEqual(await sums(midnight + 2 * DAY, { value_grouping_window: 'day' }), [8, 7.5]);
  assert.deepEqual(await sums(midnight + 3 * 3600, { value_grouping_window: 'hour' }), [0, 6.5, 1]);
  const paged = [];
  for await (const each of stripe.billing.meters.listEventSummaries(meter.id, {
    customer: id, start_time: midnight, end_time: midnight + DAY, value_grouping_window: 'hour', limit: 5,
  })) paged.push(each);
  assert.equal(paged.length, 24);
  assert.equal(paged.reduce((sum, each) => sum + each.aggregated_value, 0), 7.5);
  await invalid(sums(midnight + 90), { param: 'end_time' });
});

test('An adjustment takes an event back', async () => {
  const meter = await meterOf('last');
  const { id } = await stripe.customers.create();
  const identifier = unique('event');
  await report(meter, id, '3', { timestamp: midnight });
  await report(meter, id, '30', { timestamp: midnight + 60, identifier });
  const adjusted = await stripe.billing.meterEventAdjustments.create({ event_name: meter.event_name, type: 'cancel', cancel: { identifier } });
  assert.equal(adjusted.status, 'complete');
  assert.equal(adjusted.cancel.identifier, identifier);
  const { data } = await stripe.billing.meters.listEventSummaries(meter.id, { customer: id, start_time: midnight, end_time: midnight + 3600 });
  assert.deepEqual(data.map((each) => each.aggregated_value), [3]);
  await invalid(stripe.billing.meterEventAdjustments.create({ event_name: meter.event_name, type: 'cancel', cancel: { identifier: unique('none') } }), { param: 'cancel[identifier]' });
});

import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

const newYear = 1767225600; // 1 January 2026

async function arrive(clock, frozen_time) {
  assert.equal((await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time })).status, 'advancing');
  for (;;) {
    const now = await stripe.testHelpers.testClocks.retrieve(clock.id);
    if (now.status !== 'advancing') return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('A clock is made, read, listed, advanced and deleted', async () => {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: newYear, name: 'A year' });
  assert.deepEqual([clock.status, clock.frozen_time, clock.name], ['ready', newYear, 'A year']);
  assert.ok((await stripe.testHelpers.testClocks.list()).data.some((each) => each.id === clock.id));
  const there = await arrive(clock, newYear + 3600);
  assert.deepEqual([there.status, there.frozen_time], ['ready', newYear + 3600]);
  await invalid(stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: newYear }), { param: 'frozen_time' });
  assert.equal((await stripe.testHelpers.testClocks.del(clock.id)).deleted, true);
  await notFound(stripe.testHelpers.testClocks.retrieve(clock.id));
});

test('What hangs on a clock lives in its time', async () => {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: newYear });
  const ada = await stripe.customers.create({ test_clock: clock.id, payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' }, expand: ['test_clock'] });
  assert.deepEqual([ada.created, ada.test_clock.id], [newYear, clock.id]);
  const price = await stripe.prices.create({ currency: 'gbp', unit_amount: 1200, recurring: { interval: 'month' }, product_data: { name: 'Paper' } });
  const subscription = await stripe.subscriptions.create({ customer: ada.id, items: [{ price: price.id }] });
  await arrive(clock, newYear + 90 * 86400);
  const invoices = await stripe.invoices.list({ subscription: subscription.id, expand: ['data.test_clock'] });
  // 1 January, 1 February, 1 March; 90 days from New Year is 1 April, whose invoice is a draft for an hour.
  assert.deepEqual(invoices.data.map((each) => each.status), ['draft', 'paid', 'paid', 'paid']);
  assert.equal(invoices.data[1].created, Date.UTC(2026, 2, 1) / 1000);
  const { data: [newest] } = await stripe.events.list({ type: 'invoice.created', created: { gte: newYear + 80 * 86400 } });
  assert.equal(newest.data.object.id, invoices.data[0].id);
});

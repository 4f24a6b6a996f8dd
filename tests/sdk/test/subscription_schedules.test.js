import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

async function priced(amount = 1000) {
  const { id: product } = await stripe.products.create({ name: 'Gold' });
  return (await stripe.prices.create({ product, currency: 'gbp', unit_amount: amount, recurring: { interval: 'month' } })).id;
}

const payer = (more = {}) => stripe.customers.create({ payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' }, ...more });

async function schedule(more = {}) {
  const { id: customer } = await payer();
  const [gold, platinum] = [await priced(), await priced(3000)];
  const made = await stripe.subscriptionSchedules.create({
    customer, start_date: 'now', phases: [{ items: [{ price: gold }], duration: { interval: 'month', interval_count: 2 } }, { items: [{ price: platinum, quantity: 2 }] }], ...more,
  });
  return { made, customer, gold, platinum };
}

test('A schedule shows its phases, what holds in all of them, and its subscription', async () => {
  const { made, customer, gold } = await schedule({
    end_behavior: 'cancel', metadata: { plan: 'a' },
    default_settings: { collection_method: 'send_invoice', billing_cycle_anchor: 'phase_start', description: 'By plan', invoice_settings: { days_until_due: 14 } },
  });
  assert.equal(made.status, 'active');
  assert.equal(made.phases[0].items[0].price, gold);
  assert.equal(made.phases[0].end_date, made.phases[1].start_date);
  assert.equal(made.default_settings.invoice_settings.days_until_due, 14);
  const read = await stripe.subscriptionSchedules.retrieve(made.id, { expand: ['subscription', 'customer', 'phases.items.price'] });
  assert.equal(read.subscription.collection_method, 'send_invoice');
  assert.equal(read.subscription.cancel_at, made.phases[1].end_date);
  assert.equal(read.customer.id, customer);
  assert.equal(read.phases[1].items[0].price.unit_amount, 3000);
  const subscription = await stripe.subscriptions.retrieve(made.subscription, { expand: ['schedule'] });
  assert.equal(subscription.schedule.id, made.id);
});

test('A phase keeps its discounts, tax rates, extras and trial', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'forever' });
  const { id: rate } = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 20 });
  const { id: product } = await stripe.products.create({ name: 'Setup' });
  const { id: customer } = await payer();
  const price = await priced();
  const trialEnd = Math.floor(Date.now() / 1000) + 86_400;
  const { phases: [phase] } = await stripe.subscriptionSchedules.create({
    customer, start_date: 'now',
    phases: [{
      items: [{ price, discounts: [{ coupon }], tax_rates: [rate], metadata: { seat: 'first' } }], discounts: [{ coupon }], default_tax_rates: [rate], trial_end: trialEnd, proration_behavior: 'none',
      add_invoice_items: [{ price_data: { currency: 'gbp', product, unit_amount: 700 }, quantity: 2, tax_rates: [rate] }], invoice_settings: { custom_fields: [{ name: 'PO', value: '7' }], footer: 'Thank you' },
    }],
  });
  assert.equal(phase.discounts[0].coupon, coupon);
  assert.equal(phase.items[0].tax_rates[0].id, rate);
  assert.equal(phase.default_tax_rates[0].percentage, 20);
  assert.equal(phase.add_invoice_items[0].quantity, 2);
  assert.equal(phase.trial_end, trialEnd);
});

test('A subscription is taken over, changed and let go', async () => {
  const { id: customer } = await payer();
  const price = await priced();
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price }] });
  const made = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
  assert.equal(made.phases[0].end_date, subscription.items.data[0].current_period_end);
  const [present] = made.phases;
  const changed = await stripe.subscriptionSchedules.update(made.id, {
    phases: [{ start_date: present.start_date, end_date: present.end_date, items: [{ price, quantity: 1 }] }, { items: [{ price, quantity: 5 }], iterations: 1 }], metadata: { a: '1' },
  });
  assert.equal(changed.phases[1].items[0].quantity, 5);
  const released = await stripe.subscriptionSchedules.release(made.id);
  assert.equal(released.status, 'released');
  assert.equal(released.released_subscription, subscription.id);
  assert.equal((await stripe.subscriptions.retrieve(subscription.id)).schedule, null);
  await invalid(stripe.subscriptionSchedules.release(made.id));
});

test('A schedule that has not started is listed as scheduled, and cancelled', async () => {
  const { made, customer } = await schedule({ start_date: Math.floor(Date.now() / 1000) + 86_400 });
  assert.equal(made.status, 'not_started');
  assert.equal(made.subscription, null);
  assert.deepEqual((await stripe.subscriptionSchedules.list({ customer, scheduled: true })).data.map((s) => s.id), [made.id]);
  const canceled = await stripe.subscriptionSchedules.cancel(made.id);
  assert.equal(canceled.status, 'canceled');
  assert.equal((await stripe.subscriptionSchedules.list({ customer, canceled_at: { gte: canceled.canceled_at } })).data.length, 1);
  assert.equal((await stripe.subscriptionSchedules.list({ customer, completed_at: { gte: 0 } })).data.length, 0);
});

test('A cancelled schedule ends its subscription', async () => {
  const { made } = await schedule();
  assert.equal((await stripe.subscriptionSchedules.cancel(made.id, { invoice_now: false, prorate: false })).status, 'canceled');
  assert.equal((await stripe.subscriptions.retrieve(made.subscription)).status, 'canceled');
});

test('A schedule that is not there is not found', async () => {
  await notFound(stripe.subscriptionSchedules.retrieve('sub_sched_nothing'), { param: 'schedule' });
});

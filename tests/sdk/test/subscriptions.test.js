import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test, unique } from '../support/suite.js';

const DAY = 86_400;

const priceOf = async (amount = 1000, name = 'Gold', interval = 'month') => {
  const product = await stripe.products.create({ name });
  return stripe.prices.create({ product: product.id, currency: 'gbp', unit_amount: amount, recurring: { interval } });
};

const payer = (more = {}) => stripe.customers.create({
  name: 'Ada', email: 'ada@example.com', payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' }, ...more,
});

const subscribe = async (more = {}, customer = undefined) =>
  stripe.subscriptions.create({ customer: (customer ?? await payer()).id, items: [{ price: (await priceOf()).id }], ...more });

test('A subscription is paid at once, and both new and old SDKs find its period', async () => {
  const made = await subscribe({ metadata: { plan: 'team' }, expand: ['latest_invoice.payments', 'customer', 'default_payment_method'] });
  assert.match(made.id, /^sub_/);
  assert.equal(made.status, 'active');
  assert.equal(made.latest_invoice.status, 'paid');
  assert.equal(made.latest_invoice.parent.subscription_details.metadata.plan, 'team');
  assert.equal(made.customer.name, 'Ada');
  const [item] = made.items.data;
  assert.equal(item.current_period_end, made.current_period_end);
  assert.equal(item.quantity, 1);
  assert.equal(made.plan.id, item.price.id);
  assert.equal((await stripe.subscriptions.retrieve(made.id)).status, 'active');
  await notFound(stripe.subscriptions.retrieve('sub_000000000000000000000000'));
});

test('What waits for its first payment has a secret for the browser', async () => {
  const made = await subscribe({ payment_behavior: 'default_incomplete', expand: ['latest_invoice.confirmation_secret'] });
  assert.equal(made.status, 'incomplete');
  assert.match(made.latest_invoice.confirmation_secret.client_secret, /_secret_/);
});

test('A trial shows how it ends', async () => {
  const made = await subscribe({ trial_period_days: 7, trial_settings: { end_behavior: { missing_payment_method: 'pause' } } });
  assert.equal(made.status, 'trialing');
  assert.equal(made.trial_end - made.trial_start, 7 * DAY);
  assert.equal(made.trial_settings.end_behavior.missing_payment_method, 'pause');
  assert.equal((await stripe.subscriptions.update(made.id, { trial_end: 'now' })).status, 'active');
});

test('Items are added, changed, listed and removed', async () => {
  const made = await subscribe();
  const support = await priceOf(200, 'Support');
  const added = await stripe.subscriptionItems.create({ subscription: made.id, price: support.id, quantity: 2, metadata: { for: 'us' } });
  assert.equal(added.quantity, 2);
  assert.equal((await stripe.subscriptionItems.retrieve(added.id)).metadata.for, 'us');
  assert.equal((await stripe.subscriptionItems.update(added.id, { quantity: 3, proration_behavior: 'none' })).quantity, 3);
  assert.equal((await stripe.subscriptionItems.list({ subscription: made.id })).data.length, 2);
  assert.equal((await stripe.subscriptionItems.del(added.id)).deleted, true);
  await invalid(stripe.subscriptionItems.del(made.items.data[0].id));
});

test('An update is told with what it changed, and an invoice of it is shown', async () => {
  const made = await subscribe();
  const changed = await stripe.subscriptions.update(made.id, {
    items: [{ id: made.items.data[0].id, quantity: 5 }], proration_behavior: 'always_invoice', expand: ['latest_invoice'],
  });
  assert.equal(changed.items.data[0].quantity, 5);
  assert.equal(changed.latest_invoice.billing_reason, 'subscription_update');
  assert.ok(changed.latest_invoice.lines.data.every((line) => line.parent.subscription_item_details.proration));
});

test('A change whose payment fails waits, as it is asked to', async () => {
  const made = await subscribe();
  const customer = made.customer;
  const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await stripe.subscriptions.update(made.id, { default_payment_method: bad.id });
  const waits = await stripe.subscriptions.update(made.id, {
    items: [{ id: made.items.data[0].id, quantity: 5 }], proration_behavior: 'always_invoice', payment_behavior: 'pending_if_incomplete',
  });
  assert.equal(waits.items.data[0].quantity, 1);
  assert.equal(waits.pending_update.subscription_items[0].quantity, 5);
});

test('Discounts, tax rates, pauses and ends are shown as they were set', async () => {
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
  const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false, country: 'GB' });
  const made = await subscribe({ discounts: [{ coupon: coupon.id }], default_tax_rates: [vat.id], expand: ['discounts.source.coupon', 'latest_invoice'] });
  assert.equal(made.discounts[0].source.coupon.id, coupon.id);
  assert.equal(made.default_tax_rates[0].percentage, 20);
  // 1000 less a tenth, and a fifth of that for VAT
  assert.equal(made.latest_invoice.total, 1080);
  const paused = await stripe.subscriptions.update(made.id, { pause_collection: { behavior: 'void' } });
  assert.equal(paused.pause_collection.behavior, 'void');
  assert.equal((await stripe.subscriptions.update(made.id, { pause_collection: '' })).pause_collection, null);
  const ending = await stripe.subscriptions.update(made.id, { cancel_at_period_end: true });
  assert.equal(ending.cancel_at, ending.items.data[0].current_period_end);
  assert.equal((await stripe.subscriptions.deleteDiscount(made.id)).deleted, true);
  const ended = await stripe.subscriptions.cancel(made.id, { cancellation_details: { comment: 'Thank you', feedback: 'unused' } });
  assert.deepEqual([ended.status, ended.cancellation_details.feedback], ['canceled', 'unused']);
});

test('Paused and resumed', async () => {
  const made = await subscribe();
  assert.equal((await stripe.subscriptions.pause(made.id)).status, 'paused');
  assert.equal((await stripe.subscriptions.resume(made.id)).status, 'active');
});

test('Subscriptions are listed and searched', async () => {
  const customer = await payer();
  const mark = unique('mark');
  const made = await subscribe({ metadata: { mark } }, customer);
  assert.deepEqual((await stripe.subscriptions.list({ customer: customer.id })).data.map((s) => s.id), [made.id]);
  assert.deepEqual((await stripe.subscriptions.search({ query: `metadata['mark']:'${mark}'` })).data.map((s) => s.id), [made.id]);
});

test('What does not fit is refused by its name', async () => {
  const customer = await payer();
  const price = (await priceOf()).id;
  await invalid(stripe.subscriptions.create({ customer: customer.id, items: [] }), { code: 'parameter_missing', param: 'items' });
  await invalid(stripe.subscriptions.create({ customer: customer.id, items: [{ price: 'price_none' }] }), { code: 'resource_missing', param: 'items[0][price]' });
  await invalid(stripe.subscriptions.create({ customer: customer.id, items: [{ price }], transfer_data: { destination: 'acct_1' } }), { param: 'transfer_data' });
});

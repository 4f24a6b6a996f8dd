import assert from 'node:assert/strict';
import { eventually, invalid, notFound, stripe, stripe2022, test, unique } from '../support/suite.js';

const product_data = { name: 'Tea' };

test('A price is paid once or recurs', async () => {
  const once = await stripe.prices.create({ product_data, currency: 'gbp', unit_amount: 1000, nickname: 'once', metadata: { a: '1' } });
  assert.match(once.id, /^price_/);
  assert.equal(once.type, 'one_time');
  assert.equal(once.recurring, null);
  assert.equal(String(once.unit_amount_decimal), '1000');
  const monthly = await stripe.prices.create({ product: once.product, currency: 'gbp', unit_amount_decimal: '12.5', recurring: { interval: 'month', interval_count: 3 } });
  assert.equal(monthly.unit_amount, null);
  assert.equal(String(monthly.unit_amount_decimal), '12.5');
  assert.equal(monthly.recurring.interval_count, 3);
  assert.deepEqual({ ...(await stripe.prices.retrieve(monthly.id, { expand: ['product'] })).product }, { ...(await stripe.products.retrieve(once.product)) });
});

test('Tiers and currencies are shown when they are expanded', async () => {
  const made = await stripe.prices.create({
    product_data, currency: 'gbp', billing_scheme: 'tiered', tiers_mode: 'volume', recurring: { interval: 'month' },
    tiers: [{ up_to: 10, unit_amount: 500 }, { up_to: 'inf', unit_amount_decimal: '0.25', flat_amount: 100 }],
    currency_options: { eur: { tiers: [{ up_to: 10, unit_amount: 600 }, { up_to: 'inf', unit_amount: 1 }] } },
  });
  assert.equal(made.tiers, undefined);
  const shown = await stripe.prices.retrieve(made.id, { expand: ['tiers', 'currency_options'] });
  assert.equal(shown.tiers[0].up_to, 10);
  assert.equal(shown.tiers[1].up_to, null);
  assert.equal(String(shown.tiers[1].unit_amount_decimal), '0.25');
  assert.equal(shown.currency_options.eur.tiers[0].unit_amount, 600);
  assert.equal(shown.currency_options.gbp.tiers[1].flat_amount, 100);
});

test('A customer chooses the amount, and packages are counted', async () => {
  const chosen = await stripe.prices.create({ product_data, currency: 'gbp', custom_unit_amount: { enabled: true, minimum: 100, maximum: 900, preset: 500 } });
  assert.deepEqual({ ...chosen.custom_unit_amount }, { maximum: 900, minimum: 100, preset: 500 });
  assert.equal(chosen.unit_amount, null);
  const packed = await stripe.prices.create({ product_data, currency: 'jpy', unit_amount: 100, transform_quantity: { divide_by: 12, round: 'up' } });
  assert.deepEqual({ ...packed.transform_quantity }, { divide_by: 12, round: 'up' });
});

test('A lookup key moves on request', async () => {
  const lookup_key = unique('standard');
  const old = await stripe.prices.create({ product_data, currency: 'gbp', unit_amount: 1, lookup_key });
  await invalid(stripe.prices.create({ product_data, currency: 'gbp', unit_amount: 2, lookup_key }), { param: 'lookup_key' });
  const now = await stripe.prices.create({ product_data, currency: 'gbp', unit_amount: 2, lookup_key, transfer_lookup_key: true });
  assert.deepEqual((await stripe.prices.list({ lookup_keys: [lookup_key] })).data.map((each) => each.id), [now.id]);
  assert.equal((await stripe.prices.retrieve(old.id)).lookup_key, null);
});

test('Prices are listed and searched', async () => {
  const { id: product } = await stripe.products.create({ name: 'Tea' });
  const once = await stripe.prices.create({ product, currency: 'usd', unit_amount: 1, active: false });
  const monthly = await stripe.prices.create({ product, currency: 'gbp', unit_amount: 1, recurring: { interval: 'month' } });
  const ids = async (filter) => (await stripe.prices.list({ product, ...filter })).data.map((each) => each.id);
  assert.deepEqual(await ids({}), [monthly.id, once.id]);
  assert.deepEqual(await ids({ active: false }), [once.id]);
  assert.deepEqual(await ids({ type: 'recurring' }), [monthly.id]);
  assert.deepEqual(await ids({ currency: 'usd' }), [once.id]);
  assert.deepEqual(await ids({ recurring: { interval: 'year' } }), []);
  assert.deepEqual((await stripe.prices.search({ query: `product:"${product}" AND active:"true"` })).data.map((each) => each.id), [monthly.id]);
});

test('What a price costs never changes', async () => {
  const { id } = await stripe.prices.create({ product_data, currency: 'gbp', unit_amount: 1 });
  const now = await stripe.prices.update(id, { active: false, tax_behavior: 'exclusive', nickname: 'gone', metadata: { a: '1' } });
  assert.equal(now.active, false);
  assert.equal(now.tax_behavior, 'exclusive');
  await invalid(stripe.prices.update(id, { unit_amount: 2 }), { code: 'parameter_unknown', param: 'unit_amount' });
  await invalid(stripe.prices.update(id, { tax_behavior: 'inclusive' }), { param: 'tax_behavior' });
  await notFound(stripe.prices.retrieve('price_none'), { param: 'price' });
});

test('A plan is a price that recurs', async () => {
  const id = unique('gold');
  const plan = await stripe.plans.create({ id, amount: 2500, currency: 'gbp', interval: 'month', product: { name: 'Gold' }, trial_period_days: 14 });
  assert.equal(plan.id, id);
  assert.equal(plan.amount, 2500);
  const price = await stripe.prices.retrieve(id);
  assert.equal(price.unit_amount, 2500);
  assert.equal(price.recurring.trial_period_days, 14);
  assert.equal((await stripe.plans.update(id, { nickname: 'best' })).nickname, 'best');
  assert.deepEqual((await stripe.plans.list({ product: plan.product })).data.map((each) => each.id), [id]);
  assert.equal((await stripe.plans.del(id)).deleted, true);
  await notFound(stripe.plans.retrieve(id), { param: 'plan' });
  const events = await eventually(() => stripe.events.list({ object_id: id }), (list) => list.data.length >= 6, 'six events');
  assert.deepEqual(events.data.map((each) => each.type), ['plan.deleted', 'price.deleted', 'plan.updated', 'price.updated', 'plan.created', 'price.created']);
});

test('An old SDK makes and reads products, prices and plans', async () => {
  const old = await stripe2022();
  const product = await old.products.create({ name: 'Tea' });
  const price = await old.prices.create({ product: product.id, currency: 'gbp', unit_amount: 100, recurring: { interval: 'week' } });
  assert.equal((await old.plans.retrieve(price.id)).amount, 100);
});

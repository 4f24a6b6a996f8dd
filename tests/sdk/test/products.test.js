import assert from 'node:assert/strict';
import { eventually, invalid, notFound, stripe, test, unique } from '../support/suite.js';

test('A product keeps what it was created with', async () => {
  const made = await stripe.products.create({
    name: 'Tea', description: 'Leaves', images: ['https://example.com/tea.png'], marketing_features: [{ name: 'Hot' }],
    package_dimensions: { height: 1, length: 2, weight: 3, width: 4.5 }, shippable: true, statement_descriptor: 'TEA SHOP',
    tax_code: 'txcd_99999999', unit_label: 'bag', url: 'https://example.com/tea', metadata: { crm: '42' },
  });
  assert.match(made.id, /^prod_/);
  const found = await stripe.products.retrieve(made.id);
  assert.deepEqual({ ...found }, { ...made });
  assert.equal(found.package_dimensions.width, 4.5);
  assert.deepEqual(found.marketing_features, [{ name: 'Hot' }]);
  assert.equal(found.default_price, null);
});

test('A product has an id of the merchant\'s own, once', async () => {
  const id = unique('tea');
  assert.equal((await stripe.products.create({ id, name: 'Tea' })).id, id);
  await invalid(stripe.products.create({ id, name: 'Tea' }), { code: 'resource_already_exists' });
});

test('A product is created with its default price, which can be another later', async () => {
  const made = await stripe.products.create({
    name: 'Tea', default_price_data: { currency: 'gbp', unit_amount: 500, recurring: { interval: 'month' } }, expand: ['default_price'],
  });
  assert.equal(made.default_price.unit_amount, 500);
  assert.equal(made.default_price.product, made.id);
  const yearly = await stripe.prices.create({ product: made.id, currency: 'gbp', unit_amount: 5000, recurring: { interval: 'year' } });
  assert.equal((await stripe.products.update(made.id, { default_price: yearly.id })).default_price, yearly.id);
});

test('An update leaves absent fields and clears empty ones', async () => {
  const { id } = await stripe.products.create({ name: 'Tea', description: 'Leaves', unit_label: 'bag' });
  const now = await stripe.products.update(id, { description: '', active: false });
  assert.equal(now.description, null);
  assert.equal(now.unit_label, 'bag');
  assert.equal(now.active, false);
});

test('A product with prices is not deleted, one without is', async () => {
  const price = await stripe.prices.create({ product_data: { name: 'Tea' }, currency: 'gbp', unit_amount: 1 });
  await invalid(stripe.products.del(price.product));
  const { id } = await stripe.products.create({ name: 'Tea' });
  assert.deepEqual({ ...(await stripe.products.del(id)) }, { id, object: 'product', deleted: true });
  await notFound(stripe.products.retrieve(id), { param: 'id' });
});

test('Products are listed by their fields, newest first', async () => {
  const url = `https://example.com/${unique('list')}`;
  const one = await stripe.products.create({ id: unique('z'), name: 'One', url });
  const two = await stripe.products.create({ id: unique('a'), name: 'Two', url, shippable: true, active: false });
  const ids = async (filter) => (await stripe.products.list({ url, ...filter })).data.map((each) => each.id);
  assert.deepEqual(await ids({}), [two.id, one.id]);
  assert.deepEqual(await ids({ active: true }), [one.id]);
  assert.deepEqual(await ids({ shippable: true }), [two.id]);
  assert.deepEqual(await ids({ starting_after: two.id }), [one.id]);
  assert.deepEqual((await stripe.products.list({ ids: [one.id] })).data.map((each) => each.id), [one.id]);
  assert.deepEqual((await stripe.products.list({ url, limit: 1 }).autoPagingToArray({ limit: 10 })).map((each) => each.id), [two.id, one.id]);
});

test('Products are searched by every field that Stripe documents', async () => {
  const word = unique('oolong');
  const made = await stripe.products.create({ name: `Fine ${word}`, description: 'Half green', shippable: true, metadata: { tag: word } });
  const ids = async (query) => (await stripe.products.search({ query })).data.map((each) => each.id);
  assert.deepEqual(await ids(`name~"${word}"`), [made.id]);
  assert.deepEqual(await ids(`metadata["tag"]:"${word}" AND active:"true" AND shippable:"true" AND description:"green"`), [made.id]);
  assert.deepEqual(await ids(`metadata["tag"]:"${word}" AND active:"false"`), []);
});

test('What happens to a product is told', async () => {
  const { id } = await stripe.products.create({ name: 'Tea' });
  await stripe.products.update(id, { name: 'Green tea' });
  await stripe.products.del(id);
  const events = await eventually(() => stripe.events.list({ object_id: id }), (list) => list.data.length >= 3, 'three events');
  assert.deepEqual(events.data.map((each) => each.type), ['product.deleted', 'product.updated', 'product.created']);
  assert.equal(events.data[1].data.previous_attributes.name, 'Tea');
});

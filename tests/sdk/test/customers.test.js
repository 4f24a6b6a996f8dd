import assert from 'node:assert/strict';
import { declined, eventually, invalid, notFound, stripe, test, unique } from '../support/suite.js';

test('A customer keeps what it was created with', async () => {
  const address = { line1: '1 High Street', line2: 'Flat 2', city: 'London', state: 'Greater London', postal_code: 'N1 9GU', country: 'GB' };
  const made = await stripe.customers.create({
    name: 'Ada Lovelace', email: 'ada@example.com', phone: '+442071234567', description: 'the first', address,
    shipping: { name: 'Ada', phone: '+442071234567', address }, preferred_locales: ['en-GB'], tax_exempt: 'none', metadata: { crm: '42' },
  });
  assert.match(made.id, /^cus_/);
  const found = await stripe.customers.retrieve(made.id);
  assert.deepEqual({ ...found }, { ...made });
  assert.equal(found.name, 'Ada Lovelace');
  assert.equal(found.livemode, false);
  assert.deepEqual(found.address, address);
  assert.deepEqual(found.shipping.address, address);
  assert.deepEqual(found.preferred_locales, ['en-GB']);
  assert.deepEqual(found.metadata, { crm: '42' });
});

test('A customer needs no parameters, and e-mails may repeat', async () => {
  const empty = await stripe.customers.create();
  assert.equal(empty.email, null);
  const email = `${unique('twin')}@example.com`;
  const [one, two] = [await stripe.customers.create({ email }), await stripe.customers.create({ email })];
  assert.notEqual(one.id, two.id);
  assert.deepEqual((await stripe.customers.list({ email })).data.map((each) => each.id), [two.id, one.id]);
});

test('An update leaves absent fields and clears empty ones', async () => {
  const { id } = await stripe.customers.create({ name: 'Ada', email: 'ada@example.com', phone: '+441' });
  const now = await stripe.customers.update(id, { name: '', phone: '+442' });
  assert.equal(now.name, null);
  assert.equal(now.phone, '+442');
  assert.equal(now.email, 'ada@example.com');
});

test('A deleted customer is shown as deleted, cannot be updated and is not listed', async () => {
  const email = `${unique('gone')}@example.com`;
  const { id } = await stripe.customers.create({ email });
  const shown = { id, object: 'customer', deleted: true };
  assert.deepEqual(plain(await stripe.customers.del(id)), shown);
  assert.deepEqual(plain(await stripe.customers.retrieve(id)), shown);
  await notFound(stripe.customers.update(id, { name: 'x' }));
  await notFound(stripe.customers.del(id), { param: 'id' });
  assert.equal((await stripe.customers.list({ email })).data.length, 0);
});

test('A customer that never was is missing', async () => {
  await notFound(stripe.customers.retrieve('cus_000000000000000000000000'), { param: 'id' });
});

test('Customers are listed by e-mail and by time, newest first', async () => {
  const email = `${unique('list')}@example.com`;
  const one = await stripe.customers.create({ email });
  const two = await stripe.customers.create({ email });
  const ids = async (filter) => (await stripe.customers.list({ email, ...filter })).data.map((each) => each.id);
  assert.deepEqual(await ids({}), [two.id, one.id]);
  assert.deepEqual(await ids({ created: { gte: one.created } }), [two.id, one.id]);
  assert.deepEqual(await ids({ created: { gt: two.created } }), []);
  assert.deepEqual(await ids({ created: { lt: one.created } }), []);
  assert.deepEqual(await ids({ created: { lte: two.created } }), [two.id, one.id]);
  assert.ok((await ids({ created: one.created })).includes(one.id));
});

test('Customers are found by every field that Stripe documents, at once', async () => {
  const word = unique('zebra');
  const made = await stripe.customers.create({
    name: `Ms ${word} Smith`, email: `${word}@example.com`, phone: '+4420', metadata: { tag: word },
  });
  const ids = async (query) => (await stripe.customers.search({ query })).data.map((each) => each.id);
  assert.deepEqual(await ids(`email:"${word}@example.com"`), [made.id]);
  assert.deepEqual(await ids(`email~"${word}"`), [made.id]);
  assert.deepEqual(await ids(`name~"${word}"`), [made.id]);
  assert.deepEqual(await ids(`metadata["tag"]:"${word}"`), [made.id]);
  assert.deepEqual(await ids(`metadata['tag']:'${word}' AND phone:'+4420'`), [made.id]);
  assert.deepEqual(await ids(`metadata["tag"]:"${word}" AND -phone:"+4420"`), []);
  assert.deepEqual(await ids(`metadata["tag"]:"${word}" AND created>${made.created - 1}`), [made.id]);
  assert.deepEqual(await ids(`metadata["tag"]:"${word}" AND created<${made.created}`), []);
  assert.deepEqual(await ids(`email:"${word}@example.com" OR email:"nobody@example.com"`), [made.id]);
  await stripe.customers.update(made.id, { metadata: { tag: 'other' } });
  assert.deepEqual(await ids(`metadata["tag"]:"${word}"`), []);
});

test('A search that is not in the query language is refused', async () => {
  for (const query of ['email', 'shoe_size:"9"', 'email:"a" AND name:"b" OR phone:"c"', 'email:"unclosed']) {
    await invalid(stripe.customers.search({ query }));
  }
  await invalid(stripe.customers.search({}), { code: 'parameter_missing', param: 'query' });
});

test('A search is read page by page', async () => {
  const tag = unique('page');
  for (let n = 0; n < 3; n++) await stripe.customers.create({ metadata: { tag } });
  const query = `metadata["tag"]:"${tag}"`;
  const first = await stripe.customers.search({ query, limit: 2 });
  assert.equal(first.data.length, 2);
  assert.equal(first.has_more, true);
  const second = await stripe.customers.search({ query, limit: 2, page: first.next_page });
  assert.equal(second.data.length, 1);
  assert.equal(second.has_more, false);
  assert.equal(second.next_page, null);
  assert.equal((await stripe.customers.search({ query, limit: 1 }).autoPagingToArray({ limit: 10 })).length, 3);
});

test('A customer is created with a card and made to use it by default', async () => {
  const made = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  const [card] = (await stripe.customers.listPaymentMethods(made.id)).data;
  assert.equal(card.customer, made.id);
  const updated = await stripe.customers.update(made.id, { invoice_settings: { default_payment_method: card.id } });
  assert.equal(updated.invoice_settings.default_payment_method, card.id);
  const expanded = await stripe.customers.retrieve(made.id, { expand: ['invoice_settings.default_payment_method'] });
  assert.equal(expanded.invoice_settings.default_payment_method.card.last4, '4242');
  await stripe.paymentMethods.detach(card.id);
  assert.equal((await stripe.customers.retrieve(made.id)).invoice_settings.default_payment_method, null);
});

test('A customer is not created with a card that the issuer declines', async () => {
  await declined(stripe.customers.create({ payment_method: 'pm_card_visa_chargeDeclined' }), { code: 'card_declined', decline_code: 'generic_decline' });
});

test('A customer\'s cards are listed and retrieved under the customer', async () => {
  const customer = await stripe.customers.create();
  const visa = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const mastercard = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
  const list = await stripe.customers.listPaymentMethods(customer.id, { type: 'card' });
  assert.deepEqual(list.data.map((each) => each.id), [mastercard.id, visa.id]);
  assert.equal((await stripe.customers.retrievePaymentMethod(customer.id, visa.id)).id, visa.id);
  const stranger = await stripe.customers.create();
  await notFound(stripe.customers.retrievePaymentMethod(stranger.id, visa.id));
});

test('Deleting a customer keeps the payments it made', async () => {
  const customer = await stripe.customers.create({ name: 'Ada', email: 'ada@example.com' });
  const intent = await stripe.paymentIntents.create({
    amount: 1500, currency: 'gbp', customer: customer.id, payment_method: 'pm_card_visa', confirm: true, return_url: 'https://shop.example.com',
  });
  await stripe.customers.del(customer.id);
  const kept = await stripe.paymentIntents.retrieve(intent.id, { expand: ['customer'] });
  assert.equal(kept.status, 'succeeded');
  assert.equal(kept.customer.deleted, true);
});

test('Creating, updating and deleting a customer each leave an event', async () => {
  const { id } = await stripe.customers.create({ name: 'Ada' });
  await stripe.customers.update(id, { name: 'Grace' });
  await stripe.customers.del(id);
  const events = await eventually(() => stripe.events.list({ object_id: id }), (list) => list.data.length >= 3, 'three events');
  assert.deepEqual(events.data.map((each) => each.type), ['customer.deleted', 'customer.updated', 'customer.created']);
  assert.equal(events.data[1].data.previous_attributes.name, 'Ada');
});

const plain = (object) => JSON.parse(JSON.stringify(object));

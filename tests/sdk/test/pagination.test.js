import assert from 'node:assert/strict';
import { invalid, refused, stripe, test, unique } from '../support/suite.js';

async function seven() {
  const email = `${unique('page')}@example.com`;
  const ids = [];
  for (let n = 0; n < 7; n++) ids.unshift((await stripe.customers.create({ email })).id);
  return { email, ids };
}

const idsOf = (list) => list.data.map((each) => each.id);

test('A list says where it is, whether more is to come, and begins with the newest', async () => {
  const { email, ids } = await seven();
  const first = await stripe.customers.list({ email, limit: 3 });
  assert.equal(first.object, 'list');
  assert.equal(first.url, '/v1/customers');
  assert.equal(first.has_more, true);
  assert.deepEqual(idsOf(first), ids.slice(0, 3));
  const rest = await stripe.customers.list({ email, limit: 4, starting_after: ids[2] });
  assert.equal(rest.has_more, false);
  assert.deepEqual(idsOf(rest), ids.slice(3));
});

test('A list is read backwards, too, and keeps its order', async () => {
  const { email, ids } = await seven();
  const page = await stripe.customers.list({ email, limit: 2, ending_before: ids[5] });
  assert.deepEqual(idsOf(page), ids.slice(3, 5));
  assert.equal(page.has_more, true);
  const last = await stripe.customers.list({ email, limit: 10, ending_before: ids[3] });
  assert.deepEqual(idsOf(last), ids.slice(0, 3));
  assert.equal(last.has_more, false);
});

test('The SDK reads a list to its end by itself', async () => {
  const { email, ids } = await seven();
  const all = await stripe.customers.list({ email, limit: 2 }).autoPagingToArray({ limit: 100 });
  assert.deepEqual(all.map((each) => each.id), ids);
  const backwards = [];
  for await (const each of stripe.customers.list({ email, limit: 2, ending_before: ids[6] })) backwards.push(each.id);
  assert.deepEqual(backwards, ids.slice(0, 6).reverse());
});

test('Ten are listed unless told otherwise', async () => {
  await seven();
  await seven();
  assert.equal((await stripe.customers.list()).data.length, 10);
});

test('A page has from 1 to 100', async () => {
  for (const limit of [0, 101, -1]) await invalid(stripe.customers.list({ limit }), { param: 'limit' });
  await invalid(stripe.customers.list({ limit: 'ten' }), { code: 'parameter_invalid_integer', param: 'limit' });
  assert.ok((await stripe.customers.list({ limit: 100 })).data.length <= 100);
});

test('A list is read in one direction, from something that exists', async () => {
  const { ids } = await seven();
  await invalid(stripe.customers.list({ starting_after: ids[0], ending_before: ids[1] }));
  await refused(stripe.customers.list({ starting_after: 'cus_000000000000000000000000' }),
    { type: 'StripeInvalidRequestError', code: 'resource_missing', param: 'starting_after' });
});

test('A range that is no range is refused', async () => {
  await invalid(stripe.customers.list({ created: { gte: 'yesterday' } }), { param: 'created[gte]' });
  await invalid(stripe.customers.list({ created: { around: 5 } }), { code: 'parameter_unknown', param: 'created[around]' });
});

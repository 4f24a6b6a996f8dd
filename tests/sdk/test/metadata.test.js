import assert from 'node:assert/strict';
import { invalid, stripe, test } from '../support/suite.js';

const keys = (count) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, String(n)]));
const plain = (object) => ({ ...object });

test('Metadata is merged, an empty value takes its key away, an empty string takes all', async () => {
  const { id, metadata } = await stripe.customers.create({ metadata: { a: '1', b: '2' } });
  assert.deepEqual(plain(metadata), { a: '1', b: '2' });
  const change = async (params) => plain((await stripe.customers.update(id, params)).metadata);
  assert.deepEqual(await change({ metadata: { b: '3', c: '4' } }), { a: '1', b: '3', c: '4' });
  assert.deepEqual(await change({ metadata: { a: '' } }), { b: '3', c: '4' });
  assert.deepEqual(await change({ name: 'Ada' }), { b: '3', c: '4' });
  assert.deepEqual(await change({ metadata: '' }), {});
});

test('Fifty keys are taken, fifty-one are not', async () => {
  const { id, metadata } = await stripe.customers.create({ metadata: keys(50) });
  assert.equal(Object.keys(metadata).length, 50);
  await invalid(stripe.customers.create({ metadata: keys(51) }));
  await invalid(stripe.customers.update(id, { metadata: { one: 'more' } }));
  assert.equal(Object.keys((await stripe.customers.update(id, { metadata: { key0: '', one: 'more' } })).metadata).length, 50);
});

test('A key has 40 characters at most, a value 500', async () => {
  const ok = { ['k'.repeat(40)]: 'v'.repeat(500) };
  assert.deepEqual(plain((await stripe.customers.create({ metadata: ok })).metadata), ok);
  await invalid(stripe.customers.create({ metadata: { ['k'.repeat(41)]: 'v' } }));
  await invalid(stripe.customers.create({ metadata: { k: 'v'.repeat(501) } }));
});

test('Any character comes back as it was sent', async () => {
  const odd = { 'naïve key & co': 'a=b&c[d]+%20 "é" 漢字 😀\nline' };
  assert.deepEqual(plain((await stripe.customers.create({ metadata: odd })).metadata), odd);
});

test('Metadata holds text, nothing nested', async () => {
  await invalid(stripe.customers.create({ metadata: { a: { b: 'c' } } }));
  await invalid(stripe.customers.create({ metadata: 'text' }), { param: 'metadata' });
});

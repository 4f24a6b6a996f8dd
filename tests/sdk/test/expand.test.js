import assert from 'node:assert/strict';
import { invalid, pay, stripe, test } from '../support/suite.js';

test('What cannot be expanded is refused', async () => {
  const { id } = await pay();
  await invalid(stripe.paymentIntents.retrieve(id, { expand: ['amount'] }));
  await invalid(stripe.paymentIntents.retrieve(id, { expand: ['nonsense'] }));
  await invalid(stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.nonsense'] }));
  await invalid(stripe.paymentIntents.list({ expand: ['latest_charge'] }));
});

test('Four levels are expanded, five are refused', async () => {
  const customer = await stripe.customers.create();
  const paid = await pay({ customer: customer.id });
  const shown = await stripe.charges.retrieve(paid.latest_charge, { expand: ['payment_intent.latest_charge.payment_intent.customer'] });
  assert.equal(shown.payment_intent.latest_charge.payment_intent.customer.id, customer.id);
  await invalid(stripe.charges.retrieve(paid.latest_charge, { expand: ['payment_intent.latest_charge.payment_intent.latest_charge.customer'] }));
});

test('Something that is not there expands to nothing', async () => {
  const made = await stripe.paymentIntents.create({ amount: 2000, currency: 'gbp', expand: ['customer', 'latest_charge', 'payment_method'] });
  assert.deepEqual([made.customer, made.latest_charge, made.payment_method], [null, null, null]);
});

test('A refused expansion leaves nothing behind', async () => {
  const customer = (await stripe.customers.create()).id;
  await invalid(stripe.paymentIntents.create({ amount: 2000, currency: 'gbp', customer, expand: ['nonsense'] }));
  assert.deepEqual((await stripe.paymentIntents.list({ customer })).data, []);
});

import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

test('A balance moves by transactions that add up to it', async () => {
  const { id } = await stripe.customers.create();
  const credit = await stripe.customers.createBalanceTransaction(id, { amount: -500, currency: 'gbp', description: 'Sorry', metadata: { ticket: '7' } });
  assert.match(credit.id, /^cbtxn_/);
  assert.deepEqual([credit.type, credit.amount, credit.ending_balance, credit.customer, credit.invoice], ['adjustment', -500, -500, id, null]);
  const debit = await stripe.customers.createBalanceTransaction(id, { amount: 200, currency: 'gbp' });
  assert.equal(debit.ending_balance, -300);
  const customer = await stripe.customers.retrieve(id);
  assert.deepEqual([customer.balance, customer.currency], [-300, 'gbp']);
  assert.deepEqual((await stripe.customers.listBalanceTransactions(id)).data.map((each) => each.id), [debit.id, credit.id]);
  const [older] = (await stripe.customers.listBalanceTransactions(id, { limit: 1, starting_after: debit.id })).data;
  assert.equal(older.id, credit.id);
  const { customer: expanded } = await stripe.customers.retrieveBalanceTransaction(id, credit.id, { expand: ['customer'] });
  assert.equal(expanded.id, id);
});

test('Words about a transaction change, the amount does not', async () => {
  const { id } = await stripe.customers.create();
  const made = await stripe.customers.createBalanceTransaction(id, { amount: -500, currency: 'gbp', description: 'Sorry' });
  const now = await stripe.customers.updateBalanceTransaction(id, made.id, { description: 'Goodwill', metadata: { a: '1' } });
  assert.deepEqual([now.description, now.metadata, now.amount], ['Goodwill', { a: '1' }, -500]);
  await invalid(stripe.customers.updateBalanceTransaction(id, made.id, { amount: 1 }), { code: 'parameter_unknown', param: 'amount' });
});

test('A balance has one currency, and a transaction an amount', async () => {
  const { id } = await stripe.customers.create();
  await stripe.customers.createBalanceTransaction(id, { amount: -500, currency: 'gbp' });
  await invalid(stripe.customers.createBalanceTransaction(id, { amount: -500, currency: 'eur' }), { param: 'currency' });
  await invalid(stripe.customers.createBalanceTransaction(id, { amount: 0, currency: 'gbp' }), { param: 'amount' });
  await invalid(stripe.customers.createBalanceTransaction(id, { currency: 'gbp' }), { code: 'parameter_missing', param: 'amount' });
  await notFound(stripe.customers.retrieveBalanceTransaction(id, 'cbtxn_none'), { param: 'transaction' });
});

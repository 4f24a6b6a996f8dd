import assert from 'node:assert/strict';
import { invalid, notFound, pay, stripe, test } from '../support/suite.js';

const currency = 'sek';   // of no other test, so that the sums are this file's own
const total = (balance) => [...balance.available, ...balance.pending]
  .filter((each) => each.currency === currency).reduce((sum, each) => sum + each.amount, 0);

test('The balance moves by what a payment nets, and back by its refund', async () => {
  const before = total(await stripe.balance.retrieve());
  const paid = await pay({ amount: 5000, currency, expand: ['latest_charge.balance_transaction'] });
  const { balance_transaction } = paid.latest_charge;
  const between = total(await stripe.balance.retrieve());
  assert.equal(between - before, balance_transaction.net);
  const refund = await stripe.refunds.create({ payment_intent: paid.id, expand: ['balance_transaction'] });
  assert.equal(total(await stripe.balance.retrieve()) - between, refund.balance_transaction.net);
});

test('A hold does not move the balance', async () => {
  const before = total(await stripe.balance.retrieve());
  const held = await pay({ amount: 5000, currency, capture_method: 'manual' });
  assert.equal(total(await stripe.balance.retrieve()), before);
  await stripe.paymentIntents.cancel(held.id);
  assert.equal(total(await stripe.balance.retrieve()), before);
});

test('The balance is of the key\'s mode and lists each currency once', async () => {
  await pay({ amount: 5000, currency });
  const balance = await stripe.balance.retrieve();
  assert.equal(balance.livemode, false);
  for (const side of [balance.available, balance.pending]) {
    const currencies = side.map((each) => each.currency);
    assert.equal(new Set(currencies).size, currencies.length);
  }
});

test('A balance transaction says what came, what it cost and what is left', async () => {
  const paid = await pay({ amount: 5000, currency, description: 'a book', expand: ['latest_charge'] });
  const charge = paid.latest_charge;
  const entry = await stripe.balanceTransactions.retrieve(charge.balance_transaction, { expand: ['source'] });
  assert.deepEqual([entry.type, entry.reporting_category, entry.amount, entry.currency], ['charge', 'charge', 5000, currency]);
  assert.equal(entry.net, entry.amount - entry.fee);
  assert.equal(entry.fee, entry.fee_details.reduce((sum, each) => sum + each.amount, 0));
  assert.equal(entry.source.id, charge.id);
  assert.ok(['pending', 'available'].includes(entry.status));
  assert.ok(entry.available_on >= entry.created);
});

test('Money of one test card is available at once, of the others pending', async () => {
  const status = async (payment_method) =>
    (await pay({ amount: 5000, currency, payment_method, expand: ['latest_charge.balance_transaction'] })).latest_charge.balance_transaction.status;
  assert.equal(await status('pm_card_bypassPending'), 'available');
  assert.equal(await status('pm_card_visa'), 'pending');
});

test('Balance transactions are listed by type, source, currency and time', async () => {
  const paid = await pay({ amount: 5000, currency });
  const refund = await stripe.refunds.create({ payment_intent: paid.id });
  const list = async (filter) => (await stripe.balanceTransactions.list(filter)).data;
  assert.deepEqual((await list({ source: paid.latest_charge })).map((each) => each.amount), [5000]);
  assert.deepEqual((await list({ source: refund.id })).map((each) => each.amount), [-5000]);
  assert.ok((await list({ type: 'refund' })).every((each) => each.type === 'refund'));
  const ours = await list({ currency, limit: 100 });
  assert.ok(ours.length >= 2 && ours.every((each) => each.currency === currency));
  assert.deepEqual((await list({ currency, limit: 2 })).map((each) => each.source), [refund.id, paid.latest_charge]);
  assert.deepEqual(await list({ created: { gt: paid.created + 3600 } }), []);
  await notFound(stripe.balanceTransactions.retrieve('txn_000000000000000000000000'));
  await invalid(stripe.balanceTransactions.list({ limit: 1000 }), { param: 'limit' });
});

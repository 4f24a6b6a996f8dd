import assert from 'node:assert/strict';
import { eventually, invalid, notFound, pay, stripe, test } from '../support/suite.js';

async function disputed(payment_method = 'pm_card_createDispute') {
  const paid = await pay({ payment_method });
  assert.equal(paid.status, 'succeeded');
  const list = await eventually(() => stripe.disputes.list({ payment_intent: paid.id }), (page) => page.data.length > 0, 'a dispute');
  return { paid, dispute: list.data[0] };
}

const untilStatus = (id, status) => eventually(() => stripe.disputes.retrieve(id), (each) => each.status === status, `the status ${status}`);

test('A dispute test card is paid and then disputed as fraudulent', async () => {
  const { paid, dispute } = await disputed();
  assert.match(dispute.id, /^dp_/);
  assert.deepEqual([dispute.status, dispute.reason, dispute.amount, dispute.currency], ['needs_response', 'fraudulent', 2000, 'gbp']);
  assert.deepEqual([dispute.charge, dispute.payment_intent], [paid.latest_charge, paid.id]);
  assert.ok(dispute.evidence_details.due_by > dispute.created);
  assert.equal(dispute.evidence_details.has_evidence, false);
  assert.equal((await stripe.charges.retrieve(paid.latest_charge)).disputed, true);
});

test('The other dispute test cards have their own reasons', async () => {
  assert.equal((await disputed('pm_card_createDisputeProductNotReceived')).dispute.reason, 'product_not_received');
  assert.equal((await disputed('pm_card_createDisputeInquiry')).dispute.status, 'warning_needs_response');
});

test('A dispute takes the money and its fee from the balance', async () => {
  const { dispute } = await disputed();
  const [withdrawal] = dispute.balance_transactions;
  assert.equal(withdrawal.type, 'adjustment');
  assert.equal(withdrawal.reporting_category, 'dispute');
  assert.equal(withdrawal.amount, -2000);
  assert.equal(withdrawal.net, withdrawal.amount - withdrawal.fee);
  assert.equal(withdrawal.source, dispute.id);
});

test('Evidence is collected, submitted and wins', async () => {
  const { dispute } = await disputed();
  const draft = await stripe.disputes.update(dispute.id, {
    evidence: { customer_name: 'Ada', product_description: 'a book' }, submit: false, metadata: { case: '7' },
  });
  assert.equal(draft.status, 'needs_response');
  assert.equal(draft.evidence.customer_name, 'Ada');
  assert.equal(draft.evidence_details.has_evidence, true);
  assert.equal(draft.evidence_details.submission_count, 0);
  assert.deepEqual(draft.metadata, { case: '7' });
  const sent = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' }, submit: true });
  assert.ok(['under_review', 'won'].includes(sent.status));
  assert.equal(sent.evidence_details.submission_count, 1);
  assert.equal(sent.evidence.customer_name, 'Ada');
  const won = await untilStatus(dispute.id, 'won');
  assert.equal(won.balance_transactions.reduce((sum, each) => sum + each.amount, 0), 0);
});

test('Losing evidence loses', async () => {
  const { dispute } = await disputed();
  await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'losing_evidence' }, submit: true });
  const lost = await untilStatus(dispute.id, 'lost');
  await invalid(stripe.disputes.update(lost.id, { evidence: { uncategorized_text: 'too late' } }));
});

test('Closing a dispute accepts it as lost', async () => {
  const { dispute } = await disputed();
  assert.equal((await stripe.disputes.close(dispute.id)).status, 'lost');
  await invalid(stripe.disputes.close(dispute.id));
});

test('A disputed charge cannot be refunded', async () => {
  const { paid } = await disputed();
  await invalid(stripe.refunds.create({ payment_intent: paid.id }), { code: 'charge_disputed' });
});

test('Disputes are listed by charge, by intent and by time, and expanded', async () => {
  const { paid, dispute } = await disputed();
  const ids = async (filter) => (await stripe.disputes.list(filter)).data.map((each) => each.id);
  assert.deepEqual(await ids({ charge: paid.latest_charge }), [dispute.id]);
  assert.deepEqual(await ids({ payment_intent: paid.id, created: { gt: dispute.created } }), []);
  const shown = await stripe.disputes.retrieve(dispute.id, { expand: ['charge', 'payment_intent'] });
  assert.deepEqual([shown.charge.id, shown.payment_intent.id], [paid.latest_charge, paid.id]);
  await notFound(stripe.disputes.retrieve('dp_000000000000000000000000'));
});

test('A dispute leaves its events', async () => {
  const { dispute } = await disputed();
  await stripe.disputes.close(dispute.id);
  const types = (await stripe.events.list({ object_id: dispute.id })).data.map((each) => each.type);
  for (const type of ['charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.closed']) assert.ok(types.includes(type), types.join());
});

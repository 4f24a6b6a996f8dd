import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

async function open(...amounts) {
  const ada = await stripe.customers.create({ payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' } });
  const draft = await stripe.invoices.create({ customer: ada.id });
  for (const amount of amounts) await stripe.invoiceItems.create({ customer: ada.id, invoice: draft.id, amount, currency: 'gbp' });
  return stripe.invoices.finalizeInvoice(draft.id);
}
const paid = async (...amounts) => stripe.invoices.pay((await open(...amounts)).id);

test('A credit note lowers what is owed, until it is voided', async () => {
  const invoice = await open(1000);
  const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 400, reason: 'order_change', memo: 'Late', metadata: { a: '1' }, expand: ['invoice', 'customer'] });
  assert.match(note.id, /^cn_/);
  assert.deepEqual([note.number, note.type, note.status, note.total, note.pre_payment_amount], [`${invoice.number}-CN-01`, 'pre_payment', 'issued', 400, 400]);
  assert.equal(note.invoice.amount_remaining, 600);
  assert.equal((await stripe.creditNotes.update(note.id, { memo: 'Very late' })).memo, 'Very late');
  assert.equal((await stripe.creditNotes.voidCreditNote(note.id)).status, 'void');
  assert.equal((await stripe.invoices.retrieve(invoice.id)).amount_remaining, 1000);
  await invalid(stripe.creditNotes.voidCreditNote(note.id));
  assert.deepEqual((await stripe.creditNotes.list({ invoice: invoice.id })).data.map((each) => each.id), [note.id]);
});

test('What was paid is refunded and credited, and that adds up', async () => {
  const invoice = await paid(2000);
  await invalid(stripe.creditNotes.create({ invoice: invoice.id, amount: 1500, refund_amount: 1400 }));
  const note = await stripe.creditNotes.create({
    invoice: invoice.id, amount: 1500, refund_amount: 700, credit_amount: 500, out_of_band_amount: 300, expand: ['refunds.refund', 'customer_balance_transaction'],
  });
  assert.deepEqual([note.type, note.post_payment_amount, note.out_of_band_amount], ['post_payment', 1500, 300]);
  assert.deepEqual([note.refunds[0].amount_refunded, note.refunds[0].refund.amount, note.refunds[0].refund.status], [700, 700, 'succeeded']);
  assert.deepEqual([note.customer_balance_transaction.amount, note.customer_balance_transaction.type, note.customer_balance_transaction.credit_note], [-500, 'credit_note', note.id]);
  const after = await stripe.invoices.retrieve(invoice.id, { expand: ['payments'] });
  assert.deepEqual([after.status, after.post_payment_credit_notes_amount, after.payments.data[0].status], ['paid', 1500, 'paid']);
  await invalid(stripe.creditNotes.create({ invoice: invoice.id, amount: 501, credit_amount: 501 }), { param: 'amount' });
});

test('Lines are credited, previewed and listed', async () => {
  const invoice = await open(1000, 500);
  const lines = [
    { type: 'invoice_line_item', invoice_line_item: invoice.lines.data[0].id, amount: 250 },
    { type: 'custom_line_item', description: 'Goodwill', unit_amount: 20, quantity: 2 },
  ];
  const preview = await stripe.creditNotes.preview({ invoice: invoice.id, lines });
  assert.equal(preview.total, 290);
  assert.equal((await stripe.creditNotes.listPreviewLineItems({ invoice: invoice.id, lines })).data.length, 2);
  const note = await stripe.creditNotes.create({ invoice: invoice.id, lines });
  assert.deepEqual(note.lines.data.map((line) => [line.type, line.amount]), [['invoice_line_item', 250], ['custom_line_item', 40]]);
  const listed = await stripe.creditNotes.listLineItems(note.id, { limit: 1 });
  assert.deepEqual([listed.has_more, listed.data[0].invoice_line_item], [true, invoice.lines.data[0].id]);
  await invalid(stripe.creditNotes.create({ invoice: invoice.id, lines: [{ type: 'invoice_line_item', invoice_line_item: invoice.lines.data[0].id, amount: 751 }] }), { param: 'lines[0][amount]' });
  await notFound(stripe.creditNotes.retrieve('cn_none'), { param: 'id' });
});

test('Payments of an invoice are listed, and its secret is shown on request', async () => {
  const invoice = await open(1000);
  const { data: [payment] } = await stripe.invoicePayments.list({ invoice: invoice.id, expand: ['data.payment.payment_intent'] });
  assert.deepEqual([payment.status, payment.amount_requested, payment.is_default, payment.payment.type], ['open', 1000, true, 'payment_intent']);
  const intent = payment.payment.payment_intent;
  assert.equal((await stripe.invoicePayments.retrieve(payment.id)).payment.payment_intent, intent.id);
  assert.deepEqual((await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: intent.id } })).data.map((each) => each.id), [payment.id]);
  const { confirmation_secret } = await stripe.invoices.retrieve(invoice.id, { expand: ['confirmation_secret'] });
  assert.deepEqual({ ...confirmation_secret }, { client_secret: intent.client_secret, type: 'payment_intent' });
});

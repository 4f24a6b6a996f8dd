import assert from 'node:assert/strict';
import { declined, invalid, notFound, stripe, test } from '../support/suite.js';

const payer = (card = 'pm_card_visa') => stripe.customers.create({ email: 'ada@example.com', payment_method: card, invoice_settings: { default_payment_method: card } });

async function draft(customer, amount = 2500, more = {}) {
  await stripe.invoiceItems.create({ customer: customer.id, amount, currency: 'gbp', description: 'A chair' });
  return stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: 'include', ...more });
}

test('An invoice goes from draft to paid', async () => {
  const ada = await payer();
  const made = await draft(ada, 2500, { description: 'March', footer: 'Thank you', metadata: { a: '1' } });
  assert.deepEqual([made.status, made.total, made.number, made.auto_advance], ['draft', 2500, null, false]);
  const changed = await stripe.invoices.update(made.id, { description: 'April', custom_fields: [{ name: 'PO', value: '4711' }] });
  assert.deepEqual([changed.description, changed.custom_fields[0].value], ['April', '4711']);
  const open = await stripe.invoices.finalizeInvoice(made.id);
  assert.match(open.number, /^INV-\d{4}-\d{4,}$/);
  assert.deepEqual([open.status, open.amount_due, open.amount_remaining], ['open', 2500, 2500]);
  await invalid(stripe.invoices.update(made.id, { description: 'May' }), { code: 'invoice_not_editable', param: 'description' });
  const paid = await stripe.invoices.pay(made.id, { expand: ['customer', 'payments.data.payment.payment_intent.latest_charge'] });
  assert.deepEqual([paid.status, paid.amount_paid, paid.attempted, paid.customer.id], ['paid', 2500, true, ada.id]);
  assert.equal(paid.payments.data[0].payment.payment_intent.latest_charge.amount_captured, 2500);
  assert.ok(paid.hosted_invoice_url && paid.invoice_pdf);
  await invalid(stripe.invoices.pay(made.id), { code: 'invoice_already_paid' });
  await invalid(stripe.invoices.voidInvoice(made.id));
});

test('A declined card leaves the invoice open, and another card pays it', async () => {
  const made = await draft(await payer('pm_card_chargeCustomerFail'));
  await stripe.invoices.finalizeInvoice(made.id);
  await declined(stripe.invoices.pay(made.id), { code: 'card_declined' });
  assert.equal((await stripe.invoices.retrieve(made.id)).status, 'open');
  assert.equal((await stripe.invoices.pay(made.id, { payment_method: 'pm_card_visa' })).status, 'paid');
});

test('Voided, given up, paid in cash, deleted', async () => {
  const ada = await payer();
  const voided = await stripe.invoices.finalizeInvoice((await draft(ada)).id);
  assert.equal((await stripe.invoices.voidInvoice(voided.id)).status, 'void');
  const lost = await stripe.invoices.finalizeInvoice((await draft(ada)).id);
  assert.equal((await stripe.invoices.markUncollectible(lost.id)).status, 'uncollectible');
  const cash = await stripe.invoices.pay(lost.id, { paid_out_of_band: true });
  assert.deepEqual([cash.status, cash.amount_paid_off_stripe], ['paid', 2500]);
  const gone = await draft(ada);
  assert.equal((await stripe.invoices.del(gone.id)).deleted, true);
  await notFound(stripe.invoices.retrieve(gone.id), { param: 'invoice' });
  await invalid(stripe.invoices.del(voided.id));
});

test('A bill is sent, with a due date', async () => {
  const made = await draft(await payer(), 2500, { collection_method: 'send_invoice', days_until_due: 14 });
  const sent = await stripe.invoices.sendInvoice(made.id);
  assert.deepEqual([sent.status, sent.collection_method], ['open', 'send_invoice']);
  assert.equal(sent.due_date - sent.status_transitions.finalized_at, 14 * 86400);
});

test('Invoices are listed, searched, and their lines paged', async () => {
  const ada = await payer();
  const made = await draft(ada);
  await stripe.invoices.addLines(made.id, { lines: [{ amount: 500, description: 'A cushion' }] });
  const open = await stripe.invoices.finalizeInvoice(made.id);
  assert.equal(open.total, 3000);
  assert.deepEqual((await stripe.invoices.list({ customer: ada.id, status: 'open' })).data.map((each) => each.id), [open.id]);
  assert.deepEqual((await stripe.invoices.search({ query: `number:'${open.number}'` })).data.map((each) => each.id), [open.id]);
  const first = await stripe.invoices.listLineItems(open.id, { limit: 1 });
  assert.equal(first.has_more, true);
  assert.deepEqual((await stripe.invoices.listLineItems(open.id, { starting_after: first.data[0].id })).data.length, 1);
});

test('A preview writes nothing', async () => {
  const ada = await payer();
  await stripe.invoiceItems.create({ customer: ada.id, amount: 700, currency: 'gbp' });
  const preview = await stripe.invoices.createPreview({ customer: ada.id, invoice_items: [{ amount: 300, description: 'Perhaps' }] });
  assert.match(preview.id, /^upcoming_in_/);
  assert.equal(preview.total, 1000);
  assert.equal((await stripe.invoices.list({ customer: ada.id })).data.length, 0);
  assert.equal((await stripe.invoiceItems.list({ customer: ada.id })).data.length, 1);
  await invalid(stripe.invoices.createPreview({ customer: (await payer()).id }), { code: 'invoice_upcoming_none' });
});

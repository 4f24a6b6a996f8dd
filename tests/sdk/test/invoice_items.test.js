import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

const customer = async () => (await stripe.customers.create({ name: 'Ada' })).id;

test('An item waits for an invoice, and is fixed with it', async () => {
  const ada = await customer();
  const item = await stripe.invoiceItems.create({ customer: ada, amount: 1250, currency: 'gbp', description: 'Setup', metadata: { a: '1' }, period: { start: 1767225600, end: 1769904000 } });
  assert.match(item.id, /^ii_/);
  assert.deepEqual([item.amount, item.quantity, item.invoice, item.pricing.unit_amount_decimal.toString()], [1250, 1, null, '1250']);
  assert.deepEqual({ ...item.period }, { start: 1767225600, end: 1769904000 });
  assert.deepEqual((await stripe.invoiceItems.list({ customer: ada, pending: true })).data.map((each) => each.id), [item.id]);
  const draft = await stripe.invoices.create({ customer: ada, pending_invoice_items_behavior: 'include' });
  assert.equal(draft.lines.data[0].parent.invoice_item_details.invoice_item, item.id);
  assert.equal((await stripe.invoiceItems.retrieve(item.id)).invoice, draft.id);
  assert.equal((await stripe.invoiceItems.update(item.id, { amount: 2000 })).amount, 2000);
  assert.equal((await stripe.invoices.finalizeInvoice(draft.id)).total, 2000);
  await invalid(stripe.invoiceItems.update(item.id, { amount: 1 }), { code: 'invoice_not_editable' });
  await invalid(stripe.invoiceItems.del(item.id), { code: 'invoice_not_editable' });
});

test('Prices, discounts and tax rates count, and expand', async () => {
  const ada = await customer();
  const product = await stripe.products.create({ name: 'Widget' });
  const price = await stripe.prices.create({ product: product.id, currency: 'gbp', unit_amount: 700 });
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
  const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false, country: 'GB', tax_type: 'vat' });
  const item = await stripe.invoiceItems.create({
    customer: ada, pricing: { price: price.id }, quantity: 3, discounts: [{ coupon: coupon.id }], tax_rates: [vat.id],
    expand: ['customer', 'discounts', 'pricing.price_details.price'],
  });
  assert.deepEqual([item.amount, item.description, item.pricing.price_details.price.id, item.customer.id], [2100, 'Widget', price.id, ada]);
  assert.equal(item.discounts[0].source.coupon, coupon.id);
  assert.deepEqual([item.tax_rates[0].id, item.tax_rates[0].percentage, item.tax_rates[0].created], [vat.id, 20, vat.created]);
  const data = await stripe.invoiceItems.create({ customer: ada, price_data: { currency: 'gbp', product: product.id, unit_amount_decimal: '12.5' }, quantity: 4 });
  assert.deepEqual([data.amount, data.pricing.price_details.product], [50, product.id]);
});

test('Lines of a draft are added, changed and removed', async () => {
  const ada = await customer();
  const draft = await stripe.invoices.create({ customer: ada });
  await stripe.invoiceItems.create({ invoice: draft.id, customer: ada, amount: 1000 });
  const waiting = await stripe.invoiceItems.create({ customer: ada, amount: 300, currency: 'gbp' });
  const added = await stripe.invoices.addLines(draft.id, {
    lines: [{ invoice_item: waiting.id }, { price_data: { currency: 'gbp', unit_amount: 50, product_data: { name: 'Screw' } }, quantity: 8 }], invoice_metadata: { order: '7' },
  });
  assert.deepEqual([added.total, added.metadata.order], [1700, '7']);
  const [first, , screw] = added.lines.data;
  const changed = await stripe.invoices.updateLines(draft.id, { lines: [{ id: first.id, amount: 900 }, { id: screw.id, quantity: 10 }] });
  assert.equal(changed.total, 1700);
  const line = await stripe.invoices.updateLineItem(draft.id, first.id, { description: 'Less' });
  assert.deepEqual([line.object, line.description, line.amount], ['line_item', 'Less', 900]);
  const left = await stripe.invoices.removeLines(draft.id, { lines: [{ id: screw.id, behavior: 'delete' }, { id: added.lines.data[1].id, behavior: 'unassign' }] });
  assert.equal(left.total, 900);
  assert.equal((await stripe.invoiceItems.retrieve(waiting.id)).invoice, null);
});

test('An item that is deleted is gone, and its draft without it', async () => {
  const ada = await customer();
  const draft = await stripe.invoices.create({ customer: ada });
  const item = await stripe.invoiceItems.create({ customer: ada, invoice: draft.id, amount: 500, currency: 'gbp' });
  assert.deepEqual({ ...(await stripe.invoiceItems.del(item.id)) }, { id: item.id, object: 'invoiceitem', deleted: true });
  await notFound(stripe.invoiceItems.retrieve(item.id), { param: 'invoiceitem' });
  assert.equal((await stripe.invoices.retrieve(draft.id)).total, 0);
});

test('Mistakes are named', async () => {
  const ada = await customer();
  await invalid(stripe.invoiceItems.create({ customer: ada, currency: 'gbp' }), { code: 'parameter_missing', param: 'amount' });
  await invalid(stripe.invoiceItems.create({ customer: ada, amount: 1, unit_amount_decimal: '2', currency: 'gbp' }), { code: 'parameters_exclusive' });
  await invalid(stripe.invoiceItems.create({ customer: ada, pricing: { price: 'price_none' } }), { code: 'resource_missing', param: 'pricing[price]' });
});

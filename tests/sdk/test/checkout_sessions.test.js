import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

const tea = { price_data: { currency: 'gbp', unit_amount: 2000, product_data: { name: 'Tea', description: 'Loose' } }, quantity: 2, adjustable_quantity: { enabled: true, minimum: 1, maximum: 9 } };
const urls = { success_url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}', cancel_url: 'https://shop.example/cart' };

test('A session is made, changed, listed, expired', async () => {
  const rate = await stripe.taxRates.create({ display_name: 'VAT', inclusive: true, percentage: 20 });
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
  const made = await stripe.checkout.sessions.create({
    mode: 'payment', ...urls, line_items: [{ ...tea, tax_rates: [rate.id] }], discounts: [{ coupon: coupon.id }], client_reference_id: 'cart-7', customer_email: 'ada@example.com', locale: 'de', submit_type: 'book',
    billing_address_collection: 'required', phone_number_collection: { enabled: true }, shipping_address_collection: { allowed_countries: ['GB', 'DE'] }, metadata: { a: '1' },
    shipping_options: [{ shipping_rate_data: { display_name: 'Post', type: 'fixed_amount', fixed_amount: { amount: 300, currency: 'gbp' } } }],
    custom_fields: [
      { key: 'engraving', label: { type: 'custom', custom: 'Engraving' }, type: 'text', optional: true, text: { maximum_length: 5 } },
      { key: 'size', label: { type: 'custom', custom: 'Size' }, type: 'dropdown', dropdown: { options: [{ label: 'Large', value: 'l' }], default_value: 'l' } },
    ],
    custom_text: { submit: { message: 'We pack by hand.' } }, consent_collection: { terms_of_service: 'required', promotions: 'auto' }, after_expiration: { recovery: { enabled: true } },
    payment_intent_data: { description: 'Tea', metadata: { order: '7' }, capture_method: 'manual' }, payment_method_types: ['card'],
    expand: ['line_items.data.taxes', 'line_items.data.discounts', 'total_details.breakdown', 'shipping_cost.shipping_rate', 'shipping_cost.taxes'],
  });
  assert.match(made.id, /^cs_test_/);
  assert.deepEqual([made.amount_subtotal, made.amount_total, made.total_details.amount_discount, made.total_details.amount_tax], [4000, 3900, 400, 600]);
  assert.deepEqual([made.line_items.data[0].discounts[0].amount, made.line_items.data[0].taxes[0].amount, made.shipping_cost.shipping_rate.display_name], [400, 600, 'Post']);
  assert.equal(made.ui_mode, 'hosted_page');
  assert.equal((await stripe.checkout.sessions.retrieve(made.id)).url, made.url);
  assert.equal((await stripe.checkout.sessions.update(made.id, { metadata: { b: '2' } })).metadata.b, '2');
  assert.deepEqual((await stripe.checkout.sessions.list({ customer_details: { email: 'ada@example.com' }, status: 'open' })).data.map((each) => each.id), [made.id]);
  assert.equal((await stripe.checkout.sessions.listLineItems(made.id, { limit: 1 })).data[0].quantity, 2);
  const over = await stripe.checkout.sessions.expire(made.id);
  assert.deepEqual([over.status, over.url], ['expired', null]);
  assert.match(over.after_expiration.recovery.url, /^http/);
  await invalid(stripe.checkout.sessions.expire(made.id));
});

test('A subscription with a trial, and a card to be set up, begin as sessions', async () => {
  const customer = await stripe.customers.create({ email: 'grace@example.com' });
  const monthly = { price_data: { currency: 'gbp', unit_amount: 900, recurring: { interval: 'month' }, product_data: { name: 'Club' } }, quantity: 1 };
  const trial = await stripe.checkout.sessions.create({
    mode: 'subscription', ...urls, line_items: [monthly], customer: customer.id, allow_promotion_codes: true, subscription_data: { trial_period_days: 7, metadata: { plan: 'gold' } }, payment_method_collection: 'if_required', expand: ['line_items', 'customer'],
  });
  assert.deepEqual([trial.amount_total, trial.customer.id, trial.line_items.data[0].price.recurring.interval], [0, customer.id, 'month']);
  const setup = await stripe.checkout.sessions.create({ mode: 'setup', ...urls, currency: 'gbp', customer: customer.id, expand: ['setup_intent'] });
  assert.deepEqual([setup.setup_intent.status, setup.amount_total, setup.payment_status], ['requires_payment_method', null, 'no_payment_required']);
  assert.equal((await stripe.checkout.sessions.list({ customer: customer.id })).data.length, 2);
});

test('What a session cannot be is said by its parameter', async () => {
  const base = { mode: 'payment', ...urls, line_items: [tea] };
  await invalid(stripe.checkout.sessions.create({ ...base, automatic_tax: { enabled: true } }), { param: 'automatic_tax[enabled]' });
  await invalid(stripe.checkout.sessions.create({ ...base, ui_mode: 'embedded_page' }), { param: 'ui_mode' });
  await invalid(stripe.checkout.sessions.create({ ...base, line_items: [{ price: 'price_none', quantity: 1 }] }), { param: 'line_items[0][price]' });
  await notFound(stripe.checkout.sessions.retrieve('cs_test_none'), { param: 'session' });
});

import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

const tea = { price_data: { currency: 'gbp', unit_amount: 2000, product_data: { name: 'Tea' } }, quantity: 1, adjustable_quantity: { enabled: true, minimum: 1, maximum: 9 } };

test('A payment link is made, changed, listed', async () => {
  const made = await stripe.paymentLinks.create({
    line_items: [tea], after_completion: { type: 'redirect', redirect: { url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}' } }, allow_promotion_codes: true, billing_address_collection: 'required',
    consent_collection: { terms_of_service: 'required', promotions: 'auto' }, custom_text: { submit: { message: 'We pack by hand.' } }, customer_creation: 'always', inactive_message: 'Sold out.', metadata: { a: '1' },
    custom_fields: [
      { key: 'engraving', label: { type: 'custom', custom: 'Engraving' }, type: 'text', optional: true, text: { maximum_length: 5 } },
      { key: 'size', label: { type: 'custom', custom: 'Size' }, type: 'dropdown', dropdown: { options: [{ label: 'Large', value: 'l' }] } },
    ],
    payment_intent_data: { description: 'Tea', metadata: { order: '7' }, capture_method: 'manual', setup_future_usage: 'off_session' }, payment_method_types: ['card'], phone_number_collection: { enabled: true },
    restrictions: { completed_sessions: { limit: 5 } }, shipping_address_collection: { allowed_countries: ['GB', 'DE'] }, submit_type: 'book', expand: ['line_items'],
    shipping_options: [{ shipping_rate: (await stripe.shippingRates.create({ display_name: 'Post', type: 'fixed_amount', fixed_amount: { amount: 300, currency: 'gbp' } })).id }],
  });
  assert.match(made.id, /^plink_/);
  assert.deepEqual([made.active, made.currency, made.line_items.data[0].amount_total, made.restrictions.completed_sessions], [true, 'gbp', 2000, { count: 0, limit: 5 }]);
  assert.equal((await stripe.paymentLinks.retrieve(made.id, { expand: ['shipping_options.shipping_rate'] })).shipping_options[0].shipping_rate.display_name, 'Post');
  const [line] = (await stripe.paymentLinks.listLineItems(made.id)).data;
  const changed = await stripe.paymentLinks.update(made.id, {
    active: false, after_completion: { type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'Enjoy.' } }, restrictions: '', metadata: { b: '2' }, line_items: [{ id: line.id, quantity: 3 }], expand: ['line_items'],
  });
  assert.deepEqual([changed.active, changed.restrictions, changed.after_completion.hosted_confirmation.custom_message, changed.metadata], [false, null, 'Enjoy.', { a: '1', b: '2' }]);
  assert.equal(changed.line_items.data[0].amount_total, 6000);
  assert.ok((await stripe.paymentLinks.list({ active: false })).data.some((each) => each.id === made.id));
});

test('A visit of a link makes a session', async () => {
  const link = await stripe.paymentLinks.create({
    line_items: [{ price_data: { currency: 'gbp', unit_amount: 900, recurring: { interval: 'month' }, product_data: { name: 'Club' } }, quantity: 1 }],
    subscription_data: { trial_period_days: 7, metadata: { plan: 'gold' }, trial_settings: { end_behavior: { missing_payment_method: 'cancel' } } }, payment_method_collection: 'if_required',
  });
  assert.deepEqual([link.subscription_data.trial_period_days, link.payment_method_collection], [7, 'if_required']);
  assert.equal((await fetch(`${link.url}?client_reference_id=cart-7`, { redirect: 'manual' })).status, 303);
  const [session] = (await stripe.checkout.sessions.list({ payment_link: link.id, expand: ['data.payment_link'] })).data;
  assert.deepEqual([session.client_reference_id, session.mode, session.payment_link.id, session.amount_total], ['cart-7', 'subscription', link.id, 0]);
});

test('What a link cannot be is said by its parameter', async () => {
  await invalid(stripe.paymentLinks.create({ line_items: [tea], automatic_tax: { enabled: true } }), { param: 'automatic_tax[enabled]' });
  await invalid(stripe.paymentLinks.create({ line_items: [tea], transfer_data: { destination: 'acct_1' } }), { param: 'transfer_data' });
  await invalid(stripe.paymentLinks.create({ line_items: [{ price: 'price_none', quantity: 1 }] }), { param: 'line_items[0][price]' });
  await notFound(stripe.paymentLinks.retrieve('plink_none'), { param: 'payment_link' });
});

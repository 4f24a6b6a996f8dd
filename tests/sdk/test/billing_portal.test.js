import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

const offer = async () => {
  const product = await stripe.products.create({ name: 'Gold' });
  const price = await stripe.prices.create({ product: product.id, currency: 'gbp', unit_amount: 1000, recurring: { interval: 'month' } });
  return { product: product.id, prices: [price.id] };
};

test('A default portal configuration is there without being made', async () => {
  const [made] = (await stripe.billingPortal.configurations.list({ is_default: true })).data;
  assert.equal(made.is_default, true);
  assert.equal(made.features.subscription_cancel.mode, 'at_period_end');
  assert.equal((await stripe.billingPortal.configurations.retrieve(made.id)).id, made.id);
  await notFound(stripe.billingPortal.configurations.retrieve('bpc_none'), { param: 'configuration' });
});

test('A portal configuration is made, changed and listed', async () => {
  const product = await offer();
  const made = await stripe.billingPortal.configurations.create({
    name: 'Members',
    business_profile: { headline: 'Your membership', privacy_policy_url: 'https://shop.example.com/privacy' },
    default_return_url: 'https://shop.example.com/account',
    features: {
      customer_update: { enabled: true, allowed_updates: ['email', 'address', 'shipping'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true, mode: 'immediately', proration_behavior: 'create_prorations', cancellation_reason: { enabled: true, options: ['too_expensive', 'other'] } },
      subscription_update: { enabled: true, default_allowed_updates: ['price', 'quantity'], products: [{ ...product, adjustable_quantity: { enabled: true, minimum: 1, maximum: 5 } }], proration_behavior: 'always_invoice' },
    },
    metadata: { a: '1' },
  });
  assert.match(made.id, /^bpc_/);
  assert.deepEqual(made.features.subscription_update.products, [{ ...product, adjustable_quantity: { enabled: true, minimum: 1, maximum: 5 } }]);
  const changed = await stripe.billingPortal.configurations.update(made.id, { active: false, features: { invoice_history: { enabled: false } }, business_profile: { headline: '' } });
  assert.equal(changed.active, false);
  assert.equal(changed.business_profile.headline, null);
  assert.equal(changed.features.customer_update.enabled, true);
  assert.equal((await stripe.billingPortal.configurations.list({ active: false })).data[0].id, made.id);
  await invalid(stripe.billingPortal.configurations.create({ features: { subscription_pause: { enabled: true } } }), { param: 'features[subscription_pause][enabled]' });
});

test('A portal session has an address, and a flow if it is asked for one', async () => {
  const customer = await stripe.customers.create({ name: 'Ada', payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' } });
  const plain = await stripe.billingPortal.sessions.create({ customer: customer.id, return_url: 'https://shop.example.com', locale: 'fr', expand: ['configuration'] });
  assert.match(plain.id, /^bps_/);
  assert.equal(plain.configuration.is_default, true);
  assert.equal((await fetch(plain.url)).status, 200);

  const product = await offer();
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: product.prices[0] }] });
  const configuration = await stripe.billingPortal.configurations.create({ features: { subscription_update: { enabled: true, default_allowed_updates: ['price'], products: [product, await offer()] }, subscription_cancel: { enabled: true } } });
  const flow = (flow_data) => stripe.billingPortal.sessions.create({ customer: customer.id, configuration: configuration.id, flow_data });
  const cancel = await flow({ type: 'subscription_cancel', subscription_cancel: { subscription: subscription.id }, after_completion: { type: 'redirect', redirect: { return_url: 'https://shop.example.com/bye' } } });
  assert.equal(cancel.flow.subscription_cancel.subscription, subscription.id);
  const confirm = await flow({
    type: 'subscription_update_confirm',
    subscription_update_confirm: { subscription: subscription.id, items: [{ id: subscription.items.data[0].id, price: configuration.features.subscription_update.products[1].prices[0] }] },
    after_completion: { type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'Thank you' } },
  });
  assert.equal(confirm.flow.after_completion.hosted_confirmation.custom_message, 'Thank you');
  await invalid(flow({ type: 'payment_method_update' }), { param: 'flow_data[type]' });
  await invalid(stripe.billingPortal.sessions.create({}), { code: 'parameter_missing', param: 'customer' });
});

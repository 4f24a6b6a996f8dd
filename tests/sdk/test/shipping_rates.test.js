import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

test('A shipping rate is made, changed and listed', async () => {
  const made = await stripe.shippingRates.create({
    display_name: 'Post', type: 'fixed_amount', fixed_amount: { amount: 450, currency: 'gbp', currency_options: { eur: { amount: 520 } } },
    delivery_estimate: { minimum: { unit: 'business_day', value: 2 }, maximum: { unit: 'week', value: 1 } }, metadata: { a: '1' }, expand: ['fixed_amount.currency_options'],
  });
  assert.match(made.id, /^shr_/);
  assert.deepEqual([made.fixed_amount.amount, made.fixed_amount.currency_options.eur.amount, made.delivery_estimate.maximum.unit], [450, 520, 'week']);
  assert.equal((await stripe.shippingRates.retrieve(made.id)).display_name, 'Post');
  assert.equal((await stripe.shippingRates.list({ active: true, currency: 'gbp', limit: 1 })).data[0].id, made.id);
  assert.equal((await stripe.shippingRates.update(made.id, { active: false, tax_behavior: 'inclusive' })).active, false);
  await invalid(stripe.shippingRates.create({ display_name: 'Post', fixed_amount: { amount: -1, currency: 'gbp' } }), { param: 'fixed_amount[amount]' });
  await notFound(stripe.shippingRates.retrieve('shr_none'), { param: 'shipping_rate_token' });
});

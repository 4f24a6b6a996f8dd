import assert from 'node:assert/strict';
import { eventually, invalid, notFound, stripe, test, unique } from '../support/suite.js';

const coupon = (more = {}) => stripe.coupons.create({ percent_off: 25, duration: 'once', ...more });

test('A coupon takes a percentage or an amount off', async () => {
  const quarter = await coupon({ percent_off: 25.5, name: 'Quarter', max_redemptions: 5, metadata: { a: '1' } });
  assert.equal(quarter.percent_off, 25.5);
  assert.equal(quarter.valid, true);
  assert.deepEqual({ ...(await stripe.coupons.retrieve(quarter.id)) }, { ...quarter });
  const { id: product } = await stripe.products.create({ name: 'Tea' });
  const five = await stripe.coupons.create({
    amount_off: 500, currency: 'gbp', duration: 'repeating', duration_in_months: 3, applies_to: { products: [product] },
    currency_options: { eur: { amount_off: 600 } }, redeem_by: Math.floor(Date.now() / 1000) + 3600, expand: ['applies_to', 'currency_options'],
  });
  assert.deepEqual(five.applies_to.products, [product]);
  assert.equal(five.currency_options.eur.amount_off, 600);
  assert.equal((await stripe.coupons.retrieve(five.id)).applies_to, undefined);
});

test('A coupon\'s id is free again when it is deleted', async () => {
  const id = unique('SPRING');
  assert.equal((await coupon({ id })).id, id);
  await invalid(coupon({ id }), { code: 'resource_already_exists' });
  assert.equal((await stripe.coupons.update(id, { name: 'Spring' })).name, 'Spring');
  assert.deepEqual({ ...(await stripe.coupons.del(id)) }, { id, object: 'coupon', deleted: true });
  await notFound(stripe.coupons.retrieve(id), { param: 'coupon' });
  assert.equal((await coupon({ id, percent_off: 5 })).percent_off, 5);
  assert.equal((await stripe.coupons.list({ limit: 1 })).data[0].id, id);
});

test('A promotion code leads to its coupon', async () => {
  const { id } = await coupon();
  const code = unique('TEA').replaceAll('_', '-');
  const made = await stripe.promotionCodes.create({
    promotion: { type: 'coupon', coupon: id }, code, max_redemptions: 3, expires_at: Math.floor(Date.now() / 1000) + 3600,
    restrictions: { minimum_amount: 1000, minimum_amount_currency: 'gbp', first_time_transaction: true, currency_options: { eur: { minimum_amount: 1200 } } },
    expand: ['promotion.coupon'],
  });
  assert.equal(made.promotion.coupon.id, id);
  assert.equal(made.restrictions.minimum_amount, 1000);
  assert.deepEqual((await stripe.promotionCodes.list({ code: code.toLowerCase() })).data.map((each) => each.id), [made.id]);
  await invalid(stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: id }, code: code.toLowerCase() }), { param: 'code' });
  assert.equal((await stripe.promotionCodes.update(made.id, { active: false })).active, false);
  assert.deepEqual((await stripe.promotionCodes.list({ coupon: id, active: true })).data, []);
});

test('A customer has a discount from a coupon or a code', async () => {
  const [{ id: one }, { id: two }] = [await coupon({ duration: 'forever' }), await coupon({ duration: 'repeating', duration_in_months: 2 })];
  const customer = await stripe.customers.create({ coupon: one });
  assert.equal(customer.discount.source.coupon, one);
  assert.equal(customer.discount.end, null);
  const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: two } });
  const now = await stripe.customers.update(customer.id, { promotion_code: code.id, expand: ['discount.source.coupon', 'discount.promotion_code'] });
  assert.equal(now.discount.source.coupon.times_redeemed, 1);
  assert.equal(now.discount.promotion_code.times_redeemed, 1);
  assert.ok(now.discount.end > now.discount.start + 58 * 86400);
  const deleted = await stripe.customers.deleteDiscount(customer.id);
  assert.equal(deleted.deleted, true);
  assert.equal(deleted.id, now.discount.id);
  assert.equal((await stripe.customers.retrieve(customer.id)).discount, null);
  await notFound(stripe.customers.deleteDiscount(customer.id));
  const events = await eventually(() => stripe.events.list({ object_id: customer.id, types: ['customer.discount.created', 'customer.discount.updated', 'customer.discount.deleted'] }), (list) => list.data.length >= 3, 'three events');
  assert.deepEqual(events.data.map((each) => each.type), ['customer.discount.deleted', 'customer.discount.updated', 'customer.discount.created']);
});

test('What cannot be redeemed is refused', async () => {
  const { id } = await coupon({ max_redemptions: 1 });
  await stripe.customers.create({ coupon: id });
  await invalid(stripe.customers.create({ coupon: id }), { code: 'coupon_expired', param: 'coupon' });
  await invalid(stripe.customers.create({ coupon: 'none' }), { code: 'resource_missing', param: 'coupon' });
});

import assert from 'node:assert/strict';
import Stripe from 'stripe';
import { declined, invalid, pay, publishable, refused, stripe, stripeWith, target, test } from '../support/suite.js';

test('A declined card is a StripeCardError', async () => {
  const error = await declined(pay({ payment_method: 'pm_card_visa_chargeDeclined' }), { code: 'card_declined', decline_code: 'generic_decline' });
  assert.ok(error instanceof Stripe.errors.StripeCardError);
  assert.ok(error.doc_url);
  assert.match(error.requestId, /^req_/);
});

test('A wrong parameter is a StripeInvalidRequestError that names it', async () => {
  const error = await invalid(stripe.paymentIntents.create({ amount: 'much', currency: 'gbp' }), { code: 'parameter_invalid_integer', param: 'amount' });
  assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
  assert.equal(error.rawType, 'invalid_request_error');
});

test('A key that nobody has is a StripeAuthenticationError', async () => {
  const error = await refused(stripeWith('sk_test_nobodyhasthis').customers.list(), { type: 'StripeAuthenticationError', statusCode: 401 });
  assert.ok(error instanceof Stripe.errors.StripeAuthenticationError);
  assert.ok(!error.message.includes('sk_test_nobodyhasthis'));
});

test('What a publishable key may not do is a StripePermissionError', async () => {
  const expected = { type: 'StripePermissionError', statusCode: 403, code: 'secret_key_required' };
  const error = await refused(publishable.customers.list(), expected);
  assert.ok(error instanceof Stripe.errors.StripePermissionError);
  await refused(publishable.paymentIntents.create({ amount: 2000, currency: 'gbp' }), expected);
  await refused(publishable.balance.retrieve(), expected);
});

test('Another body under the same key is a StripeIdempotencyError', async () => {
  const idempotencyKey = `key_${Date.now()}_${Math.random()}`;
  await stripe.customers.create({ name: 'Ada' }, { idempotencyKey });
  const error = await refused(stripe.customers.create({ name: 'Grace' }, { idempotencyKey }), { type: 'StripeIdempotencyError', statusCode: 400 });
  assert.ok(error instanceof Stripe.errors.StripeIdempotencyError);
});

test('Too many requests are a StripeRateLimitError that says when to come back', async () => {
  assert.ok(target.rateLimitedKey, 'CALMONYPAY_RATE_LIMITED_KEY must hold a secret key whose rate limit is low (200 requests at once must exceed it)');
  const limited = stripeWith(target.rateLimitedKey);
  const tries = await Promise.allSettled(Array.from({ length: 200 }, () => limited.balance.retrieve()));
  const refusal = tries.find((each) => each.status === 'rejected')?.reason;
  assert.ok(refusal instanceof Stripe.errors.StripeRateLimitError, `200 requests were answered without a rate limit: ${refusal}`);
  assert.deepEqual([refusal.statusCode, refusal.code], [429, 'rate_limit']);
  assert.ok(Number(refusal.headers['retry-after']) >= 0);
  assert.ok(tries.every((each) => each.status === 'fulfilled' || each.reason.statusCode === 429));
});

test('A parameter that the API does not know is named, however deep', async () => {
  const code = 'parameter_unknown';
  await invalid(stripe.customers.create({ shoe_size: 9 }), { code, param: 'shoe_size' });
  await invalid(stripe.customers.create({ address: { planet: 'Mars' } }), { code, param: 'address[planet]' });
  await invalid(stripe.customers.list({ shoe_size: 9 }), { code, param: 'shoe_size' });
  await invalid(stripe.paymentIntents.retrieve((await pay()).id, { verbose: true }), { code, param: 'verbose' });
});

test('Values of the wrong kind are named', async () => {
  await invalid(stripe.paymentIntents.create({ amount: 2000, currency: 'gbp', capture_method: 'later' }), { param: 'capture_method' });
  await invalid(stripe.paymentIntents.create({ amount: 2000, currency: 'gbp', confirm: 'perhaps' }), { param: 'confirm' });
  await invalid(stripe.customers.create({ email: 'x'.repeat(600) }), { param: 'email' });
});

test('A path or verb that is not served is 404, after the key was checked', async () => {
  const error = await refused(stripe.rawRequest('GET', '/v1/terminal/readers'), { type: 'StripeInvalidRequestError', statusCode: 404, code: undefined });
  assert.match(error.message, /Unrecognized request URL \(GET: \/v1\/terminal\/readers\)/);
  await refused(stripe.rawRequest('POST', '/v1/nonsense', {}), { statusCode: 404 });
  await refused(stripe.rawRequest('DELETE', '/v1/balance'), { statusCode: 404 });
  await refused(stripeWith('sk_test_nobodyhasthis').rawRequest('GET', '/v1/terminal/readers'), { type: 'StripeAuthenticationError', statusCode: 401 });
});

test('A key is taken by Basic authentication, too', async () => {
  const ask = (headers) => fetch(new URL('/v1/balance', target.url), { headers });
  const basic = await ask({ Authorization: `Basic ${Buffer.from(`${target.secretKey}:`).toString('base64')}` });
  assert.equal(basic.status, 200);
  const none = await ask({});
  assert.equal(none.status, 401);
  assert.equal((await none.json()).error.type, 'invalid_request_error');
  assert.match(none.headers.get('request-id'), /^req_/);
});

test('JSON is taken as well as a form', async () => {
  const answer = await fetch(new URL('/v1/customers', target.url), {
    method: 'POST', headers: { Authorization: `Bearer ${target.secretKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', address: { city: 'London' }, metadata: { a: '1' } }),
  });
  assert.equal(answer.status, 200);
  const customer = await answer.json();
  assert.deepEqual([customer.name, customer.address.city, customer.metadata.a], ['Ada', 'London', '1']);
});

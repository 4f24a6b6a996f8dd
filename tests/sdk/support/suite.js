// What every test file starts with: the clients, and a `test` that fails when a response was not what the SDK's types say.
import assert from 'node:assert/strict';
import nodeTest from 'node:test';
import Stripe from 'stripe';
import Stripe2022 from 'stripe-2022';
import { goneSince2022 } from './allowed.js';
import { CheckedHttpClient } from './checkedHttpClient.js';
import { schemasOf } from './schemas.js';
import { Validator } from './validator.js';

export const target = {
  url: new URL(process.env.CALMONYPAY_URL || 'http://127.0.0.1:5252'),
  secretKey: process.env.CALMONYPAY_SECRET_KEY || 'sk_test_sandbox',
  publishableKey: process.env.CALMONYPAY_PUBLISHABLE_KEY || 'pk_test_sandbox',
  rateLimitedKey: process.env.CALMONYPAY_RATE_LIMITED_KEY || null,
  simulatorUrl: process.env.CALMONYPAY_SIMULATOR_URL || null,
};

const httpClients = [];

function checked(inner, validator) {
  const client = new CheckedHttpClient(inner, validator);
  httpClients.push(client);
  return client;
}

const options = {
  host: target.url.hostname,
  port: target.url.port || (target.url.protocol === 'https:' ? 443 : 80),
  protocol: target.url.protocol.slice(0, -1),
  maxNetworkRetries: 0,
  telemetry: false,
};
const newest = checked(Stripe.createNodeHttpClient(), new Validator(await schemasOf('stripe')));

/** The newest SDK with another key or other options. */
export const stripeWith = (key, more = {}) => new Stripe(key, { ...options, httpClient: newest, ...more });

export const stripe = stripeWith(target.secretKey);
export const publishable = stripeWith(target.publishableKey);

/** The SDK of API version 2022-11-15, checked against its own types as far as the API has kept them. */
export async function stripe2022() {
  const validator = new Validator(await schemasOf('stripe-2022'), { lenient: true, missing: goneSince2022 });
  const httpClient = checked(Stripe2022.createNodeHttpClient(), validator);
  return new Stripe2022(target.secretKey, { ...options, httpClient, apiVersion: '2022-11-15' });
}

/** A test: its name is a sentence; it fails, too, when a response that it caused is not what the SDK's types say. */
export function test(name, work) {
  return nodeTest(name, { timeout: 120_000 }, async (t) => {
    for (const client of httpClients) client.take();
    let failure = null;
    try {
      await work(t);
    } catch (error) {
      failure = error;
      if (error?.raw) error.message = `${error.type} ${error.statusCode ?? ''} ${error.code ?? ''}: ${error.message} ${error.detail ?? ''}`.trim();
    }
    const problems = [...new Set(httpClients.flatMap((client) => client.take()))];
    if (problems.length === 0 && failure === null) return;
    const wrong = problems.length > 0 ? `responses that the SDK's types do not know:\n  ${problems.join('\n  ')}` : '';
    if (failure === null) throw new assert.AssertionError({ message: wrong });
    if (wrong) failure.message = `${failure.message}\n${wrong}`;
    throw failure;
  });
}

/**
 * Awaits the refusal of a call.
 * @param {Promise<unknown>} call
 * @param {{ type?: string, statusCode?: number, code?: string, param?: string, decline_code?: string, rawType?: string }} expected
 *   `type` is the SDK's class (StripeCardError); a value of undefined says that the error must not carry the field
 * @returns the SDK's error
 */
export async function refused(call, expected) {
  const error = await call.then((answer) => assert.fail(`expected a refusal, got ${answer?.object} ${answer?.id}`), (thrown) => thrown);
  if (error instanceof assert.AssertionError || !error?.raw) throw error;
  const got = Object.fromEntries(Object.keys(expected).map((key) => [key, error[key]]));
  assert.deepEqual(got, expected, `wrong refusal: ${error.message}`);
  return error;
}

export const invalid = (call, expected = {}) => refused(call, { type: 'StripeInvalidRequestError', statusCode: 400, ...expected });
export const notFound = (call, expected = {}) =>
  refused(call, { type: 'StripeInvalidRequestError', statusCode: 404, code: 'resource_missing', ...expected });
export const declined = (call, expected = {}) => refused(call, { type: 'StripeCardError', statusCode: 402, rawType: 'card_error', ...expected });

/** A value that no other test, and no earlier run against the same data, has used. */
export const unique = (stem) => `${stem}_${Date.now().toString(36)}${Math.random().toString(36).slice(2, 10)}`;

export const returnUrl = 'https://shop.example.com/return';

/** An intent of 20.00 GBP, confirmed at once with Visa's test card unless told otherwise. */
export const pay = (more = {}, requestOptions = undefined) => stripe.paymentIntents.create({
  amount: 2000, currency: 'gbp', payment_method: 'pm_card_visa', confirm: true, return_url: returnUrl, ...more,
}, requestOptions);

/** Asks again until `done` says so; for what the API brings about a moment later. */
export async function eventually(ask, done, what, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (Date.now() > end) assert.fail(`${what} did not happen within ${seconds} s; last: ${JSON.stringify(answer).slice(0, 400)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

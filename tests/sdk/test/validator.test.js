// The validator itself: it lets pass what Stripe sends and says what is wrong with anything else. Needs no host.
import assert from 'node:assert/strict';
import test from 'node:test';
import { goneSince2022 } from '../support/allowed.js';
import { CheckedHttpClient } from '../support/checkedHttpClient.js';
import { schemasOf } from '../support/schemas.js';
import { sayProblem, Validator } from '../support/validator.js';

const schemas = await schemasOf('stripe');
const check = (body) => new Validator(schemas).check(body).map(sayProblem);

const customer = {
  id: 'cus_1', object: 'customer', address: null, balance: 0, created: 1680893993, currency: null, default_source: null, delinquent: false,
  description: null, email: null, invoice_prefix: '0759376C', livemode: false, metadata: { order: '7' }, name: 'Ada', phone: null,
  invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
  next_invoice_sequence: 1, preferred_locales: [], shipping: null, tax_exempt: 'none', test_clock: null,
};
const without = (object, key) => Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
const listOf = (...data) => ({ object: 'list', url: '/v1/customers', has_more: false, data });
const transaction = {
  id: 'txn_1', object: 'balance_transaction', amount: -400, available_on: 1678043844, balance_type: 'payments', created: 1678043844, currency: 'gbp',
  description: null, exchange_rate: null, fee: 0, fee_details: [], net: -400, reporting_category: 'refund', source: 're_1', status: 'available', type: 'refund',
};
const refund = {
  id: 're_1', object: 'refund', amount: 400, balance_transaction: null, charge: 'ch_1', created: 1678043844, currency: 'gbp', customer: null,
  customer_account: null, metadata: {}, payment_intent: null, payment_method: null, reason: null, receipt_number: null,
  source_transfer_reversal: null, status: 'succeeded', transfer_reversal: null,
};

test('What Stripe sends is let pass', () => {
  assert.deepEqual(check(customer), []);
  assert.deepEqual(check({ id: 'cus_1', object: 'customer', deleted: true }), []);
  assert.deepEqual(check(listOf(customer, customer)), []);
  assert.deepEqual(check({ ...listOf(customer), object: 'search_result', next_page: null }), []);
  assert.deepEqual(check(refund), []);
  assert.deepEqual(check({ ...refund, balance_transaction: transaction }), []);
  assert.deepEqual(check({ error: { type: 'invalid_request_error', message: 'No.', code: 'parameter_missing', param: 'amount', doc_url: 'https://x' } }), []);
});

test('A missing key, a wrong type and an unknown key are each told in a line', () => {
  assert.deepEqual(check(without(customer, 'email')), ['email: expected a key of Customer, got nothing']);
  assert.deepEqual(check({ ...customer, balance: '0' }), ['balance: expected number, got "0"']);
  assert.deepEqual(check({ ...customer, shoe_size: 9 }), ['shoe_size: expected no such key in Customer, got 9']);
  assert.deepEqual(check({ ...customer, created: null }), ['created: expected number, got null']);
  assert.deepEqual(check({ ...customer, metadata: { n: 1 } }), ['metadata.n: expected string, got 1']);
  assert.deepEqual(check({ ...customer, preferred_locales: ['en', 5] }), ['preferred_locales[1]: expected string, got 5']);
  assert.deepEqual(check({ ...customer, invoice_settings: without(customer.invoice_settings, 'footer') }),
    ['invoice_settings.footer: expected a key of Customer.InvoiceSettings, got nothing']);
});

test('A value outside a union is told, an open one\'s as well', () => {
  assert.match(check({ ...customer, tax_exempt: 'maybe' })[0], /^tax_exempt: expected 'exempt' \| 'none' \| 'reverse', got "maybe"/);
  assert.equal(check({ ...refund, reason: 'bored' }).length, 1);
});

test('Deleted shapes are told from whole ones', () => {
  assert.deepEqual(check({ id: 'cus_1', object: 'customer', deleted: true, name: 'Ada' }), ['name: expected no such key in DeletedCustomer, got "Ada"']);
  assert.equal(check({ ...customer, deleted: true }).every((line) => line.includes('DeletedCustomer')), true);
  assert.deepEqual(check({ ...customer, deleted: false }), ['deleted: expected no such key in Customer, got false']);
});

test('What is wrong inside lists and expanded objects is found where it is', () => {
  assert.deepEqual(check(listOf(customer, { ...customer, name: 5 })), ['data[1].name: expected null or string, got 5']);
  assert.deepEqual(check({ ...refund, balance_transaction: { ...transaction, net: '0' } }), ['balance_transaction.net: expected number, got "0"']);
  assert.deepEqual(check(without(listOf(), 'has_more')).length, 2);
});

test('An event\'s object is judged by the event\'s type', () => {
  const event = (type, object, more = {}) => ({
    id: 'evt_1', object: 'event', api_version: '2026-10-28.endive', created: 1, livemode: false, pending_webhooks: 0, sequence: 1,
    request: { id: 'req_1', idempotency_key: null }, type, data: { object, ...more },
  });
  assert.deepEqual(check(event('customer.created', customer)), []);
  assert.deepEqual(check(event('customer.updated', customer, { previous_attributes: { name: null, metadata: { a: null } } })), []);
  assert.deepEqual(check(event('customer.updated', customer, { previous_attributes: { shoe_size: 8 } })),
    ['data.previous_attributes.shoe_size: expected no such key in Partial<Customer>, got 8']);
  assert.notDeepEqual(check(event('customer.created', refund)), []);
  assert.match(check(event('customer.exploded', customer))[0], /one of \d+ types/);
});

test('Error bodies have a type, a message and nothing that the SDK does not know', () => {
  assert.deepEqual(check({ error: { type: 'invalid_request_error', message: 'No.', hint: 'x' } }), ['error.hint: expected no such key in StripeRawError, got "x"']);
  assert.equal(check({ error: { message: 'No.' } }).length, 1);
  assert.equal(check({ error: { type: 'nonsense', message: 'No.' } }).length, 1);
  assert.deepEqual(check({}), ['object: expected an object of the API, got nothing']);
});

test('An older SDK\'s types let pass what came later, and nothing that they call otherwise', async () => {
  const old = new Validator(await schemasOf('stripe-2022'), { lenient: true, missing: goneSince2022 });
  assert.deepEqual(old.check({ ...customer, customer_account: null }), []);
  assert.deepEqual(old.check({ ...customer, email: 5 }).map(sayProblem), ['email: expected null or string, got 5']);
  assert.deepEqual(old.check(without(customer, 'email')).map(sayProblem), ['email: expected a key of Customer, got nothing']);
});

test('The client tells a wrong object for a path, a missing Request-Id and what nobody expanded', async () => {
  const answer = async (method, path, status, headers, json) => {
    const response = { getStatusCode: () => status, getHeaders: () => headers, toJSON: async () => json };
    const client = new CheckedHttpClient({ makeRequest: async () => response }, new Validator(schemas));
    await (await client.makeRequest('h', 80, path, method, {}, '')).toJSON();
    return client.take();
  };
  const ok = { 'request-id': 'req_1', 'content-type': 'application/json; charset=utf-8' };
  assert.deepEqual(await answer('GET', '/v1/customers/cus_1', 200, ok, customer), []);
  assert.match((await answer('GET', '/v1/customers/cus_1', 200, ok, refund))[0], /expected customer, got refund/);
  assert.match((await answer('GET', '/v1/customers/cus_1', 200, { ...ok, 'request-id': undefined }, customer))[0], /Request-Id/);
  const expanded = { ...refund, balance_transaction: transaction };
  assert.match((await answer('GET', '/v1/refunds/re_1', 200, ok, expanded))[0], /balance_transaction: expected an id or nothing/);
  const sources = { ...customer, tax_ids: { object: 'list', url: '/v1/customers/cus_1/tax_ids', has_more: false, data: [] } };
  assert.match((await answer('GET', '/v1/customers/cus_1', 200, ok, sources))[0], /tax_ids: expected an id or nothing/);
  assert.deepEqual(await answer('GET', '/v1/refunds/re_1?expand[0]=balance_transaction', 200, ok, expanded), []);
});

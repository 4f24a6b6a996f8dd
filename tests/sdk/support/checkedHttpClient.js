// An HTTP client for the SDK that has every response checked on its way in. What is wrong is collected, not thrown:
// the SDK would wrap it, and a test that expects an error would swallow it. `suite.js` fails the test with it.
import { sayProblem } from './validator.js';

// Which `object` a path answers with; the longest beginning counts. Collections answer with a list of it.
const objectsByPath = {
  account: 'account', balance: 'balance', balance_transactions: 'balance_transaction', charges: 'charge', coupons: 'coupon', credit_notes: 'credit_note', customers: 'customer',
  disputes: 'dispute', events: 'event', invoice_payments: 'invoice_payment', invoiceitems: 'invoiceitem', payment_intents: 'payment_intent', payment_methods: 'payment_method', plans: 'plan', prices: 'price',
  products: 'product', promotion_codes: 'promotion_code', refunds: 'refund', setup_attempts: 'setup_attempt', setup_intents: 'setup_intent',
  tax_rates: 'tax_rate', tokens: 'token',
};

export class CheckedHttpClient {
  /** One readable line each, since the last `take()`. */
  #problems = [];

  /** @param inner the SDK's own client @param {import('./validator.js').Validator} validator */
  constructor(inner, validator) {
    this.inner = inner;
    this.validator = validator;
    this.responses = 0;
  }

  getClientName() {
    return this.inner.getClientName();
  }

  take() {
    const taken = this.#problems;
    this.#problems = [];
    return taken;
  }

  async makeRequest(host, port, path, method, headers, body, ...rest) {
    const response = await this.inner.makeRequest(host, port, path, method, headers, body, ...rest);
    const checked = Object.create(response);
    checked.toJSON = async () => {
      const json = await response.toJSON();
      this.#check(method, path, body, response, json);
      return json;
    };
    return checked;
  }

  #check(method, path, body, response, json) {
    this.responses++;
    const status = response.getStatusCode();
    const say = (text) => this.#problems.push(`${method} ${path} (${status}): ${text}`);
    const headers = response.getHeaders();
    if (!/^req_/.test(headers['request-id'] ?? '')) say(`Request-Id: expected req_…, got ${headers['request-id']}`);
    if (!/^application\/json/.test(headers['content-type'] ?? '')) say(`Content-Type: expected application/json, got ${headers['content-type']}`);
    for (const problem of this.validator.check(json)) say(sayProblem(problem));
    if ((status >= 400) !== ('error' in json)) say(`an error body goes with a status of 400 and up, got ${JSON.stringify(json).slice(0, 80)}`);
    if (status >= 500) say(`expected no fault of the server, got ${json.error?.message}`);
    if (status < 400) this.#checkAgainstRequest(method, path, body, json, say);
  }

  #checkAgainstRequest(method, path, body, json, say) {
    const [route, query = ''] = path.split('?');
    const expected = objectExpectedAt(method, route);
    const got = json.object === 'list' || json.object === 'search_result' ? json.data.map((each) => each.object) : [json.object];
    for (const object of got) if (expected && object !== expected) say(`expected ${expected}, got ${object}`);
    const asked = expandedPaths(query).concat(expandedPaths(method === 'POST' ? body : ''));
    for (const place of this.validator.expanded) {
      if (json.object === 'event' || place.startsWith('data.data.')) continue;   // an event shows what its time showed
      if (!asked.some((each) => each === place || each.startsWith(`${place}.`))) say(`${place}: expected an id or nothing, since nobody expanded it`);
    }
  }
}

function objectExpectedAt(method, route) {
  const parts = route.split('/').slice(2);                                 // '', 'v1', …
  if (parts.length >= 3 && parts[0] === 'customers' && parts[2] === 'payment_methods') return 'payment_method';
  if (parts.length >= 3 && parts[0] === 'customers' && parts[2] === 'balance_transactions') return 'customer_balance_transaction';
  if (parts.length >= 3 && parts[0] === 'credit_notes' && parts[2] === 'lines') return 'credit_note_line_item';
  if (parts.length >= 3 && parts[2] === 'discount') return 'discount';
  return objectsByPath[parts[0]];
}

function expandedPaths(encoded) {
  return [...new URLSearchParams(encoded)].filter(([name]) => /^expand\[/.test(name)).map(([, value]) => value);
}

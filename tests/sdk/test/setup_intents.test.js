import assert from 'node:assert/strict';
import { declined, invalid, notFound, pay, publishable, returnUrl, stripe, test } from '../support/suite.js';

const create = (more = {}) => stripe.setupIntents.create({ automatic_payment_methods: { enabled: true, allow_redirects: 'never' }, ...more });

test('A card is set up, attached to its customer, and charged off session later', async () => {
  const customer = await stripe.customers.create();
  const done = await create({ customer: customer.id, payment_method: 'pm_card_visa', confirm: true, usage: 'off_session' });
  assert.match(done.id, /^seti_/);
  assert.ok(done.client_secret.startsWith(`${done.id}_secret_`));
  assert.equal(done.status, 'succeeded');
  assert.equal(done.usage, 'off_session');
  const [saved] = (await stripe.customers.listPaymentMethods(customer.id)).data;
  assert.equal(saved.id, done.payment_method);
  assert.equal((await pay({ customer: customer.id, payment_method: saved.id, off_session: true, return_url: undefined })).status, 'succeeded');
});

test('A setup intent waits for its card, is updated and then confirmed', async () => {
  const { id } = await create({ usage: 'on_session' });
  const customer = await stripe.customers.create();
  const now = await stripe.setupIntents.update(id, { customer: customer.id, description: 'card on file', metadata: { a: '1' } });
  assert.equal(now.status, 'requires_payment_method');
  assert.deepEqual([now.customer, now.description, now.usage], [customer.id, 'card on file', 'on_session']);
  const done = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_mastercard' });
  assert.equal(done.status, 'succeeded');
  assert.equal((await stripe.setupIntents.retrieve(id, { expand: ['payment_method'] })).payment_method.card.brand, 'mastercard');
});

test('A setup intent without a customer keeps a card that can be attached', async () => {
  const done = await create({ payment_method: 'pm_card_visa', confirm: true });
  const customer = await stripe.customers.create();
  assert.equal((await stripe.paymentMethods.attach(done.payment_method, { customer: customer.id })).customer, customer.id);
});

test('No money moves when a card is set up', async () => {
  const customer = await stripe.customers.create();
  await create({ customer: customer.id, payment_method: 'pm_card_visa', confirm: true });
  assert.equal((await stripe.charges.list({ customer: customer.id })).data.length, 0);
});

test('A declined card is not set up, and the intent says why', async () => {
  const customer = await stripe.customers.create();
  const error = await declined(create({ customer: customer.id, payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds', confirm: true }),
    { code: 'card_declined', decline_code: 'insufficient_funds' });
  const intent = error.setup_intent;
  assert.equal(intent.status, 'requires_payment_method');
  assert.equal(intent.last_setup_error.code, 'card_declined');
  assert.equal(intent.last_setup_error.decline_code, 'insufficient_funds');
  assert.equal((await stripe.customers.listPaymentMethods(customer.id)).data.length, 0);
  const done = await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
  assert.equal(done.status, 'succeeded');
  assert.equal(done.last_setup_error, null);
});

test('A card that wants its holder stops at a page', async () => {
  const waiting = await stripe.setupIntents.create({ payment_method: 'pm_card_authenticationRequired', confirm: true, return_url: returnUrl });
  assert.equal(waiting.status, 'requires_action');
  assert.equal(waiting.next_action.type, 'redirect_to_url');
  assert.equal(waiting.next_action.redirect_to_url.return_url, returnUrl);
  assert.equal((await stripe.setupIntents.cancel(waiting.id)).status, 'canceled');
});

test('A setup intent is canceled while it is open, and not afterwards', async () => {
  const open = await stripe.setupIntents.cancel((await create()).id, { cancellation_reason: 'abandoned' });
  assert.equal(open.status, 'canceled');
  assert.equal(open.cancellation_reason, 'abandoned');
  const code = 'setup_intent_unexpected_state';
  await invalid(stripe.setupIntents.cancel(open.id), { code });
  const done = await create({ payment_method: 'pm_card_visa', confirm: true });
  await invalid(stripe.setupIntents.cancel(done.id), { code });
  await invalid(stripe.setupIntents.confirm(done.id), { code });
});

test('Setup intents are listed by customer, by payment method and by time', async () => {
  const customer = await stripe.customers.create();
  const one = await create({ customer: customer.id });
  const two = await create({ customer: customer.id, payment_method: 'pm_card_visa', confirm: true });
  const ids = async (filter) => (await stripe.setupIntents.list(filter)).data.map((each) => each.id);
  assert.deepEqual(await ids({ customer: customer.id }), [two.id, one.id]);
  assert.deepEqual(await ids({ payment_method: two.payment_method }), [two.id]);
  assert.deepEqual(await ids({ customer: customer.id, created: { gt: two.created } }), []);
});

test('A browser reads and confirms a setup intent with its client secret alone', async () => {
  const { id, client_secret } = await create();
  assert.equal((await publishable.setupIntents.retrieve(id, { client_secret })).id, id);
  await assert.rejects(publishable.setupIntents.retrieve(id, { client_secret: `${id}_secret_wrong` }));
  assert.equal((await publishable.setupIntents.confirm(id, { client_secret, payment_method: 'pm_card_visa' })).status, 'succeeded');
});

test('A setup intent that never was is missing', async () => {
  await notFound(stripe.setupIntents.retrieve('seti_000000000000000000000000'), { param: 'intent' });
});

test('Setting up leaves its events', async () => {
  const { id } = await create({ payment_method: 'pm_card_visa', confirm: true });
  const types = (await stripe.events.list({ object_id: id })).data.map((each) => each.type);
  assert.deepEqual(types, ['setup_intent.succeeded', 'setup_intent.created']);
});

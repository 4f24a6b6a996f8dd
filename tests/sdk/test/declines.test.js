import assert from 'node:assert/strict';
import { declined, eventually, invalid, pay, refused, returnUrl, stripe, test } from '../support/suite.js';

// Stripe's documented test cards, by their payment method's name: what the refusal says.
const cards = {
  pm_card_visa_chargeDeclined: ['card_declined', 'generic_decline'],
  pm_card_chargeDeclined: ['card_declined', 'generic_decline'],
  pm_card_visa_chargeDeclinedInsufficientFunds: ['card_declined', 'insufficient_funds'],
  pm_card_chargeDeclinedInsufficientFunds: ['card_declined', 'insufficient_funds'],
  pm_card_visa_chargeDeclinedLostCard: ['card_declined', 'lost_card'],
  pm_card_visa_chargeDeclinedStolenCard: ['card_declined', 'stolen_card'],
  pm_card_visa_chargeDeclinedVelocityLimitExceeded: ['card_declined', 'card_velocity_exceeded'],
  pm_card_chargeDeclinedFraudulent: ['card_declined', 'fraudulent'],
  pm_card_chargeDeclinedExpiredCard: ['expired_card', 'expired_card'],
  pm_card_chargeDeclinedIncorrectCvc: ['incorrect_cvc', 'incorrect_cvc'],
  pm_card_chargeDeclinedProcessingError: ['processing_error', 'processing_error'],
};

for (const [payment_method, [code, decline_code]] of Object.entries(cards)) {
  test(`${payment_method} is declined with ${code}, ${decline_code}, at any amount, and the intent stays open`, async () => {
    for (const amount of [2000, 12_345]) {
      const error = await declined(pay({ payment_method, amount }), { code });
      if (error.decline_code !== undefined || code === 'card_declined') assert.equal(error.decline_code, decline_code);
      assert.match(error.charge, /^ch_/);
      const intent = error.payment_intent;
      assert.equal(intent.status, 'requires_payment_method');
      assert.equal(intent.payment_method, null);
      assert.equal(intent.latest_charge, error.charge);
      assert.equal(intent.last_payment_error.code, code);
      assert.equal(intent.last_payment_error.charge, error.charge);
      assert.equal(intent.last_payment_error.payment_method.type, 'card');
      assert.equal((await stripe.paymentIntents.retrieve(intent.id)).status, 'requires_payment_method');
    }
  });
}

const numbers = {
  4000000000000002: ['card_declined', 'generic_decline'], 4000000000009995: ['card_declined', 'insufficient_funds'],
  4000000000009987: ['card_declined', 'lost_card'], 4000000000009979: ['card_declined', 'stolen_card'],
  4000000000006975: ['card_declined', 'card_velocity_exceeded'], 4000000000000069: ['expired_card', 'expired_card'],
  4000000000000127: ['incorrect_cvc', 'incorrect_cvc'], 4000000000000119: ['processing_error', 'processing_error'],
};

test('The same cards are declined by their numbers', async () => {
  for (const [number, [code, decline_code]] of Object.entries(numbers)) {
    const payment_method_data = { type: 'card', card: { number, exp_month: 12, exp_year: 2034, cvc: '123' } };
    const error = await declined(pay({ payment_method: undefined, payment_method_data }), { code });
    if (code === 'card_declined') assert.equal(error.decline_code, decline_code);
  }
});

test('After a decline another card pays the same intent', async () => {
  const { payment_intent } = await declined(pay({ payment_method: 'pm_card_visa_chargeDeclined' }), { code: 'card_declined' });
  const paid = await stripe.paymentIntents.confirm(payment_intent.id, { payment_method: 'pm_card_visa', return_url: returnUrl });
  assert.equal(paid.status, 'succeeded');
  assert.equal(paid.last_payment_error, null);
  const charges = (await stripe.charges.list({ payment_intent: paid.id })).data;
  assert.deepEqual(charges.map((each) => each.status), ['succeeded', 'failed']);
});

test('A declined try is a charge that says why', async () => {
  const error = await declined(pay({ payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds' }), { code: 'card_declined' });
  const charge = await stripe.charges.retrieve(error.charge);
  assert.equal(charge.status, 'failed');
  assert.equal(charge.paid, false);
  assert.equal(charge.captured, false);
  assert.equal(charge.failure_code, 'card_declined');
  assert.equal(charge.balance_transaction, null);
  assert.equal(charge.outcome.type, 'issuer_declined');
  assert.equal(charge.outcome.network_status, 'declined_by_network');
  assert.equal(charge.outcome.reason, 'insufficient_funds');
});

test('Fraudulent cards are blocked before the issuer sees them', async () => {
  const error = await declined(pay({ payment_method: 'pm_card_radarBlock' }), { code: 'card_declined', decline_code: 'fraudulent' });
  const { outcome } = await stripe.charges.retrieve(error.charge);
  assert.equal(outcome.type, 'blocked');
  assert.equal(outcome.network_status, 'not_sent_to_network');
});

test('A declined payment leaves its events', async () => {
  const { payment_intent } = await declined(pay({ payment_method: 'pm_card_visa_chargeDeclined' }), {});
  const types = (await stripe.events.list({ object_id: payment_intent.id })).data.map((each) => each.type);
  assert.deepEqual(types, ['payment_intent.payment_failed', 'payment_intent.created']);
  assert.equal((await stripe.events.list({ object_id: payment_intent.latest_charge })).data[0].type, 'charge.failed');
});

for (const payment_method of ['pm_card_threeDSecure2Required', 'pm_card_authenticationRequired', 'pm_card_threeDSecureRequired']) {
  test(`${payment_method} asks for 3-D Secure on a page`, async () => {
    const waiting = await pay({ payment_method });
    assert.equal(waiting.status, 'requires_action');
    assert.equal(waiting.next_action.type, 'redirect_to_url');
    assert.match(waiting.next_action.redirect_to_url.url, /^https?:\/\//);
    assert.equal(waiting.next_action.redirect_to_url.return_url, returnUrl);
    assert.equal(waiting.amount_received, 0);
    await invalid(stripe.paymentIntents.capture(waiting.id), { code: 'payment_intent_unexpected_state' });
    assert.equal((await stripe.paymentIntents.cancel(waiting.id)).status, 'canceled');
  });
}

test('A merchant that takes no action gets a refusal instead', async () => {
  const error = await declined(pay({ payment_method: 'pm_card_authenticationRequired', error_on_requires_action: true, return_url: undefined }),
    { code: 'authentication_required', decline_code: 'authentication_not_handled' });
  assert.equal(error.payment_intent.status, 'requires_payment_method');
});

test('Off session a card that wants its holder is declined with authentication_required', async () => {
  const customer = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer: customer.id });
  const error = await declined(pay({ customer: customer.id, payment_method: id, off_session: true, return_url: undefined }),
    { code: 'authentication_required', decline_code: 'authentication_required' });
  assert.equal(error.payment_intent.status, 'requires_payment_method');
  assert.equal(error.payment_intent.last_payment_error.payment_method.id, id);
});

test('A card that is set up for off-session use needs nobody', async () => {
  const customer = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_authenticationRequiredSetupForOffSession', { customer: customer.id });
  assert.equal((await pay({ customer: customer.id, payment_method: id, off_session: true, return_url: undefined })).status, 'succeeded');
});

test('A waiting intent can be paid with another card', async () => {
  const waiting = await pay({ payment_method: 'pm_card_threeDSecure2Required' });
  const paid = await stripe.paymentIntents.confirm(waiting.id, { payment_method: 'pm_card_visa', return_url: returnUrl });
  assert.equal(paid.status, 'succeeded');
  const events = await eventually(() => stripe.events.list({ object_id: waiting.id }), (list) => list.data.length >= 3, 'three events');
  assert.deepEqual(events.data.map((each) => each.type), ['payment_intent.succeeded', 'payment_intent.requires_action', 'payment_intent.created']);
});

test('Cards that support 3-D Secure without wanting it are paid at once', async () => {
  assert.equal((await pay({ payment_method: 'pm_card_threeDSecureOptional' })).status, 'succeeded');
  assert.equal((await pay({ payment_method: 'pm_card_amex_threeDSecureNotSupported' })).status, 'succeeded');
});

test('off_session is only for a confirmation', async () => {
  await refused(stripe.paymentIntents.create({ amount: 2000, currency: 'gbp', off_session: true }), { type: 'StripeInvalidRequestError', statusCode: 400 });
});

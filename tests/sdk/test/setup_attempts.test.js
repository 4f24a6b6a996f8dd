import assert from 'node:assert/strict';
import { declined, invalid, stripe, test } from '../support/suite.js';

test('Each try at setting a card up is kept, newest first', async () => {
  const { id } = await stripe.setupIntents.create({ automatic_payment_methods: { enabled: true, allow_redirects: 'never' } });
  await declined(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa_chargeDeclined' }), { code: 'card_declined' });
  const done = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' });
  const { data } = await stripe.setupAttempts.list({ setup_intent: id });
  assert.deepEqual(data.map((each) => each.status), ['succeeded', 'failed']);
  assert.equal(done.latest_attempt, data[0].id);
  assert.match(data[0].id, /^setatt_/);
  assert.equal(data[0].setup_error, null);
  assert.equal(data[1].setup_error.code, 'card_declined');
  assert.equal(data[0].payment_method_details.type, 'card');
  assert.equal(data[0].setup_intent, id);
  const expanded = await stripe.setupAttempts.list({ setup_intent: id, limit: 1, expand: ['data.payment_method'] });
  assert.equal(expanded.data[0].payment_method.card.last4, '4242');
  assert.equal(expanded.has_more, true);
  assert.equal((await stripe.setupAttempts.list({ setup_intent: id, created: { lt: data[1].created } })).data.length, 0);
});

test('Setup attempts are only listed for an intent', async () => {
  await invalid(stripe.setupAttempts.list({}), { code: 'parameter_missing', param: 'setup_intent' });
});

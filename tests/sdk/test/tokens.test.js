import assert from 'node:assert/strict';
import { invalid, notFound, publishable, refused, stripe, test } from '../support/suite.js';

const card = { number: '4242424242424242', exp_month: '12', exp_year: '2034', cvc: '123', name: 'Ada', address_zip: 'N1 9GU' };

test('A card becomes a token, with the publishable key as well', async () => {
  for (const client of [stripe, publishable]) {
    const token = await client.tokens.create({ card });
    assert.match(token.id, /^tok_/);
    assert.equal(token.type, 'card');
    assert.equal(token.used, false);
    assert.equal(token.livemode, false);
    assert.equal(token.card.last4, '4242');
    assert.equal(token.card.brand, 'Visa');
    assert.equal(token.card.name, 'Ada');
    assert.equal((await stripe.tokens.retrieve(token.id)).card.exp_year, 2034);
  }
});

test('A token is spent once', async () => {
  const { id } = await stripe.tokens.create({ card });
  const pay = () => stripe.charges.create({ amount: 2000, currency: 'gbp', source: id });
  assert.equal((await pay()).paid, true);
  assert.equal((await stripe.tokens.retrieve(id)).used, true);
  await invalid(pay(), { code: 'token_already_used' });
});

test('A token becomes a payment method, once', async () => {
  const { id } = await stripe.tokens.create({ card });
  const create = () => stripe.paymentMethods.create({ type: 'card', card: { token: id } });
  assert.equal((await create()).card.last4, '4242');
  await invalid(create(), { code: 'token_already_used' });
});

test('A token needs something to stand for', async () => {
  await invalid(stripe.tokens.create({}));
  await notFound(stripe.tokens.retrieve('tok_000000000000000000000000'));
});

test('Card data that cannot be right makes no token', async () => {
  await refused(stripe.tokens.create({ card: { ...card, number: '4242424242424241' } }), { type: 'StripeCardError', statusCode: 402, code: 'incorrect_number' });
  await refused(stripe.tokens.create({ card: { ...card, exp_month: '13' } }), { type: 'StripeCardError', statusCode: 402, code: 'invalid_expiry_month' });
});

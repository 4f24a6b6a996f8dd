import assert from 'node:assert/strict';
import { declined, invalid, notFound, publishable, refused, stripe, test } from '../support/suite.js';

const visa = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' };

test('A card becomes a payment method that never shows its number', async () => {
  const made = await stripe.paymentMethods.create({
    type: 'card', card: visa, metadata: { from: 'suite' },
    billing_details: { name: 'Ada', email: 'ada@example.com', address: { postal_code: 'N1 9GU', country: 'GB' } },
  });
  assert.match(made.id, /^pm_/);
  assert.equal(made.type, 'card');
  assert.equal(made.customer, null);
  const { brand, last4, exp_month, exp_year, funding, country } = made.card;
  assert.deepEqual({ brand, last4, exp_month, exp_year, funding, country },
    { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2034, funding: 'credit', country: 'US' });
  assert.ok(made.card.fingerprint);
  assert.equal(made.billing_details.name, 'Ada');
  assert.equal(made.billing_details.address.postal_code, 'N1 9GU');
  const again = await stripe.paymentMethods.retrieve(made.id);
  assert.ok(!JSON.stringify([made, again]).includes(visa.number));
  assert.equal((await stripe.paymentMethods.create({ type: 'card', card: visa })).card.fingerprint, made.card.fingerprint);
});

test('A browser makes a payment method with the publishable key', async () => {
  const made = await publishable.paymentMethods.create({ type: 'card', card: visa });
  assert.equal(made.card.last4, '4242');
});

test('A token becomes a payment method', async () => {
  assert.equal((await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_mastercard' } })).card.brand, 'mastercard');
});

const brands = {
  pm_card_visa: ['visa', 'credit'], pm_card_visa_debit: ['visa', 'debit'], pm_card_mastercard: ['mastercard', 'credit'],
  pm_card_mastercard_debit: ['mastercard', 'debit'], pm_card_mastercard_prepaid: ['mastercard', 'prepaid'],
  pm_card_amex: ['amex', 'credit'], pm_card_discover: ['discover', 'credit'], pm_card_diners: ['diners', 'credit'],
  pm_card_jcb: ['jcb', 'credit'], pm_card_unionpay: ['unionpay', 'credit'],
};
test('Stripe\'s test cards have the brands that Stripe documents, under a new id each', async () => {
  const customer = await stripe.customers.create();
  for (const [name, [brand, funding]] of Object.entries(brands)) {
    const made = await stripe.paymentMethods.attach(name, { customer: customer.id });
    assert.notEqual(made.id, name);
    assert.deepEqual([made.card.brand, made.card.funding], [brand, funding], name);
  }
});

test('Test cards of a country say so', async () => {
  const customer = await stripe.customers.create();
  for (const country of ['gb', 'de', 'fr', 'jp', 'br']) {
    const made = await stripe.paymentMethods.attach(`pm_card_${country}`, { customer: customer.id });
    assert.equal(made.card.country, country.toUpperCase());
  }
});

test('Card data that cannot be right is refused, and names what is wrong', async () => {
  const create = (wrong) => stripe.paymentMethods.create({ type: 'card', card: { ...visa, ...wrong } });
  await declined(create({ number: '4242424242424241' }), { code: 'incorrect_number' });
  await declined(create({ exp_month: 13 }), { code: 'invalid_expiry_month' });
  await declined(create({ exp_year: 1970 }), { code: 'invalid_expiry_year' });
  await declined(create({ cvc: '99' }), { code: 'invalid_cvc' });
});

test('Creating a payment method needs a type, and only cards are taken', async () => {
  await invalid(stripe.paymentMethods.create({ card: visa }), { code: 'parameter_missing', param: 'type' });
  await invalid(stripe.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban: 'DE89370400440532013000' } }));
});

test('A payment method is attached, updated, listed and detached', async () => {
  const customer = await stripe.customers.create();
  const made = await stripe.paymentMethods.create({ type: 'card', card: visa });
  const attached = await stripe.paymentMethods.attach(made.id, { customer: customer.id });
  assert.equal(attached.id, made.id);
  assert.equal(attached.customer, customer.id);
  const updated = await stripe.paymentMethods.update(made.id, {
    billing_details: { name: 'Grace', address: { city: 'Leeds' } }, card: { exp_year: 2035 }, metadata: { a: '1' },
  });
  assert.equal(updated.billing_details.name, 'Grace');
  assert.equal(updated.billing_details.address.city, 'Leeds');
  assert.equal(updated.card.exp_year, 2035);
  assert.deepEqual(updated.metadata, { a: '1' });
  assert.deepEqual((await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data.map((each) => each.id), [made.id]);
  const detached = await stripe.paymentMethods.detach(made.id);
  assert.equal(detached.customer, null);
  assert.equal((await stripe.paymentMethods.list({ customer: customer.id })).data.length, 0);
});

test('A detached payment method is of no more use', async () => {
  const customer = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.paymentMethods.detach(id);
  await invalid(stripe.paymentMethods.attach(id, { customer: customer.id }));
  await invalid(stripe.paymentMethods.detach(id));
  await invalid(stripe.paymentIntents.create({ amount: 2000, currency: 'gbp', payment_method: id, confirm: true, return_url: 'https://shop.example.com' }));
});

test('A payment method that was used once without a customer cannot be used again', async () => {
  const { id } = await stripe.paymentMethods.create({ type: 'card', card: visa });
  const pay = () => stripe.paymentIntents.create({
    amount: 2000, currency: 'gbp', payment_method: id, confirm: true, return_url: 'https://shop.example.com',
  });
  assert.equal((await pay()).status, 'succeeded');
  await invalid(pay());
});

test('A payment method belongs to one customer', async () => {
  const [one, two] = [await stripe.customers.create(), await stripe.customers.create()];
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: one.id });
  await invalid(stripe.paymentMethods.attach(id, { customer: two.id }));
  await invalid(stripe.paymentIntents.create({ amount: 2000, currency: 'gbp', customer: two.id, payment_method: id, confirm: true, return_url: 'https://shop.example.com' }));
});

test('Creating a card never fails for the issuer\'s decline, attaching it does', async () => {
  const customer = await stripe.customers.create();
  const bad = await stripe.paymentMethods.create({ type: 'card', card: { ...visa, number: '4000000000000002' } });
  await declined(stripe.paymentMethods.attach(bad.id, { customer: customer.id }), { code: 'card_declined', decline_code: 'generic_decline' });
  await declined(stripe.paymentMethods.attach('pm_card_visa_chargeDeclinedInsufficientFunds', { customer: customer.id }),
    { code: 'card_declined', decline_code: 'insufficient_funds' });
  assert.equal((await stripe.customers.listPaymentMethods(customer.id)).data.length, 0);
});

test('One test card is attached, and declined when it is charged', async () => {
  const customer = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
  await declined(stripe.paymentIntents.create({
    amount: 2000, currency: 'gbp', customer: customer.id, payment_method: id, confirm: true, return_url: 'https://shop.example.com',
  }), { code: 'card_declined' });
});

test('Checks of the security code and the address are told after an attachment', async () => {
  const customer = await stripe.customers.create();
  const passed = await stripe.paymentMethods.create({ type: 'card', card: visa, billing_details: { address: { postal_code: '12345' } } });
  assert.equal((await stripe.paymentMethods.attach(passed.id, { customer: customer.id })).card.checks.cvc_check, 'pass');
  const failed = await stripe.paymentMethods.attach('pm_card_cvcCheckFail', { customer: customer.id }).catch((error) => error);
  if (failed.object) assert.equal(failed.card.checks.cvc_check, 'fail');
  else assert.equal(failed.code, 'incorrect_cvc');
});

test('A payment method that never was is missing, and attaching needs a customer', async () => {
  await notFound(stripe.paymentMethods.retrieve('pm_000000000000000000000000'));
  await refused(stripe.paymentMethods.attach('pm_card_visa', { customer: 'cus_000000000000000000000000' }),
    { type: 'StripeInvalidRequestError', code: 'resource_missing', param: 'customer' });
});

test('Attaching, updating and detaching each leave an event', async () => {
  const customer = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.paymentMethods.update(id, { metadata: { a: '1' } });
  await stripe.paymentMethods.detach(id);
  const types = (await stripe.events.list({ object_id: id })).data.map((each) => each.type);
  assert.deepEqual(types, ['payment_method.detached', 'payment_method.updated', 'payment_method.attached']);
});

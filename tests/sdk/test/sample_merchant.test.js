// The way of a merchant's first day with Stripe Checkout, from the session to the order: https://docs.stripe.com/checkout/quickstart
import assert from 'node:assert/strict';
import { receiver } from '../support/receiver.js';
import { stripe, test } from '../support/suite.js';

const hidden = /<input type="hidden" name="([^"]+)" value="([^"]*)"/g;

/** A shopper without JavaScript: opens the page, types a card, sends the form, and follows where it leads. */
async function pay(url, card) {
  const page = await (await fetch(url)).text();
  const form = new URLSearchParams([...page.matchAll(hidden)].map(([, name, value]) => [name, value]));
  const typed = {
    action: 'pay', email: 'nia@example.com', name: 'Nia Rees', 'card[number]': card, 'card[exp]': '11 / 40', 'card[cvc]': '123',
    'billing[country]': 'GB', 'billing[postal_code]': 'LL55 1SE',
  };
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  const sent = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  if (sent.status !== 303) return { status: sent.status, text: await sent.text() };
  const after = await fetch(new URL(sent.headers.get('location'), url));
  const text = await after.text();
  return { status: after.status, text, leadsTo: /http-equiv="refresh" content="\d+;\s*url=([^"]+)"/i.exec(text)?.[1].replaceAll('&amp;', '&') };
}

test('A sample merchant sells: session, page, success page, webhook, order', async (t) => {
  const backend = await receiver(t);
  const endpoint = await stripe.webhookEndpoints.create({ url: backend.url, enabled_events: ['checkout.session.completed'] });
  t.after(() => stripe.webhookEndpoints.del(endpoint.id));
  const price = await stripe.prices.create({ currency: 'gbp', unit_amount: 1500, product_data: { name: 'Stubborn Attachments' } });
  const session = await stripe.checkout.sessions.create({
    line_items: [{ price: price.id, quantity: 2 }], mode: 'payment', client_reference_id: 'order-17', metadata: { basket: '42' },
    success_url: 'https://shop.example/success?session_id={CHECKOUT_SESSION_ID}', cancel_url: 'https://shop.example/cancel',
  });
  assert.equal(session.payment_intent, null);

  const declined = await pay(session.url, '4000 0000 0000 0002');
  assert.equal(declined.status, 402);
  assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'open');

  const paid = await pay(session.url, '4242 4242 4242 4242');
  assert.equal(paid.status, 200);
  assert.equal(paid.leadsTo, `https://shop.example/success?session_id=${session.id}`);

  const { headers, body } = await backend.next();
  const event = stripe.webhooks.constructEvent(body, headers['stripe-signature'], endpoint.secret);
  assert.deepEqual([event.type, event.data.object.id, event.data.object.payment_status], ['checkout.session.completed', session.id, 'paid']);

  const order = await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items', 'payment_intent.latest_charge'] });
  assert.deepEqual([order.status, order.payment_status, order.amount_total, order.url], ['complete', 'paid', 3000, null]);
  assert.deepEqual([order.client_reference_id, order.metadata.basket, order.customer_details.email, order.customer_details.name], ['order-17', '42', 'nia@example.com', 'Nia Rees']);
  assert.deepEqual(order.line_items.data.map((line) => [line.description, line.quantity, line.amount_total]), [['Stubborn Attachments', 2, 3000]]);
  const { latest_charge: charge } = order.payment_intent;
  assert.deepEqual([order.payment_intent.status, charge.paid, charge.amount_captured, charge.payment_method_details.card.last4], ['succeeded', true, 3000, '4242']);
  assert.equal((await (await fetch(charge.receipt_url)).text()).includes('•••• 4242'), true);
  // The decline is there too, as a try of the same payment.
  assert.deepEqual((await stripe.charges.list({ payment_intent: order.payment_intent.id })).data.map((each) => each.status), ['succeeded', 'failed']);
});

test('A sample merchant sells a subscription', async () => {
  const price = await stripe.prices.create({ currency: 'gbp', unit_amount: 900, recurring: { interval: 'month' }, product_data: { name: 'Club' } });
  const session = await stripe.checkout.sessions.create({ line_items: [{ price: price.id, quantity: 1 }], mode: 'subscription', success_url: 'https://shop.example/welcome' });
  const paid = await pay(session.url, '4242 4242 4242 4242');
  assert.equal(paid.leadsTo, 'https://shop.example/welcome');
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription.latest_invoice', 'customer'] });
  assert.deepEqual([done.status, done.subscription.status, done.subscription.latest_invoice.status, done.subscription.latest_invoice.amount_paid], ['complete', 'active', 'paid', 900]);
  assert.equal(done.customer.email, 'nia@example.com');
  assert.equal(done.subscription.default_payment_method.startsWith('pm_'), true);
});

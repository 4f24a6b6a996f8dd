import assert from 'node:assert/strict';
import { receiver } from '../support/receiver.js';
import { invalid, notFound, stripe, test } from '../support/suite.js';

test('A delivery is verified by the SDK, and refused when anything about it is wrong', async (t) => {
  const backend = await receiver(t);
  const endpoint = await stripe.webhookEndpoints.create({ url: backend.url, enabled_events: ['customer.created'] });
  t.after(() => stripe.webhookEndpoints.del(endpoint.id));
  const customer = await stripe.customers.create({ name: 'Žofie 💳' });
  const { headers, body } = await backend.next();
  const signature = headers['stripe-signature'];

  const event = stripe.webhooks.constructEvent(body, signature, endpoint.secret);
  assert.equal(event.type, 'customer.created');
  assert.equal(event.data.object.id, customer.id);
  assert.equal(event.data.object.name, 'Žofie 💳');
  assert.equal((await stripe.webhooks.constructEventAsync(body.toString(), signature, endpoint.secret)).id, event.id);

  const refuses = (payload, header, secret, tolerance, received) => assert.throws(
    () => stripe.webhooks.constructEvent(payload, header, secret, tolerance, undefined, received), (error) => error.type === 'StripeSignatureVerificationError');
  refuses(body.toString().replace('Žofie', 'Eve'), signature, endpoint.secret);
  refuses(Buffer.concat([body, Buffer.from(' ')]), signature, endpoint.secret);
  refuses(body, signature, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=');
  refuses(body, signature.replace(/v1=./, 'v1=x'), endpoint.secret);
  refuses(body, 't=1', endpoint.secret);
  refuses(body, signature, endpoint.secret, 300, Date.now() + 301_000);
  refuses(body, signature.replace(/t=\d+/, (time) => `t=${Number(time.slice(2)) + 1}`), endpoint.secret);
});

test('After a roll both secrets verify until the old one ends', async (t) => {
  const backend = await receiver(t);
  const endpoint = await stripe.webhookEndpoints.create({ url: backend.url, enabled_events: ['customer.deleted'] });
  t.after(() => stripe.webhookEndpoints.del(endpoint.id));
  const rolled = await stripe.rawRequest('POST', `/v1/webhook_endpoints/${endpoint.id}/roll_secret`, { expires_in: 3600 });
  assert.notEqual(rolled.secret, endpoint.secret);
  await new Promise((known) => setTimeout(known, 1000));
  await stripe.customers.del((await stripe.customers.create()).id);
  const { headers, body } = await backend.next();
  for (const secret of [endpoint.secret, rolled.secret]) assert.equal(stripe.webhooks.constructEvent(body, headers['stripe-signature'], secret).type, 'customer.deleted');
});

test('An endpoint lives as in Stripe', async (t) => {
  const endpoint = await stripe.webhookEndpoints.create({
    url: 'https://93.184.215.14/hooks', enabled_events: ['charge.succeeded', 'invoice.paid'], description: 'Orders', metadata: { team: 'shop' }, api_version: '2026-10-28.endive',
  });
  assert.match(endpoint.secret, /^whsec_/);
  assert.equal(endpoint.status, 'enabled');
  const seen = await stripe.webhookEndpoints.retrieve(endpoint.id);
  assert.equal(seen.secret, undefined);
  assert.deepEqual(seen.enabled_events, ['charge.succeeded', 'invoice.paid']);
  const updated = await stripe.webhookEndpoints.update(endpoint.id, { disabled: true, enabled_events: ['*'], description: '', metadata: { team: '' } });
  assert.equal(updated.status, 'disabled');
  assert.equal(updated.description, null);
  assert.deepEqual({ ...updated.metadata }, {});
  assert.ok((await stripe.webhookEndpoints.list({ limit: 100 })).data.some((each) => each.id === endpoint.id));
  assert.deepEqual({ ...(await stripe.webhookEndpoints.del(endpoint.id)) }, { id: endpoint.id, object: 'webhook_endpoint', deleted: true });
  await notFound(stripe.webhookEndpoints.retrieve(endpoint.id));
  await invalid(stripe.webhookEndpoints.create({ url: 'https://93.184.215.14/hooks', enabled_events: ['customer.baptised'] }));
  await invalid(stripe.webhookEndpoints.create({ url: 'http://10.0.0.1/hooks', enabled_events: ['*'] }));
});

test('An event counts who has not got it yet', async (t) => {
  const endpoint = await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/nobody', enabled_events: ['customer.created'] });
  const customer = await stripe.customers.create();
  const [event] = (await stripe.events.list({ type: 'customer.created', object_id: customer.id })).data;
  assert.equal(event.pending_webhooks, 1);
  assert.equal((await stripe.events.retrieve(event.id)).pending_webhooks, 1);
  await stripe.webhookEndpoints.del(endpoint.id);
  assert.equal((await stripe.events.retrieve(event.id)).pending_webhooks, 0);
});

test('The log is read to its end in the order of commits', async () => {
  const [newest] = (await stripe.events.list({ limit: 1 })).data;
  const customer = await stripe.customers.create();
  await stripe.customers.update(customer.id, { name: 'Ada' });
  // A transaction that is open anywhere holds the log's end back: whoever reads comes again.
  let mine = [];
  for (const until = Date.now() + 30_000; mine.length < 2 && Date.now() < until;) {
    const { data, has_more } = await stripe.events.list({ after: newest.id, limit: 100 });
    assert.equal(has_more, false);
    mine = data.filter((event) => event.data.object.id === customer.id);
  }
  assert.deepEqual(mine.map((event) => event.type), ['customer.created', 'customer.updated']);
  assert.deepEqual(mine.map((event) => event.sequence), [1, 2]);
  assert.equal(mine[1].previous_event, mine[0].id);
});

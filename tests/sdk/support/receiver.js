// A merchant's backend for webhooks, on a port of this machine.
import http from 'node:http';

/** Listens until the test ends. `next()` is the oldest delivery that nobody has asked for yet. */
export async function receiver(t) {
  const got = [];
  const waiting = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const delivery = { headers: request.headers, body: Buffer.concat(chunks) };
      response.writeHead(200).end();
      if (waiting.length > 0) waiting.shift()(delivery);
      else got.push(delivery);
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return {
    url: `http://127.0.0.1:${server.address().port}/hooks`,
    next: () => (got.length > 0 ? Promise.resolve(got.shift()) : new Promise((arrived) => waiting.push(arrived))),
  };
}

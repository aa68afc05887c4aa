import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { headOf, openPlainServer, overWire } from '#test/support/plain-server.ts';
import { readBody } from './body.ts';

let plain: Awaited<ReturnType<typeof openPlainServer>>;
before(async () => {
  plain = await openPlainServer();
});
after(() => plain.web.close());

const safety = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-frame-options': 'DENY',
};

function holds(answer: string, status: number): void {
  const { headers, ...head } = headOf(answer);
  assert.equal(head.status, status, answer.slice(0, 200));
  for (const [name, value] of Object.entries(safety)) assert.equal(headers[name], value, name);
  assert.match(headers['content-security-policy'] ?? '', /default-src 'none'.*frame-ancestors 'none'/);
  assert.equal(headers['content-type'], 'application/problem+json; charset=utf-8');
  assert.equal((JSON.parse(head.body) as { status: number }).status, status);
  assert.equal(headers['connection'], 'close');
}

for (const [what, said, status] of [
  ['no request at all', 'hello\r\n\r\n', 400],
  ['a head without an end of its own', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ['two lengths', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 400],
  ['a length and chunks', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ['a method that nobody knows', 'BREW /pot HTTP/1.1\r\nhost: a\r\n\r\n', 400],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['an expectation of its own', 'GET / HTTP/1.1\r\nhost: a\r\nexpect: 200-maybe\r\n\r\n', 417],
  ['a version that nobody knows', 'GET / HTTP/9.9\r\nhost: a\r\n\r\n', 400],
] as const) {
  test(`whoever sends ${what} is told so, with the headers of every answer, and the line is closed`, async () => {
    holds(await overWire(plain.port, said), status);
  });
}

test('a head that comes too slowly is answered and its line closed when the limit says so, not half a minute later', async () => {
  const hasty = await openPlainServer({ patience: { headMs: 200, requestMs: 400, stopMs: 5_000 }, pages: () => undefined });
  try {
    holds(await overWire(hasty.port, 'GET / HTTP/1.1\r\nhost: a\r\nx-slow: '), 408);
    // The same for the rest of a request, where nobody reads it.
    holds(
      await overWire(hasty.port, 'POST /nothing HTTP/1.1\r\nhost: a\r\norigin: https://mektep.example\r\ncontent-length: 10\r\n\r\nab'),
      408,
    );
    const { connectionsCheckingInterval } = hasty.web.server as unknown as { readonly connectionsCheckingInterval: number };
    assert.ok(connectionsCheckingInterval <= 20, 'connections are looked at often enough for the limit to be true');
  } finally {
    await hasty.web.close();
  }
});

test('a body is read, or it is said why not: too large by one byte, too slow, trickling, gone', async () => {
  const read = async (limits: Parameters<typeof readBody>[1], ...said: readonly string[]) => {
    let heard = '';
    const server = createServer((request, response) => {
      void readBody(request, limits).then((body) => {
        heard = body.kind === 'read' ? body.text : body.kind;
        response.writeHead(200, { connection: 'close' }).end();
        response.once('finish', () => response.socket?.destroy());
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await overWire((server.address() as { readonly port: number }).port, ...said);
    server.close();
    return heard;
  };
  const head = (length: number) => `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`;
  const [patient, hasty] = [
    { bytesAtMost: 8, withinMs: 60_000 },
    { bytesAtMost: 1e6, withinMs: 200 },
  ];
  assert.equal(await read(patient, `${head(8)}12345678`), '12345678');
  assert.equal(await read(patient, `${head(9)}123456789`), 'too_large');
  assert.equal(await read(patient, head(1e6), '123'), 'too_large', 'nobody waits for what is too large already');
  assert.equal(
    await read(patient, 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n5\r\n12345\r\n'),
    'too_large',
  );
  assert.equal(await read(hasty, `${head(8)}123`), 'too_slow');
  assert.equal(await read(hasty, head(1e6), '1'), 'too_slow', 'a byte now and then does not keep a line');
});

test('a request that was read is answered when the process is stopped, one that comes meanwhile is told to come again, none is cut off', async () => {
  let answerNow: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (answerNow = resolve));
  let isIn: () => void = () => undefined;
  const entered = new Promise<void>((resolve) => (isIn = resolve));
  const slow = await openPlainServer({
    patience: { headMs: 10_000, requestMs: 60_000, stopMs: 60_000, lastCallMs: 2_000 },
    pages: (request, response) => {
      if (request.url !== '/slow') return void response.end('quick');
      isIn();
      void asked.then(() => response.end('late but whole'));
    },
  });
  const first = overWire(slow.port, 'GET /slow HTTP/1.1\r\nhost: a\r\n\r\n');
  await entered;
  const closed = slow.web.close();
  const second = headOf(await overWire(slow.port, 'GET / HTTP/1.1\r\nhost: a\r\n\r\n'));
  assert.deepEqual([second.status, second.headers['retry-after'], second.headers['connection']], [503, '2', 'close']);
  const seen = headOf(await overWire(slow.port, 'GET / HTTP/1.1\r\nhost: a\r\naccept: text/html\r\n\r\n'));
  assert.deepEqual([seen.status, seen.headers['content-type']], [503, 'text/html; charset=utf-8'], 'a person reads a page');
  answerNow();
  const whole = headOf(await first);
  assert.equal(whole.status, 200);
  assert.match(whole.body, /late but whole/);
  await closed;
});

test('one that cannot be answered in time when the process is stopped is told to come again, and whoever worked for it writes to nobody', async () => {
  let finish: () => void = () => undefined;
  let isIn: () => void = () => undefined;
  const entered = new Promise<void>((resolve) => (isIn = resolve));
  const stuck = await openPlainServer({
    patience: { headMs: 10_000, requestMs: 60_000, stopMs: 50 },
    pages: (_request, response) => {
      isIn();
      finish = () => response.writeHead(200, { 'content-type': 'text/plain' }).end('too late');
    },
  });
  const answer = overWire(stuck.port, 'GET /slow HTTP/1.1\r\nhost: a\r\n\r\n');
  await entered;
  await stuck.web.close();
  const { status, headers, body } = headOf(await answer);
  assert.deepEqual([status, headers['retry-after']], [503, '2']);
  assert.match(body, /urn:mektep:stopping/);
  finish();
});

test('the demo answers under the names of its own machine alone, whatever name is made to point at it', async () => {
  const demo = await openPlainServer({ publicOrigin: 'http://127.0.0.1:3000', demo: true });
  try {
    const ask = async (host: string, method = 'GET') =>
      headOf(await overWire(demo.port, `${method} /demo/clock HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)).status;
    for (const host of ['rebound.example', '127.0.0.1.evil.example', '', `rebound.example:${demo.port}`]) {
      assert.equal(await ask(host), 421, host);
      assert.equal(await ask(host, 'POST'), 421, host);
    }
    for (const host of ['localhost', '127.0.0.1:3000', '[::1]:3000']) assert.notEqual(await ask(host), 421, host);
  } finally {
    await demo.web.close();
  }
});

test('a server without pages says so, and keeps nobody waiting', async () => {
  const bare = await openPlainServer({ pages: null });
  try {
    const { status, headers } = headOf(await overWire(bare.port, 'GET /nowhere HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'));
    assert.deepEqual([status, headers['retry-after']], [503, '60']);
  } finally {
    await bare.web.close();
  }
});

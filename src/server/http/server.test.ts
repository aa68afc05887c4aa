import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { createHttpServer } from '#server/http/server.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

test('an unknown address of the API answers as an API, in English and JSON', async () => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const answer = await fetch(`${town.origin}/api/v1/nothing`, { method });
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [404, 'application/problem+json; charset=utf-8']);
    assert.equal(((await answer.json()) as { type: string }).type, 'urn:mektep:not_found');
  }
});

test('every answer of the framework forbids framing, sniffing and foreign scripts, and names its request', async () => {
  for (const path of ['/healthz', '/api/v1/nothing', '/auth/callback', '/language?set=ky&to=/']) {
    const { headers } = await fetch(`${town.origin}${path}`, { redirect: 'manual' });
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/, path);
  }
});

test('alive means that the database can be written', async () => {
  const answer = await fetch(`${town.origin}/healthz`);
  assert.deepEqual([answer.status, await answer.json()], [200, { alive: true }]);
});

test('a route that names no permission does not let the server start', async () => {
  const options = {
    log: pino({ level: 'silent' }),
    publicOrigin: 'http://127.0.0.1',
    demo: false,
    patience: { headMs: 1000, requestMs: 1000, stopMs: 1000 },
    understand: () => ({ language: 'ky', packing: 'identity', hasSession: false }) as const,
    fromSource: false,
    providerOrigin: 'http://127.0.0.1',
    bare: [] as never,
    pages: () => undefined,
    shared: null,
    isAlive: async () => true,
  };
  await assert.rejects(createHttpServer({ ...options, api: (app) => void app.get('/open', async () => 'to all') }), /names no permission/);
});

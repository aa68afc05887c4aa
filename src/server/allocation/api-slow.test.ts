import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headOf, openPlainServer, overWire } from '#test/support/plain-server.ts';
import { claimsHandler, claimsRoute } from './api.ts';

test('a claim whose body does not come is answered 408 and its line closed; one that is too large 413', async () => {
  const nobody = new Proxy({}, { get: () => () => assert.fail('a claim was made') });
  const handle = claimsHandler({
    register: nobody as never,
    sessionCookie: 'mektep',
    hashOfToken: () => Buffer.alloc(32),
    publicOrigin: 'https://mektep.example',
    bodyMs: 200,
    limit: nobody as never,
    forfeits: () => false,
    before: () => assert.fail('a line was counted'),
    onFault: (fault) => assert.fail(String(fault)),
  });
  const plain = await openPlainServer({ bare: [{ ...claimsRoute, handle }] });
  const head = (length: number) =>
    `POST /api/v1/claims HTTP/1.1\r\nhost: mektep.example\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
  try {
    for (const [what, status, ...said] of [
      ['half of a body', 408, `${head(100)}{"draft":`],
      ['no body', 408, head(100)],
      ['a byte now and then', 408, head(4096), ' '],
      ['a byte too many', 413, `${head(4097)}${' '.repeat(4097)}`],
      ['a large body that is still coming', 413, `${head(100_000)}${' '.repeat(5000)}`, ' '],
      ['a body that is no claim, and more behind it', 400, `${head(2)}{}rubbish`],
    ] as const) {
      const { status: got, headers } = headOf(await overWire(plain.port, ...said));
      assert.equal(got, status, what);
      assert.equal(headers['content-type'], 'application/problem+json; charset=utf-8', what);
      assert.match(headers['strict-transport-security'] ?? '', /max-age/, what);
      if (status !== 400) assert.equal(headers['connection'], 'close', what);
    }
  } finally {
    await plain.web.close();
  }
});

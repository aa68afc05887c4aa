import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { lookAtPublicAddress } from './public-address.ts';

const answers: readonly (readonly [what: string, status: number, location: string, isWell: boolean, seen: RegExp])[] = [
  ['leads to the provider', 303, 'https://esia.example/connect/authorize?x=1', true, /leads to esia\.example/],
  ['stands behind a proxy that keeps Host to itself', 303, '/sign-in?problem=address&to=%2F', false, /does not hand on Host/],
  ['cannot reach the provider', 303, '/sign-in?problem=outage&to=%2F', false, /identity provider does not answer/],
  ['is somebody else’s', 200, '', false, /answers 200/],
];

for (const [what, status, location, isWell, seen] of answers)
  test(`the operator is told when the public address ${what}`, async () => {
    const server = createServer((_request, response) => response.writeHead(status, location === '' ? {} : { location }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const found = await lookAtPublicAddress(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      assert.equal(found.isWell, isWell);
      assert.match(found.seen, seen);
    } finally {
      server.close();
    }
  });

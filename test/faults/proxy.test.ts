import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openProxy, type Proxy } from './proxy.ts';

/** A wire with a listener at its far end that keeps what it reads. */
async function wired(work: (proxy: Proxy, near: Socket, read: () => string) => Promise<void>): Promise<void> {
  const parts: Buffer[] = [];
  const far = createServer((socket) => void socket.on('error', () => undefined).on('data', (chunk: Buffer) => parts.push(chunk)));
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve));
  const address = far.address();
  const proxy = await openProxy(() => (typeof address === 'object' ? (address?.port ?? 0) : 0));
  const near = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true }).on('error', () => undefined);
  try {
    await work(proxy, near, () => Buffer.concat(parts).toString('latin1'));
  } finally {
    near.destroy();
    proxy.close();
    far.close();
  }
}

test('what leaves first arrives first, though the wire becomes slow and quick again meanwhile', () =>
  wired(async (proxy, near, read) => {
    const sent: string[] = [];
    for (let number = 0; number < 300; number += 1) {
      if (number % 20 === 10) proxy.slow(5 + (number % 3), 7);
      sent.push(`${number},`);
      near.write(`${number},`);
      if (number % 3 === 0) await pause(1);
    }
    while (read().length < sent.join('').length) await pause(10);
    assert.equal(read(), sent.join(''));
  }));

for (const [when, expected] of [
  ['before', 'first;second;'],
  ['after', 'first;second;Q\0\0\0\x0bcommit\0'],
] as const) {
  test(`a wire cut ${when} the commit brings everything up to there, and nobody hears an answer`, () =>
    wired(async (proxy, near, read) => {
      const closed = new Promise((resolve) => near.once('close', resolve));
      near.write('first;');
      await pause(20);
      proxy.cutAtCommit(when);
      near.write('second;Q\0\0\0\x0bcommit\0');
      await closed;
      await pause(60);
      assert.equal(read(), expected);
    }));
}

import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { createClamdScanner } from './clamd.ts';

/** A server that speaks clamd's INSTREAM as its manual has it, and finds one word malicious. */
let server: Server;
let misbehave: ((socket: Socket) => void) | null = null;
before(async () => {
  server = createServer((socket) => serve(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(() => server.close());

const scanner = (timeoutMs = 60_000) => createClamdScanner({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, timeoutMs });

test('a file is sent in pieces, and clamd’s word is taken', async () => {
  misbehave = null;
  const large = Buffer.alloc(300_000, 'a');
  assert.equal(await scanner().scan(large), 'clean');
  assert.equal(await scanner().scan(Buffer.concat([large, Buffer.from('EVIL'), large])), 'infected');
});

test('whatever is neither yes nor no is no answer: nothing is taken unscanned', async () => {
  const ways: readonly ((socket: Socket) => void)[] = [
    (socket) => socket.destroy(),
    (socket) => void socket.end('INSTREAM size limit exceeded. ERROR\0'),
    (socket) => void socket.end('stream: OK but\0'),
    (socket) => void socket.end(''),
    (socket) => void socket.end('x'.repeat(5000)),
  ];
  for (const way of ways) {
    misbehave = way;
    assert.equal(await scanner().scan(Buffer.from('a document')), 'not_scanned');
  }
  misbehave = () => undefined;
  assert.equal(await scanner(1).scan(Buffer.from('a document')), 'not_scanned');
  assert.equal(await createClamdScanner({ host: '127.0.0.1', port: 9, timeoutMs: 60_000 }).scan(Buffer.from('a')), 'not_scanned');
});

function serve(socket: Socket): void {
  let heard = Buffer.alloc(0);
  socket.on('error', () => undefined);
  if (misbehave !== null) {
    socket.resume();
    return misbehave(socket);
  }
  socket.on('data', (chunk) => {
    heard = Buffer.concat([heard, chunk]);
    const said = streamed(heard);
    if (said !== null) socket.end(`stream: ${said.includes('EVIL') ? 'Test.Word FOUND' : 'OK'}\0`);
  });
}

/** What was streamed, once its empty piece has come; `null` before. */
function streamed(heard: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  if (heard.subarray(0, command.length).toString() !== command) return null;
  const pieces: Buffer[] = [];
  for (let at = command.length; at + 4 <= heard.length;) {
    const size = heard.readUInt32BE(at);
    if (size === 0) return Buffer.concat(pieces);
    pieces.push(heard.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return null;
}

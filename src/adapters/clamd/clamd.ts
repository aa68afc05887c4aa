import { connect } from 'node:net';
import type { Scanner } from '#server/ports.ts';

export type ClamdConfig = { readonly host: string; readonly port: number; readonly timeoutMs: number };

const chunkBytes = 64 * 1024;
const replyAtMost = 1000;

/** Asks clamd whether a file holds something malicious, over its command INSTREAM (clamd(8)). An answer that is neither yes nor no is none. */
export function createClamdScanner({ host, port, timeoutMs }: ClamdConfig): Scanner {
  return {
    scan: (bytes) =>
      new Promise((resolve) => {
        let reply = '';
        const socket = connect({ host, port });
        const end = (outcome: Awaited<ReturnType<Scanner['scan']>>) => {
          clearTimeout(timer);
          socket.destroy();
          resolve(outcome);
        };
        const timer = setTimeout(() => end('not_scanned'), timeoutMs);
        socket.on('error', () => end('not_scanned'));
        socket.on('close', () => end(meant(reply)));
        socket.on('data', (chunk) => {
          reply += chunk.toString('latin1');
          if (reply.includes('\0') || reply.length > replyAtMost) end(meant(reply));
        });
        socket.on('connect', () => {
          socket.write('zINSTREAM\0');
          for (let at = 0; at < bytes.length; at += chunkBytes) {
            const chunk = bytes.subarray(at, at + chunkBytes);
            socket.write(sizeOf(chunk.length));
            socket.write(chunk);
          }
          socket.write(sizeOf(0));
        });
      }),
  };
}

function meant(reply: string): 'clean' | 'infected' | 'not_scanned' {
  const said = reply.replace(/\0[^]*$/, '').trim();
  if (/^stream: OK$/.test(said)) return 'clean';
  return / FOUND$/.test(said) ? 'infected' : 'not_scanned';
}

function sizeOf(bytes: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes);
  return size;
}

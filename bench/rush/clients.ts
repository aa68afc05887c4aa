import { connect, type Socket } from 'node:net';

export type Reply = { readonly status: number };

/** A browser's connection that was opened before: one request at a time, head and body in one piece. */
export type Connection = { send(request: string): Promise<Reply>; close(): void };

/** Opens warm connections; more slowly than the kernel forgets how. */
export async function openConnections(port: number, count: number): Promise<readonly Connection[]> {
  const opened: Connection[] = [];
  while (opened.length < count) {
    const some = Array.from({ length: Math.min(64, count - opened.length) }, () => openOne(port));
    opened.push(...(await Promise.all(some)));
  }
  return opened;
}

/** A claim as it travels: about three hundred bytes with its head. */
export function claimText(draft: string, pool: number, token: string): string {
  const body = JSON.stringify({ draft, wishes: [pool] });
  return `POST /api/v1/claims HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: mektep=${token}\r\ncontent-type: application/json\r\nidempotency-key: ${draft}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function openOne(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let answer: ((reply: Reply) => void) | null = null;
    let kept = '';
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.on('data', (chunk: string) => {
      kept += chunk;
      const end = kept.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(kept.slice(0, end))?.[1] ?? 0);
      if (kept.length < end + 4 + length) return;
      const status = Number(kept.slice(9, 12));
      kept = '';
      const give = answer;
      answer = null;
      give?.({ status });
    });
    socket.on('close', () => answer?.({ status: 0 }));
    socket.once('connect', () =>
      resolve({
        send: (request) =>
          new Promise((given) => {
            answer = given;
            socket.write(request, 'latin1');
          }),
        close: () => socket.destroy(),
      }),
    );
  });
}

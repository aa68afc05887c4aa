import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { problem, problemMediaType } from './problem.ts';

type Said = readonly [status: string, kind: string, title: string];

const unreadable: Said = ['400 Bad Request', 'invalid', 'The request cannot be read'];
const late: Said = ['408 Request Timeout', 'too_slow', 'The request did not arrive in time'];

const byCode: Readonly<Record<string, Said>> = {
  ERR_HTTP_REQUEST_TIMEOUT: late,
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'too_large', 'The head of the request is too large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'too_large', 'The body is far too large'],
};

/** Answers what is no request at all, too slow or too long for the parser, with the headers that every answer has; then the line is cut. */
export function answerParserFaults(server: Server, lines: readonly string[]): void {
  // One answer at a time is written to a socket: into one that was begun nothing may be written.
  const begun = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    begun.set(socket, response);
    response.once('finish', () => begun.delete(socket));
  });
  server.on('clientError', (fault: NodeJS.ErrnoException, socket: Duplex) => {
    if (socket.writable && begun.get(socket)?.headersSent !== true && fault.code !== 'ECONNRESET') socket.write(answerTo(fault, lines));
    socket.destroy();
  });
}

function answerTo({ code = '' }: NodeJS.ErrnoException, lines: readonly string[]): string {
  const [status, kind, title] = byCode[code] ?? unreadable;
  const body = JSON.stringify(problem(Number(status.slice(0, 3)), kind, title));
  const head = [
    `HTTP/1.1 ${status}`,
    ...lines,
    `content-type: ${problemMediaType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

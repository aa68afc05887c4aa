import { connect } from 'node:net';
import { pino } from 'pino';
import { understand } from '#server/http/asked.ts';
import { cookieNames } from '#server/http/cookies.ts';
import { createHttpServer, type HttpOptions, type HttpServer } from '#server/http/server.ts';

/** The HTTP server alone, without a database: its own routes and pages are what a test gives it. */
export async function openPlainServer(
  given: Partial<HttpOptions> = {},
): Promise<{ readonly port: number; readonly origin: string; readonly web: HttpServer }> {
  const publicOrigin = given.publicOrigin ?? 'https://mektep.example';
  const web = await createHttpServer({
    log: pino({ level: 'silent' }),
    publicOrigin,
    demo: false,
    fromSource: false,
    providerOrigin: 'https://esi.example',
    patience: { headMs: 10_000, requestMs: 60_000, stopMs: 5_000 },
    understand: (headers) => understand(headers, cookieNames(publicOrigin), ['ky', 'ru']),
    bare: [],
    api: () => undefined,
    pages: (_request, response) => void response.end('page'),
    shared: null,
    isAlive: async () => true,
    ...given,
  });
  const port = await web.listen('127.0.0.1', 0);
  return { port, origin: `http://127.0.0.1:${port}`, web };
}

/** Says something to a port, byte for byte, then perhaps a little more for ever; gives what comes back until the other end closes. */
export function overWire(port: number, ...said: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (fault: NodeJS.ErrnoException) =>
      fault.code === 'ECONNRESET' || fault.code === 'EPIPE' ? undefined : reject(fault),
    );
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    // The last piece is said again and again, a little at a time, by somebody who never comes to an end.
    const [first = '', ...more] = said;
    socket.write(first);
    const timer = setInterval(() => void (socket.writable && more.length > 0 && socket.write(more[0] ?? '')), 20);
    socket.on('close', () => clearInterval(timer));
  });
}

/** The head of an answer read off the wire: its status and its headers. */
export function headOf(answer: string): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers), body };
}

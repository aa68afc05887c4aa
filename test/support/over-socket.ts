import { Agent, request } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** An answer as it came: its text is unpacked by what its head says. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

type Ask = {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
};

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const unpackers: Readonly<Record<string, (packed: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  deflate: inflateSync,
};

/** Asks exactly what is given: no header is added, a header given twice is sent twice, nothing is followed. */
export function overSocket(origin: string, { path, method = 'GET', headers = {}, body }: Ask): Promise<Answer> {
  const { hostname: host, port } = new URL(origin);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, host, port, path, method, headers: { ...length, ...(headers as Record<string, string | string[]>) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const packed = Buffer.concat(chunks);
          const unpack = unpackers[String(response.headers['content-encoding'])];
          const text = (packed.length === 0 || unpack === undefined ? packed : unpack(packed)).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

import { brotliDecompressSync } from 'node:zlib';
import { Agent, request } from 'node:http';

/** Compressed bytes of a page: its first view (HTML and styles), and everything it asks of our own host. */
export type Weight = {
  readonly htmlBytes: number;
  readonly firstViewBytes: number;
  readonly totalBytes: number;
  readonly requests: number;
};

/** Weighs a page as a phone receives it, with brotli. Throws when it does not answer 200. */
export async function weigh(origin: string, path: string, cookie: string): Promise<Weight> {
  const html = await fetchRaw(`${origin}${path}`, cookie);
  if (html.status !== 200) throw new Error(`${path} answered ${html.status}`);
  const text = html.encoding === 'br' ? brotliDecompressSync(html.body).toString() : html.body.toString();
  const styles = [...text.matchAll(/<link[^>]+href="([^"]+)"[^>]*rel="stylesheet"/g)].map((match) => match[1] ?? '');
  const others = [...text.matchAll(/<(?:script|img)[^>]+src="([^"]+)"|<link rel="icon" href="([^"]+)"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const sizes = async (paths: readonly string[]) => {
    let sum = 0;
    for (const each of paths.filter((one) => one.startsWith('/'))) sum += (await fetchRaw(`${origin}${each}`, '')).body.length;
    return sum;
  };
  const firstViewBytes = html.body.length + (await sizes(styles));
  return {
    htmlBytes: html.body.length,
    firstViewBytes,
    totalBytes: firstViewBytes + (await sizes(others)),
    requests: 1 + styles.length + others.length,
  };
}

type Raw = { readonly status: number; readonly encoding: string; readonly body: Buffer };

const agent = new Agent({ keepAlive: true });

function fetchRaw(url: string, cookie: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { 'accept-encoding': 'br', 'accept-language': 'ky', cookie } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, encoding: response.headers['content-encoding'] ?? '', body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const connections = 16;

/** A server that does nothing but answer so many bytes: the most this machine could do with a page of that size. */
export async function bareAnswer(bytes: number): Promise<{ readonly url: string; close(): Promise<void> }> {
  const body = Buffer.alloc(bytes, 'a');
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': bytes }).end(body),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers a second over kept-alive connections; the loader shares the cores with the server, alike for both sides. */
export async function perSecond(url: string, cookie: string, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { 'accept-encoding': 'br', 'accept-language': 'ky', cookie };
  await loop(url, agent, headers, performance.now() + 500);
  const began = performance.now();
  const answered = await loop(url, agent, headers, began + seconds * 1000);
  const taken = (performance.now() - began) / 1000;
  agent.destroy();
  return answered / taken;
}

async function loop(url: string, agent: Agent, headers: Record<string, string>, until: number): Promise<number> {
  let answered = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        await once(url, agent, headers);
        answered += 1;
      }
    }),
  );
  return answered;
}

function once(url: string, agent: Agent, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume().on('end', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ensureBuilt, isBuildFresh } from '#tools/build.ts';
import { inProject, project } from '#tools/project.ts';
import type { Town } from './town.ts';

/** The real server as a process of its own, over the database of a town. */
export type ServerProcess = {
  readonly origin: string;
  /** Everything it has said so far. */
  said(): string;
  /** SIGKILL: it gets no chance to finish anything. */
  kill(): Promise<void>;
  /** SIGTERM: it finishes what it has in hand; answers its exit code. */
  stop(): Promise<number | null>;
};

const readyTimeoutMs = 30_000;

/** Starts `src/server/main.ts` with a town's database, keys and registers, by the demo's clock, and waits until it says that it is ready. */
export async function startServer(town: Town, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  // The demo clock decides the moment of these tests, so it is the demo that is served.
  if (!(await isBuildFresh(true))) await ensureBuilt({ log: () => undefined, demo: true });
  const { DATABASE_URL, MASTER_KEY, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, XROAD_URL } = town.config;
  const settings = {
    DATABASE_URL,
    MASTER_KEY,
    OIDC_ISSUER,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    XROAD_URL,
    PORT: '0',
    DEMO: '1',
    LOG_LEVEL: 'debug',
    ...env,
  };
  const server = spawn(process.execPath, [inProject('src', 'server', 'main.ts')], {
    cwd: project,
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: string[] = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => words.push(chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => server.once('exit', (code) => resolve(code)));
  const origin = await readyLine(server, ended, words);
  return {
    origin,
    said: () => words.join(''),
    async kill() {
      server.kill('SIGKILL');
      await ended;
    },
    stop() {
      server.kill('SIGTERM');
      return ended;
    },
  };
}

function readyLine(server: ChildProcess, ended: Promise<number | null>, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      server.kill('SIGKILL');
      reject(new Error(`the server ${why}; it said:\n${words.join('')}`));
    };
    const timer = setTimeout(() => fail('was not ready in time'), readyTimeoutMs);
    void ended.then((code) => fail(`ended with ${code}`));
    if (server.stdout === null) return;
    createInterface({ input: server.stdout }).on('line', (line) => {
      const origin = /^ready (http:\/\/\S+)$/.exec(line)?.[1];
      if (origin === undefined) return;
      clearTimeout(timer);
      resolve(origin);
    });
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseAddress } from '../database-address.ts';
import { demoPersonas } from './demo-personas.ts';
import { isPortFree } from '../free-port.ts';
import { inProject } from '../project.ts';
import { Trouble } from '../trouble.ts';
import type { Child, ChildPlan } from './children.ts';
import type { DemoSecrets } from './demo-secrets.ts';
import { oidcClientId, type Simulators } from './simulators.ts';

/** Where the demo listens, and the address people open. */
export type ServerAddress = { readonly host: string; readonly port: number; readonly origin: string };

const answerTimeoutMs = 60_000;

/** Reads `HOST`, `PORT` and `PUBLIC_ORIGIN`; trouble when the port is no port. */
export function serverAddress(env: Readonly<Record<string, string | undefined>>): ServerAddress {
  const host = env['HOST'] || '127.0.0.1';
  const port = Number(env['PORT'] || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Trouble(`PORT=${env['PORT']} is no port. Give a number from 1 to 65535: PORT=3100 npm start`);
  return { host, port, origin: env['PUBLIC_ORIGIN'] || `http://127.0.0.1:${port}` };
}

/** Trouble naming the way out when somebody else listens on the port. */
export async function requireFreePort({ host, port }: ServerAddress): Promise<void> {
  if (await isPortFree(port, host)) return;
  throw new Trouble(
    `Port ${port} is taken by another program, or this account may not use it. Stop that program, or choose another port: PORT=${port + 100} npm start`,
  );
}

/** How the server is started in the demo; `settings` is the part of its environment that we made. */
export function demoServerPlan(demo: {
  readonly address: ServerAddress;
  readonly database: DatabaseAddress;
  readonly secrets: DemoSecrets;
  readonly simulators: Simulators;
  readonly isDev: boolean;
}): ChildPlan & { readonly settings: Readonly<Record<string, string>> } {
  const main = inProject('src/server/main.ts');
  const settings = {
    HOST: demo.address.host,
    PORT: String(demo.address.port),
    PUBLIC_ORIGIN: demo.address.origin,
    DATABASE_URL: demo.database.appUrl,
    MASTER_KEY: demo.secrets.masterKey,
    OIDC_ISSUER: demo.simulators.urls.oidc,
    OIDC_CLIENT_ID: oidcClientId,
    OIDC_CLIENT_SECRET: demo.secrets.oidcClientSecret,
    XROAD_URL: demo.simulators.urls.xroad,
    LOG_LEVEL: process.env['LOG_LEVEL'] || 'warn',
    ROLE: 'all',
    DEMO: '1',
    DEMO_PERSONAS: JSON.stringify(demoPersonas()),
    MEKTEP_DEV: demo.isDev ? '1' : '0',
  };
  const env = { ...settings, DATABASE_OWNER_URL: undefined };
  return { name: 'server', args: demo.isDev ? ['--watch', '--watch-preserve-output', main] : [main], env, output: 'own', settings };
}

/** Waits until the server answers; trouble when it ends before, or takes longer than a minute. */
export async function waitUntilAnswering({ port, host }: ServerAddress, server: Child, abort: AbortSignal): Promise<void> {
  const until = performance.now() + answerTimeoutMs;
  let ended: string | null = null;
  void server.ended.then((how) => (ended = how));
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  while (!(await answers(`http://${local.includes(':') ? `[${local}]` : local}:${port}/`))) {
    abort.throwIfAborted();
    if (ended !== null) throw new Trouble(`${String(ended)} before it answered; what it said is above.`);
    if (performance.now() > until) throw new Trouble('The server did not answer within a minute; what it said is above.');
    await sleep(100, undefined, { signal: abort });
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(20_000) });
    return true;
  } catch {
    return false;
  }
}

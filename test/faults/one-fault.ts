import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type OwnProcess, startProcess } from '#test/support/own-process.ts';
import { ensureBuilt } from '#tools/build.ts';
import { inProject } from '#tools/project.ts';
import { type Country, fillCountry, watchTurns } from './country.ts';
import { openPostgres, type Postgres } from './postgres.ts';

export type Scene = {
  readonly opened: AsyncDisposableStack;
  readonly log: (line: string) => void;
  /** Something came out as it must not. */
  readonly violation: (what: string) => void;
  /** The machine does not allow a part of it, which is said and counted. */
  readonly skip: (what: string) => void;
};

/** Breaks one thing on purpose: the last line is one JSON object, the exit code 1 when anything came out as it must not. */
export async function runFault(name: string, work: (scene: Scene) => Promise<Readonly<Record<string, unknown>>>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  process.setMaxListeners(0);
  const [violations, skipped]: [string[], string[]] = [[], []];
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const tell = (kind: string, list: string[]) => (what: string) => {
    list.push(what);
    log(`${kind}: ${what}`);
  };
  let figures: Readonly<Record<string, unknown>> = {};
  {
    await using opened = new AsyncDisposableStack();
    try {
      figures = await work({ opened, log, violation: tell('WRONG', violations), skip: tell('not tried', skipped) });
    } catch (fault) {
      tell('WRONG', violations)(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
    }
  }
  const line = JSON.stringify({ fault: name, ...figures, skipped: skipped.length, violations: violations.length });
  // What was torn may still be in the hands of the system; nothing waits for it.
  process.stdout.write(`${line}\n`, () => process.exit(violations.length === 0 ? 0 : 1));
}

/** A PostgreSQL of its own with a small country in it, and what a server needs to know to serve it. */
export type Ground = {
  readonly postgres: Postgres;
  readonly country: Country;
  /** Starts a server; `node` stands before the program. */
  serve(env?: Readonly<Record<string, string>>, node?: readonly string[]): Promise<OwnProcess>;
};

/** Opens the ground on which a single fault is tried. */
export async function openGround({ opened, log }: Scene): Promise<Ground> {
  await ensureBuilt({ log, demo: true });
  const postgres = await openPostgres();
  opened.defer(() => postgres.close());
  const country = await postgres.ask((client) => fillCountry(client, { schools: 4, seats: 20, families: 60 }));
  await postgres.ask(watchTurns);
  const masterKey = randomBytes(32).toString('base64');
  return {
    postgres,
    country,
    async serve(env = {}, node = []) {
      const settings = {
        ...{ DATABASE_URL: postgres.appUrl(), MASTER_KEY: masterKey, OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'fault' },
        ...{ OIDC_CLIENT_SECRET: 'fault', XROAD_URL: 'http://127.0.0.1:9', PORT: '0', DEMO: '1', LOG_LEVEL: 'fatal' },
        FILES_DIR: path.join('.data', `test-${process.pid}-files`),
        ...env,
      };
      const server = await startProcess([...node, inProject('src', 'server', 'main.ts')], settings);
      opened.defer(() => server.kill());
      return server;
    },
  };
}

/** How long an answer took and what it was; 0 where none came in so many seconds or the connection was cut. */
export async function timed(url: string, init: RequestInit = {}, seconds = 30): Promise<{ readonly status: number; readonly ms: number }> {
  const began = performance.now();
  try {
    const answer = await fetch(url, { redirect: 'manual', ...init, signal: AbortSignal.timeout(seconds * 1000) });
    await answer.arrayBuffer();
    return { status: answer.status, ms: performance.now() - began };
  } catch {
    return { status: 0, ms: performance.now() - began };
  }
}

/** The value below which so great a share of them lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

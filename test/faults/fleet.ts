import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type OwnProcess, startProcess } from '#test/support/own-process.ts';
import { inProject } from '#tools/project.ts';
import type { Postgres } from './postgres.ts';
import { openProxy, type Proxy } from './proxy.ts';

/** A place for one process: when it is killed, the next life of the process begins there. */
export type Slot = {
  readonly name: string;
  readonly role: 'web' | 'worker' | 'quota';
  readonly proxy: Proxy;
  /** Where it answers; `null` while it is being started. */
  origin(): string | null;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Requests read since the last time, by the life of the process that read them: microseconds of the machine's clock, key. */
  stamps(): readonly { readonly life: string; readonly lines: readonly string[] }[];
};

export type FleetPlan = {
  readonly postgres: Postgres;
  readonly folder: string;
  readonly masterKey: string;
  readonly broken: string | null;
  /** A process ended though nobody killed it. */
  readonly onCrash: (slot: string, said: string) => void;
};

const main = inProject('src', 'server', 'main.ts');
const here = (file: string) => inProject('test', 'faults', file);

/** Starts one process of a role behind a proxy of its own and keeps it alive: killed, it is begun again at once. */
export async function openSlot(plan: FleetPlan, name: string, role: Slot['role']): Promise<Slot> {
  const proxy = await openProxy(plan.postgres.port);
  const read = new Map<string, number>();
  let current: OwnProcess | null = null;
  let life = 0;
  let closing = false;
  let killed = false;
  let beginning: Promise<void> = Promise.resolve();

  async function begin(): Promise<void> {
    while (!closing) {
      life += 1;
      killed = false;
      const begun = await start(plan, `${name}.${life}`, role, proxy.port).catch(() => null);
      if (begun !== null) {
        current = begun;
        void begun.ended.then(() => ended(begun));
        return;
      }
      // It does not start while the database is away: it is tried again, as whatever watches over processes would.
      await pause(50);
    }
  }
  function ended(one: OwnProcess): void {
    if (current !== one) return;
    current = null;
    if (closing) return;
    // A worker or a server that begins while the database is away ends by itself, and says so.
    if (!killed && !one.said().includes('Mektep cannot start')) plan.onCrash(name, one.said().slice(-2_000));
    beginning = begin();
  }

  beginning = begin();
  await beginning;
  return {
    name,
    role,
    proxy,
    origin: () => current?.origin ?? null,
    async kill() {
      killed = true;
      await current?.kill();
    },
    async stop() {
      closing = true;
      await current?.kill();
      // One that was just being started is ended, too.
      await beginning;
      await current?.kill();
      proxy.close();
    },
    stamps: () =>
      Array.from({ length: life }, (_, index) => `${name}.${index + 1}`).flatMap((one) => {
        const text = textOf(path.join(plan.folder, one));
        const whole = text.lastIndexOf('\n') + 1;
        const from = read.get(one) ?? 0;
        read.set(one, whole);
        return whole > from ? [{ life: one, lines: text.slice(from, whole).trimEnd().split('\n') }] : [];
      }),
  };
}

function start(plan: FleetPlan, life: string, role: Slot['role'], proxyPort: number): Promise<OwnProcess> {
  const url = new URL(plan.postgres.appUrl());
  url.port = String(proxyPort);
  // The name by which the database tells whose connection it is.
  url.searchParams.set('application_name', `mektep-${life}`);
  const env = {
    DATABASE_URL: url.href,
    MASTER_KEY: plan.masterKey,
    OIDC_ISSUER: 'http://127.0.0.1:9',
    OIDC_CLIENT_ID: 'storm',
    OIDC_CLIENT_SECRET: 'storm',
    XROAD_URL: 'http://127.0.0.1:9',
    ...{
      ROLE: role === 'quota' ? 'web' : role,
      PORT: '0',
      DEMO: '1',
      DATABASE_POOL: '4',
      // Families here press as nobody would.
      CLAIMS_PER_PERSON: '1000000',
      LOG_LEVEL: 'fatal',
    },
    STORM_STAMPS: path.join(plan.folder, life),
    ...(plan.broken === null ? {} : { STORM_BROKEN: plan.broken }),
  };
  const before = [...(plan.broken === null ? [] : ['--import', here('break-build.ts')]), '--import', here('socket-stamps.ts')];
  return startProcess([...before, role === 'quota' ? here('quota-driver.ts') : main], env, role !== 'worker');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

import { policies } from '#domain/policy/registry.ts';
import { openRegister } from '#server/allocation/service.ts';
import { epochOf } from '#server/clock.ts';
import { connect } from '#server/db/connect.ts';
import type { Country } from './country.ts';

/** What a run through the register gave, and what it did wrong: all three must be zero. */
export type RegisterRun = {
  readonly claimsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly oversold: number;
  /** Claims refused as full while a later one of the same pool was enrolled. */
  readonly outOfOrder: number;
  readonly lost: number;
};

const waitingAtOnce = 1024;
const policy = policies['kg-2025'];

/** Sends every wish through the register, 1,024 at a time, and checks what the database holds afterwards. */
export async function throughRegister(appUrl: string, country: Country): Promise<RegisterRun> {
  const database = connect(appUrl, { connections: 4, onLost: (fault) => process.stderr.write(`${fault.message}\n`) });
  const openMs = epochOf(policy.stages[0].opens, policy.timeZone);
  const register = openRegister(database, {
    campaign: { id: country.campaign, policy },
    clock: { now: () => openMs + Math.floor(performance.now()) },
    queueLimit: 100_000,
    batchLimit: 1000,
    patienceMs: 60_000,
    onFault: (fault) => process.stderr.write(`${String(fault)}\n`),
  });
  const latencies: number[] = [];
  const answered: { readonly pool: number; readonly enrolled: boolean }[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: waitingAtOnce }, async () => {
      for (let at = next++; at < country.wishes.length; at = next++) {
        const wish = country.wishes[at] as Country['wishes'][number];
        const asked = performance.now();
        const answer = await register.claim({ draft: wish.draft, by: { person: country.person }, act: 'enrol', wishes: [wish.pool] });
        latencies.push(performance.now() - asked);
        if (answer.kind === 'answered') answered[at] = { pool: wish.pool, enrolled: answer.arrival.outcome === 'enrolled' };
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await database.pool.query<{ oversold: number }>(
    'select count(*)::int as oversold from pool where taken > capacity + over_quota',
  );
  await register.close();
  await database.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10;
  const lost = country.wishes.length - answered.filter(Boolean).length;
  return {
    claimsPerSecond: Math.round(country.wishes.length / seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    oversold: rows[0]?.oversold ?? -1,
    outOfOrder: overtaken(answered),
    lost,
  };
}

function overtaken(answered: readonly { readonly pool: number; readonly enrolled: boolean }[]): number {
  const full = new Set<number>();
  let wrong = 0;
  for (const { pool, enrolled } of answered.filter(Boolean)) {
    if (!enrolled) full.add(pool);
    else if (full.has(pool)) wrong += 1;
  }
  return wrong;
}

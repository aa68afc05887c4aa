import { openRegister, type Register } from '#server/allocation/service.ts';
import { epochOf } from '#server/clock.ts';
import { connect } from '#server/db/connect.ts';
import { type Country, policy, type Wish } from './country.ts';
import { judge, quantileMs, type Told } from './order.ts';

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

/** Opens the register of a filled country as the product opens it, on the day its first stage opens. */
export function openCountry(appUrl: string, campaign: string): { readonly register: Register; close(): Promise<void> } {
  const database = connect(appUrl, { connections: 2, onLost: (fault) => process.stderr.write(`${fault.message}\n`) });
  const openMs = epochOf(policy.stages[0].opens, policy.timeZone);
  const register = openRegister(database, {
    campaign: { id: campaign, policy },
    clock: { now: () => openMs + Math.floor(performance.now()) },
    queueLimit: 200_000,
    batchLimit: 512,
    patienceMs: 60_000,
    onFault: (fault) => process.stderr.write(`${String(fault)}\n`),
  });
  return {
    register,
    async close() {
      await register.close();
      await database.close();
    },
  };
}

/** Seats given beyond what there is. */
export async function oversoldIn(appUrl: string): Promise<number> {
  const database = connect(appUrl, { connections: 1, onLost: () => undefined });
  const { rows } = await database.pool.query<{ oversold: number }>(
    'select count(*)::int as oversold from pool where taken > capacity + over_quota',
  );
  await database.close();
  return rows[0]?.oversold ?? -1;
}

/** Sends every wish through the register, 1,024 at a time, and checks what the database holds afterwards. */
export async function throughRegister(appUrl: string, { campaign, wishes }: Country): Promise<RegisterRun> {
  const { register, close } = openCountry(appUrl, campaign);
  const latencies: number[] = [];
  const told: Told[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: waitingAtOnce }, async () => {
      for (let at = next++; at < wishes.length; at = next++) {
        const { draft, person, pool } = wishes[at] as Wish;
        const asked = performance.now();
        const answer = await register.claim({ draft, by: { person }, act: 'enrol', wishes: [pool] });
        latencies.push(performance.now() - asked);
        told[at] = { pool, outcome: answer.kind === 'answered' ? answer.arrival.outcome : null };
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await close();
  latencies.sort((a, b) => a - b);
  return {
    claimsPerSecond: Math.round(wishes.length / seconds),
    p50Ms: quantileMs(latencies, 0.5),
    p99Ms: quantileMs(latencies, 0.99),
    oversold: await oversoldIn(appUrl),
    ...judge(told),
  };
}

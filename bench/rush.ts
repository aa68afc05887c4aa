/** How fast seats are given at the opening: the register against a row lock for every claim, against bare inserts and, with `--redis` where it is installed, against Redis; in one run on one machine. */
import { parseArgs } from 'node:util';
import { removeCluster, startCluster } from '#tools/postgres/cluster.ts';
import { createDatabase } from '#tools/postgres/bootstrap.ts';
import { migrate } from '#tools/migrate.ts';
import { inData } from '#tools/project.ts';
import { type Country, fillCountry, type Load } from './rush/country.ts';
import { durableInsert } from './rush/durable-insert.ts';
import { median } from './rush/order.ts';
import { burst, type HttpRun, steady } from './rush/over-http.ts';
import { hasRedis, throughRedis } from './rush/redis.ts';
import { rowLocks } from './rush/row-locks.ts';
import { oversoldIn, type RegisterRun, throughRegister } from './rush/through-register.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    claims: { type: 'string', default: '100000' },
    burst: { type: 'string', default: '150000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    redis: { type: 'boolean', default: false },
  },
});
const [claims, burstClaims, rounds] = [Number(values.claims), Number(values.burst), Number(values.rounds)];
const log = (line: string) => process.stderr.write(`${line}\n`);
const schools = 2300;
const seatsOf = (asked: number) => Math.ceil(asked / 2 / schools);
// The slow design gets a tenth of the claims: its rate does not depend on how many there are.
const few = Math.ceil(claims / 10);

const arms: Readonly<Record<string, () => Promise<object>>> = {
  hot: () => inMemory('hot', { pools: 1, claims, seats: Math.floor(claims / 2), skew: 0 }),
  zipf: () => inMemory('zipf', { pools: schools, claims, seats: seatsOf(claims), skew: 1.1 }),
  http: overHttp,
  burst: atOnce,
  growth,
};

const dir = inData(`bench-${process.pid}`);
const cluster = await startCluster({ dir, log: () => undefined });
let databases = 0;
try {
  const asked = values.only?.split(',') ?? Object.keys(arms);
  const results: Record<string, object> = {};
  for (const name of asked) results[name] = (await arms[name]?.()) ?? { unknown: true };
  process.stdout.write(`${JSON.stringify(results, null, values.json ? undefined : 2)}\n`);
} finally {
  await cluster.stop();
  await removeCluster(dir);
}

type Place = { readonly ownerUrl: string; readonly appUrl: string; readonly country: Country };

async function fresh(load: Load): Promise<Place> {
  const name = `rush_${++databases}`;
  await createDatabase(cluster.adminUrl, name);
  const ownerUrl = cluster.ownerUrl(name);
  await migrate(ownerUrl, { log: () => undefined });
  return { ownerUrl, appUrl: cluster.appUrl(name), country: await fillCountry(ownerUrl, load) };
}

/** Medians of some rounds of the same measurement; a wrong run prints no rate at all. */
async function inMemory(name: string, load: Load): Promise<object> {
  const runs: (RegisterRun & { readonly rowLock: number; readonly insert: number; readonly redis: number | null })[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    log(`${name}, round ${round}: ${load.claims} claims for ${load.pools} pools …`);
    const [ours, bare, theirs] = [await fresh(load), await fresh(load), await fresh({ ...load, claims: few })];
    const run = await throughRegister(ours.appUrl, ours.country);
    const insert = await durableInsert(bare.ownerUrl, bare.country, seatsGiven(bare.country, load.seats));
    const redis = values.redis && hasRedis() ? await throughRedis(ours.country, load.seats) : null;
    runs.push({ ...run, insert, redis, rowLock: await rowLocks(theirs.ownerUrl, theirs.country, few) });
    log(JSON.stringify(runs.at(-1)));
  }
  const wrong = { oversold: sum(runs, 'oversold'), outOfOrder: sum(runs, 'outOfOrder'), lost: sum(runs, 'lost') };
  if (wrong.oversold + wrong.outOfOrder + wrong.lost > 0) return wrong;
  return {
    claimsPerSecond: median(runs.map((run) => run.claimsPerSecond)),
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms: median(runs.map((run) => run.p99Ms)),
    ratioToRowLock: ratio(median(runs.map((run) => run.claimsPerSecond / run.rowLock))),
    ratioToDurableInsert: ratio(median(runs.map((run) => run.claimsPerSecond / run.insert))),
    ...(values.redis ? { ratioToRedis: ratioToRedis(runs) } : {}),
    ...wrong,
  };
}

/** The same mix through HTTP: our handler, row locks behind the same handler, and an answer without any work. */
async function overHttp(): Promise<object> {
  const load: Load = { pools: schools, claims, seats: seatsOf(claims), skew: 1.1 };
  const runs: { readonly ours: HttpRun; readonly locks: number; readonly empty: number; readonly oversold: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    log(`http, round ${round} …`);
    const [place, theirs] = [await fresh(load), await fresh({ ...load, claims: few })];
    const { campaign, wishes } = place.country;
    const ours = await steady({ design: 'register', url: place.appUrl, campaign }, wishes);
    const locks = await steady({ design: 'row_lock', url: theirs.ownerUrl, campaign: theirs.country.campaign }, theirs.country.wishes);
    const empty = await steady({ design: 'empty', url: '', campaign: '' }, wishes);
    runs.push({ ours, locks: locks.perSecond, empty: empty.perSecond, oversold: await oversoldIn(place.appUrl) });
    log(JSON.stringify(runs.at(-1)));
  }
  const wrong = {
    oversold: sum(runs, 'oversold'),
    outOfOrder: runs.reduce((all, { ours }) => all + ours.outOfOrder, 0),
    lost: runs.reduce((all, { ours }) => all + ours.lost, 0),
  };
  if (wrong.oversold + wrong.outOfOrder + wrong.lost > 0) return wrong;
  return {
    claimsPerSecond: median(runs.map(({ ours }) => ours.perSecond)),
    p50Ms: median(runs.map(({ ours }) => ours.p50Ms)),
    p99Ms: median(runs.map(({ ours }) => ours.p99Ms)),
    ratioToRowLock: ratio(median(runs.map(({ ours, locks }) => ours.perSecond / locks))),
    ratioToEmptyAnswer: ratio(median(runs.map(({ ours, empty }) => ours.perSecond / empty))),
    ...wrong,
  };
}

/** Nine o'clock: everybody within seconds over warm connections. Row locks get the same burst once. */
async function atOnce(): Promise<object> {
  const load: Load = { pools: schools, claims: burstClaims, seats: seatsOf(burstClaims), skew: 1.1 };
  const runs: (HttpRun & { readonly oversold: number })[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    log(`burst, round ${round}: ${burstClaims} claims …`);
    const place = await fresh(load);
    const { campaign, wishes } = place.country;
    runs.push({
      ...(await burst({ design: 'register', url: place.appUrl, campaign }, wishes, round)),
      oversold: await oversoldIn(place.appUrl),
    });
    log(JSON.stringify(runs.at(-1)));
  }
  const theirs = await fresh(load);
  log('burst by row locks …');
  const locks = await burst({ design: 'row_lock', url: theirs.ownerUrl, campaign: theirs.country.campaign }, theirs.country.wishes, 1);
  const wrong = { oversold: sum(runs, 'oversold'), outOfOrder: sum(runs, 'outOfOrder'), lost: sum(runs, 'lost') };
  if (wrong.oversold + wrong.outOfOrder + wrong.lost > 0) return wrong;
  const p99Ms = median(runs.map((run) => run.p99Ms));
  return {
    claims: burstClaims,
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms,
    p99RatioToRowLock: Math.round((p99Ms / locks.p99Ms) * 10_000) / 10_000,
    over1s: median(runs.map((run) => run.over1s)),
    refused: median(runs.map((run) => run.refused)),
    rssMb: Math.max(...runs.map((run) => run.rssMb)),
    ...wrong,
  };
}

/** The cost must not grow with the number of pools and schools, nor with the arrivals of earlier days: one, ten and a hundred times as many. */
async function growth(): Promise<object> {
  const perSecond: Record<string, number> = {};
  for (const times of [1, 10, 100]) {
    log(`growth: ${times} × …`);
    const load: Load = { pools: 92 * times, claims: 20_000, seats: 1_000, skew: 1.1, past: 3_000 * times };
    const place = await fresh(load);
    perSecond[`x${times}`] = (await throughRegister(place.appUrl, place.country)).claimsPerSecond;
  }
  const base = perSecond['x1'] as number;
  return { ...perSecond, ratioAt10: ratio((perSecond['x10'] as number) / base), ratioAt100: ratio((perSecond['x100'] as number) / base) };
}

/** `null` where Redis is not installed. */
function ratioToRedis(runs: readonly { readonly claimsPerSecond: number; readonly redis: number | null }[]): number | null {
  const ratios = runs.flatMap((run) => (run.redis === null ? [] : [run.claimsPerSecond / run.redis]));
  return ratios.length === 0 ? null : ratio(median(ratios));
}

/** The claims that find a free seat when all come in their order. */
function seatsGiven({ wishes }: Country, seats: number): ReadonlySet<number> {
  const taken = new Map<number, number>();
  const given = new Set<number>();
  wishes.forEach(({ pool }, place) => {
    const count = taken.get(pool) ?? 0;
    if (count < seats) given.add(place);
    taken.set(pool, count + 1);
  });
  return given;
}

function sum<Name extends string>(runs: readonly Readonly<Record<Name, number>>[], name: Name): number {
  return runs.reduce((all, run) => all + run[name], 0);
}

function ratio(value: number): number {
  return Math.round(value * 100) / 100;
}

/** How fast seats are given at the opening: the register against a row lock for every claim, in one run on one machine. */
import { parseArgs } from 'node:util';
import { startCluster, removeCluster } from '#tools/postgres/cluster.ts';
import { createDatabase } from '#tools/postgres/bootstrap.ts';
import { migrate } from '#tools/migrate.ts';
import { inData } from '#tools/project.ts';
import { fillCountry, type Load } from './rush/country.ts';
import { rowLocks } from './rush/row-locks.ts';
import { throughRegister } from './rush/through-register.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, claims: { type: 'string', default: '30000' } } });
const claims = Number(values.claims);
const log = (line: string) => process.stderr.write(`${line}\n`);

const loads = {
  hot: { pools: 1, claims, seats: Math.floor(claims / 3), skew: 0 },
  zipf: { pools: 2300, claims, seats: 60, skew: 1.1 },
} as const satisfies Record<string, Load>;

const dir = inData(`bench-${process.pid}`);
const cluster = await startCluster({ dir, log: () => undefined });
try {
  const results: Record<string, object> = {};
  for (const [name, load] of Object.entries(loads)) results[name] = await compare(name, load);
  if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
  else process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
} finally {
  await cluster.stop();
  await removeCluster(dir);
}

/** Runs both designs on databases of their own, filled alike; a wrong run prints no rate. */
async function compare(name: string, load: Load): Promise<object> {
  log(`${name}: ${load.claims} claims for ${load.pools} pools …`);
  const [ours, theirs] = [await freshDatabase(`ours_${name}`, load), await freshDatabase(`theirs_${name}`, load)];
  const register = await throughRegister(ours.appUrl, ours.country);
  // The slow design gets a tenth of the claims: its rate does not depend on how many there are.
  const locks = await rowLocks(theirs.ownerUrl, theirs.country, Math.floor(load.claims / 10));
  const { oversold, outOfOrder, lost } = register;
  if (oversold + outOfOrder + lost > 0) return { oversold, outOfOrder, lost };
  return { ...register, rowLockClaimsPerSecond: locks.claimsPerSecond, ratioToRowLock: register.claimsPerSecond / locks.claimsPerSecond };
}

async function freshDatabase(name: string, load: Load) {
  await createDatabase(cluster.adminUrl, name);
  const ownerUrl = cluster.ownerUrl(name);
  await migrate(ownerUrl, { log: () => undefined });
  return { ownerUrl, appUrl: cluster.appUrl(name), country: await fillCountry(ownerUrl, load) };
}

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { inspect } from 'node:util';
import { ensureBuilt } from './build.ts';
import { startChild } from './demo/children.ts';
import { startDatabase } from './demo/demo-database.ts';
import { demoSecrets } from './demo/demo-secrets.ts';
import { healLeftovers, refuseSecondStart } from './demo/leftovers.ts';
import { removeRecord, writeRecord } from './demo/run-record.ts';
import { seedIfEmpty } from './demo/seed.ts';
import { demoServerPlan, requireFreePort, serverAddress, waitUntilAnswering } from './demo/server.ts';
import { startSimulators } from './demo/simulators.ts';
import { stopSignal, type Stoppers } from './demo/stopping.ts';
import { welcome } from './demo/welcome.ts';
import { migrate } from './migrate.ts';
import { markOf } from './process-life.ts';
import { dataFolder, inProject } from './project.ts';
import { asTrouble, reportFailure } from './trouble.ts';

const log = (line: string) => process.stderr.write(`mektep: ${line}\n`);
const abort = stopSignal();
const stoppers: Stoppers = [];

try {
  if (process.env['NODE_ENV'] === 'production') await startProduction();
  else await startDemo({ isDev: process.argv.includes('--dev') });
} catch (error) {
  if (!abort.aborted) reportFailure(asTrouble(error, 'starting'));
}
if (stoppers.length > 0) log('stopping …');
for (const stop of stoppers.reverse()) await stop().catch((error: unknown) => log(`while stopping: ${inspect(error)}`));
process.exit();

/** The server alone, with the environment as given: it refuses by itself what production does not allow. */
async function startProduction(): Promise<void> {
  if (!existsSync(inProject('build', 'handler.js'))) await ensureBuilt({ log, abort });
  const server = await startChild({ name: 'server', args: [inProject('src/server/main.ts')], env: {}, output: 'own' });
  stoppers.push(server.stop);
  await endOf([server.ended]);
}

/** The whole demo: database, pages, simulators of the state's systems, demo data, server. */
async function startDemo({ isDev }: { readonly isDev: boolean }): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o711 });
  await refuseSecondStart();
  await healLeftovers(log);
  const address = serverAddress(process.env);
  await requireFreePort(address);
  const { address: database, ended: databaseEnded } = await startDatabase(log, stoppers, abort);
  await migrate(database.ownerUrl, { log });
  abort.throwIfAborted();
  if (!isDev) await ensureBuilt({ log, abort, demo: true });
  const secrets = await demoSecrets();
  const simulators = await startSimulators({ secrets, origin: address.origin, stoppers });
  abort.throwIfAborted();
  const plan = demoServerPlan({ address, database, secrets, simulators, isDev });
  const record = {
    starter: markOf(process.pid) ?? { pid: process.pid, started: '' },
    url: address.origin,
    database,
    simulators: simulators.urls,
    env: plan.settings,
  };
  const marks = () => children.map(({ mark }) => mark).filter((mark) => mark !== null);
  const children = [...simulators.children];
  stoppers.push(removeRecord);
  await writeRecord({ ...record, children: marks() });
  await seedIfEmpty(database.ownerUrl, plan.settings, { log, abort });
  const server = await startChild(plan);
  stoppers.push(server.stop);
  children.push(server);
  await writeRecord({ ...record, children: marks() });
  await waitUntilAnswering(address, server, abort);
  welcome(address.origin);
  await endOf([databaseEnded, ...children.map(({ ended }) => ended)]);
}

/** Until the person stops it or a part ends by itself, which is then said. */
async function endOf(ends: readonly Promise<string>[]): Promise<void> {
  const stopped = new Promise<null>((resolve) => abort.addEventListener('abort', () => resolve(null), { once: true }));
  const how = await Promise.race([stopped, ...ends]);
  if (how === null || abort.aborted) return;
  log(`${how}, so everything else is stopped too.`);
  process.exitCode = 1;
}

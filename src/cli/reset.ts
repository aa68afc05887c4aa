import { readdir, rm } from 'node:fs/promises';
import { Command } from 'commander';
import { demoClusterFolder } from '#tools/demo/demo-database.ts';
import { healLeftovers, refuseReset } from '#tools/demo/leftovers.ts';
import { isTestRunning, removeAbandonedTests } from '#tools/postgres/abandoned.ts';
import { removeCluster } from '#tools/postgres/cluster.ts';
import { dataFolder, inData } from '#tools/project.ts';
import { asTrouble } from '#tools/trouble.ts';

/** `mektep reset`: removes the demo's database, its secrets and records; the next start begins afresh. */
export function resetCommand(): Command {
  return new Command('reset')
    .description('remove the demo’s database, secrets and records; a database named by DATABASE_URL is never touched')
    .action(async () => {
      const log = (line: string) => process.stderr.write(`${line}\n`);
      await refuseReset();
      await healLeftovers(log);
      await removeAbandonedTests();
      await removeCluster(demoClusterFolder());
      await emptyDataFolder().catch((error: unknown) => {
        throw asTrouble(error, 'removing the demo’s data');
      });
      process.stdout.write('The demo is reset. `npm start` begins afresh.\n');
    });
}

/** Everything but what a test run is using at this moment. */
async function emptyDataFolder(): Promise<void> {
  const names = await readdir(dataFolder).catch(() => []);
  await Promise.all(names.filter((name) => !isTestRunning(name)).map((name) => rm(inData(name), { recursive: true, force: true })));
}

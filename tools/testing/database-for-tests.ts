import { randomBytes } from 'node:crypto';
import { migrate } from '../migrate.ts';
import { createDatabase } from '../postgres/bootstrap.ts';
import type { Cluster } from '../postgres/cluster.ts';

const template = 'mektep_template';

/** Makes the migrated template that every test's database is a copy of; answers what test processes are told of it. */
export async function databaseForTests(cluster: Cluster): Promise<Readonly<Record<string, string>>> {
  await createDatabase(cluster.adminUrl, template);
  await migrate(cluster.ownerUrl(template), { log: () => undefined });
  return {
    MEKTEP_TEST_ADMIN_URL: cluster.adminUrl,
    MEKTEP_TEST_OWNER_URL: cluster.ownerUrl(template),
    MEKTEP_TEST_APP_URL: cluster.appUrl(template),
    MEKTEP_TEST_TEMPLATE: template,
    // One key for the towns of a run: a database that is seeded once is opened by all of them.
    MEKTEP_TEST_MASTER_KEY: randomBytes(32).toString('base64'),
  };
}

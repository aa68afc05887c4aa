import { createDatabase } from '#tools/postgres/bootstrap.ts';
import type { Cluster } from '#tools/postgres/cluster.ts';
import { migrate } from '#tools/migrate.ts';

const template = 'mektep_template';

/** Makes the template that a town of the tests is cloned from, and says where it is as the test runner does. */
export async function templateFor(cluster: Cluster): Promise<void> {
  await createDatabase(cluster.adminUrl, template);
  await migrate(cluster.ownerUrl(template), { log: () => undefined });
  Object.assign(process.env, {
    MEKTEP_TEST_ADMIN_URL: cluster.adminUrl,
    MEKTEP_TEST_TEMPLATE: template,
    MEKTEP_TEST_OWNER_URL: cluster.ownerUrl(template),
    MEKTEP_TEST_APP_URL: cluster.appUrl(template),
  });
}

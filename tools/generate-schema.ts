import { writeOrCompare } from '#tools/generated-file.ts';
import { migrate } from '#tools/migrate.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { removeCluster, startCluster } from '#tools/postgres/cluster.ts';
import { inData, inProject } from '#tools/project.ts';
import { QUERIES } from '#tools/schema/catalogue-queries.ts';
import { reportFailure } from '#tools/trouble.ts';

const INTRODUCTION = `-- The database as the migrations leave it, printed from pg_catalog by \`node tools/generate-schema.ts\`.
-- For reading and for comparing; migrations are what is applied. The check of the house fails when this file is out of date.
`;

/** The schema of a migrated database as text, in an order that depends on names alone. */
export async function printSchema(ownerUrl: string): Promise<string> {
  return withClient(ownerUrl, async (client) => {
    const parts = [INTRODUCTION];
    for (const { title, sql } of QUERIES) {
      const { rows } = await client.query<{ statement: string }>(sql);
      if (rows.length > 0) parts.push(`-- ${title}\n\n${rows.map(({ statement }) => statement).join(separatorOf(title))}\n`);
    }
    return parts.join('\n');
  });
}

if (import.meta.main) {
  try {
    writeOrCompare(inProject('db', 'schema.sql'), await schemaOfMigrations());
  } catch (error) {
    reportFailure(error);
  }
}

/** Migrates an empty database in a cluster of its own and prints it. */
async function schemaOfMigrations(): Promise<string> {
  const dir = inData(`schema-${String(process.pid)}`);
  const log = () => undefined;
  const cluster = await startCluster({ dir, log });
  try {
    await migrate(cluster.ownerUrl('mektep'), { log });
    return await printSchema(cluster.ownerUrl('mektep'));
  } finally {
    await cluster.stop();
    await removeCluster(dir);
  }
}

/** Statements of several lines stand apart. */
function separatorOf(title: string): string {
  return ['Functions', 'Tables', 'Views'].includes(title) ? '\n\n' : '\n';
}

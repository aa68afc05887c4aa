import { createHash, randomBytes } from 'node:crypto';
import { seed } from '../../src/cli/seed.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { connect } from '#server/db/connect.ts';
import { openKeyRing } from '#server/db/keys.ts';
import { transact } from '#server/db/transaction.ts';
import type { Population } from '#simulators/population/population.ts';
import { copyOf, madeOnce, type TestDatabase } from './database.ts';

/** The key that opens what the towns of this run have sealed. */
export function keyOfTheRun(): string {
  return process.env['MEKTEP_TEST_MASTER_KEY'] ?? keyOfThisProcess;
}

const keyOfThisProcess = randomBytes(32).toString('base64');

/**
 * A database with the schools, streets and offices of a population under a law: seeded once in a run, by whichever file comes first, and copied
 * for every town that asks for the same.
 */
export async function seededDatabase(policy: Policy, population: Population, masterKey: string): Promise<TestDatabase> {
  const what = createHash('sha256')
    .update(JSON.stringify([policy, population, masterKey]))
    .digest('hex')
    .slice(0, 24);
  const template = await madeOnce(`seeded_${what}`, async ({ appUrl }) => {
    const database = connect(appUrl, { connections: 2, onLost: () => undefined });
    try {
      const keys = await openKeyRing(database, masterKey);
      await transact(database, 'system', (tx) => seed(tx, keys, policy, population));
    } finally {
      await database.close();
    }
  });
  return copyOf(template);
}

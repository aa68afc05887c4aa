import { Client } from 'pg';
import type { Town } from './town.ts';
import { until } from './until.ts';

/** The turn of the register in somebody else's hands; nothing is decided until it is given back. */
export type HeldTurn = { giveBack(): Promise<void> };

/** Takes the turn on a connection of its own. */
export async function holdTurn(town: Town): Promise<HeldTurn> {
  const client = new Client({ connectionString: town.test.appUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query("select set_config('mektep.actor', 'register', true)");
  await client.query('select batch from register for update');
  return {
    async giveBack() {
      await client.query('rollback');
      await client.end();
    },
  };
}

/** Waits until so many connections of the application stand before a lock. */
export async function untilWaiting(town: Town, count: number): Promise<void> {
  await until('whoever waits for the turn', async () => {
    const { rows } = await town.database.pool.query<{ waiting: number }>(
      "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return (rows[0]?.waiting ?? 0) >= count;
  });
}

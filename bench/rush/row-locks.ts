import pg from 'pg';
import type { Country, Wish } from './country.ts';

const connections = 16;

export type RowLocks = { claim(wish: Wish): Promise<'enrolled' | 'refused'>; close(): Promise<void> };

/** The usual design: each claim locks the row of its pool, counts, writes an arrival and a place, commits. */
export function openRowLocks(ownerUrl: string, campaign: string): RowLocks {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: connections });
  pool.on('error', (fault) => process.stderr.write(`${fault.message}\n`));
  let seq = 0;
  return {
    claim: (wish) => claimOne(pool, campaign, wish, ++seq),
    close: () => pool.end(),
  };
}

/** Claims a second by row locks, sixteen at a time. */
export async function rowLocks(ownerUrl: string, { campaign, wishes }: Country, claims: number): Promise<number> {
  const locks = openRowLocks(ownerUrl, campaign);
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let at = next++; at < claims; at = next++) await locks.claim(wishes[at] as Wish);
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await locks.close();
  return Math.round(claims / seconds);
}

async function claimOne(pool: pg.Pool, campaign: string, wish: Wish, seq: number): Promise<'enrolled' | 'refused'> {
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('mektep.actor', 'register', true)`);
    const { rows } = await client.query<{ free: number }>({
      name: 'lock',
      text: 'select capacity - taken as free from pool where id = $1 for update',
      values: [wish.pool],
    });
    const outcome = (rows[0]?.free ?? 0) > 0 ? 'enrolled' : 'refused';
    await client.query({
      name: 'arrive',
      text: `insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, grades, wishes, outcome, pool_id, over_quota, guarantee_lost, clause, next_step, received_at)
             values ($1, $2, 1, $3, $4, $5, 'enrol', 'guaranteed', 'registered_address', '{1}', array[$6::int], $7, $6, false, false, '21', 'bring_documents', now())`,
      values: [campaign, seq, wish.draft, wish.child, wish.person, wish.pool, outcome],
    });
    if (outcome === 'enrolled') {
      await client.query({ name: 'take', text: 'update pool set taken = taken + 1 where id = $1', values: [wish.pool] });
      await client.query({
        name: 'place',
        text: 'insert into place (campaign_id, child_id, pool_id, guarantee_lost, cancellations, seq) values ($1, $2, $3, false, 0, $4)',
        values: [campaign, wish.child, wish.pool, seq],
      });
    }
    await client.query('commit');
    return outcome;
  } finally {
    client.release();
  }
}

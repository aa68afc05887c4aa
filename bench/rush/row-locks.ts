import pg from 'pg';
import type { Country } from './country.ts';

const connections = 16;

/** The usual design: each claim locks the row of its pool, counts, writes an arrival and a place, commits. */
export async function rowLocks(ownerUrl: string, country: Country, claims: number): Promise<{ readonly claimsPerSecond: number }> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: connections });
  pool.on('error', (fault) => process.stderr.write(`${fault.message}\n`));
  const wishes = country.wishes.slice(0, claims);
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let at = next++; at < wishes.length; at = next++) await claimOne(pool, country, wishes[at] as Country['wishes'][number], at + 1);
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await pool.end();
  return { claimsPerSecond: Math.round(claims / seconds) };
}

async function claimOne(pool: pg.Pool, { campaign, person }: Country, wish: Country['wishes'][number], seq: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('mektep.actor', 'register', true)`);
    const { rows } = await client.query<{ free: number }>({
      name: 'lock',
      text: 'select capacity - taken as free from pool where id = $1 for update',
      values: [wish.pool],
    });
    const enrolled = (rows[0]?.free ?? 0) > 0;
    await client.query({
      name: 'arrive',
      text: `insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, grades, wishes, outcome, pool_id, over_quota, guarantee_lost, clause, next_step, received_at)
             values ($1, $2, 1, $3, $4, $5, 'enrol', 'guaranteed', 'registered_address', '{1}', array[$6::int], $7, $6, false, false, '21', 'bring_documents', now())`,
      values: [campaign, seq, wish.draft, wish.child, person, wish.pool, enrolled ? 'enrolled' : 'refused'],
    });
    if (enrolled) {
      await client.query({ name: 'take', text: 'update pool set taken = taken + 1 where id = $1', values: [wish.pool] });
      await client.query({
        name: 'place',
        text: 'insert into place (campaign_id, child_id, pool_id, guarantee_lost, cancellations, seq) values ($1, $2, $3, false, 0, $4)',
        values: [campaign, wish.child, wish.pool, seq],
      });
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}

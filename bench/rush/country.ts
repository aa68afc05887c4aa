import { policies } from '#domain/policy/registry.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

/** How many children want how many seats. `skew` 0 is one pool for all; otherwise Zipf's exponent over the pools. */
export type Load = { readonly pools: number; readonly claims: number; readonly seats: number; readonly skew: number };

export type Country = {
  readonly campaign: string;
  readonly person: string;
  readonly wishes: readonly { readonly draft: string; readonly child: string; readonly pool: number }[];
};

const policy = policies['kg-2025'];

/** Fills an empty database with a campaign whose children all have an open draft, each for one pool of the load's mix. */
export function fillCountry(ownerUrl: string, load: Load): Promise<Country> {
  return withClient(ownerUrl, async (client) => {
    const one = async (sql: string, values: readonly unknown[] = []) =>
      String((await client.query<{ id: unknown }>(sql, [...values])).rows[0]?.id);
    const campaign = await one(
      `insert into campaign (code, policy, policy_hash, version, published_by) values ('rush', $1, sha256('rush'), 1, 'bench') returning id`,
      [JSON.stringify(policy)],
    );
    await client.query('insert into register (campaign_id) values ($1)', [campaign]);
    await client.query(`insert into district (id, code, name, region, region_id) values (1, '1', '{"ru":"1"}', '{"ru":"1"}', 1)`);
    await client.query(
      `insert into school (code, district_id, kind, name, address, director) select n::text, 1, 'state', '{"ru":"1"}', '{"ru":"1"}', '' from generate_series(1, $1) n`,
      [load.pools],
    );
    await client.query(
      `insert into pool (campaign_id, school_id, grade, language, kind, capacity) select $1, id, 1, 'ky', 'general', $2 from school`,
      [campaign, load.seats],
    );
    const person = await one(
      `insert into person (country, national_id_cipher, national_id_index, surname, given) values ('--', '\\x00', sha256('0'), '', '') returning id`,
    );
    await client.query(
      `insert into child (country, national_id_cipher, national_id_index, surname, given, sex, birth_date, checked_at)
       select '--', '\\x00', sha256(n::text::bytea), '', '', 'female', '2019-01-01', now() from generate_series(1, $1) n`,
      [load.claims],
    );
    await client.query(
      `insert into family_link (person_id, child_id, relation, source, checked_at) select $1, id, 'parent', 'civil_registry', now() from child`,
      [person],
    );
    await client.query(`insert into draft (campaign_id, child_id, act, generation) select $1, id, 'enrol', 1 from child`, [campaign]);
    const stage = policy.stages[0];
    await client.query(
      `insert into offer (draft, person_id, stage, route, offered, grades, prepared_at) select id, $1, $2, $3, null, '{1}', now() from draft`,
      [person, stage.code, stage.route],
    );
    await client.query('vacuum analyze');
    const pools = (await client.query<{ id: number }>('select id from pool order by id')).rows.map(({ id }) => id);
    const drafts = (await client.query<{ draft: string; child: string }>('select id as draft, child_id as child from draft')).rows;
    const pick = chooser(pools, load.skew);
    return { campaign, person, wishes: drafts.map((row) => ({ ...row, pool: pick() })) };
  });
}

// Zipf over the pools with a seed of its own, so that both designs get the same mix.
function chooser(pools: readonly number[], skew: number): () => number {
  const weights = pools.map((_, rank) => 1 / (rank + 1) ** skew);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const upTo: number[] = [];
  weights.reduce((sum, weight, place) => (upTo[place] = sum + weight / total), 0);
  let state = 2025;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const at = state / 2 ** 32;
    const place = upTo.findIndex((limit) => at < limit);
    return pools[place < 0 ? pools.length - 1 : place] as number;
  };
}

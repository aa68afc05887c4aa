import { policies } from '#domain/policy/registry.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

/**
 * How many children want how many seats. `skew` 0 is one pool for all; otherwise Zipf's exponent over the pools. `past` are arrivals of children
 * who were answered before, each in its own draft and place.
 */
export type Load = {
  readonly pools: number;
  readonly claims: number;
  readonly seats: number;
  readonly skew: number;
  readonly past?: number;
};

/** One claim that will be made: a family of its own, signed in under `token`. */
export type Wish = {
  readonly draft: string;
  readonly child: string;
  readonly person: string;
  readonly pool: number;
  readonly token: string;
};

export type Country = { readonly campaign: string; readonly wishes: readonly Wish[] };

export const policy = policies['kg-2025'];

/** Fills an empty database with a campaign whose families all have signed in and have an open draft, each for one pool of the load's mix. */
export function fillCountry(ownerUrl: string, load: Load): Promise<Country> {
  const { pools, claims, seats, skew, past = 0 } = load;
  return withClient(ownerUrl, async (client) => {
    const run = (sql: string, values: readonly unknown[] = []) => client.query(sql, [...values]);
    const inserted = await client.query<{ id: string }>(
      `insert into campaign (code, policy, policy_hash, version, published_by) values ('rush', $1, sha256('rush'), 1, 'bench') returning id`,
      [JSON.stringify(policy)],
    );
    const campaign = inserted.rows[0]?.id ?? '';
    const all = claims + past;
    await run('insert into register (campaign_id, last_seq, batch) values ($1, $2, $3)', [campaign, past, past > 0 ? 1 : 0]);
    await run(`insert into district (id, code, name, region, region_id) values (1, '1', '{"ru":"1"}', '{"ru":"1"}', 1)`);
    await run(
      `insert into school (code, district_id, kind, name, address, director) select n::text, 1, 'state', '{"ru":"1"}', '{"ru":"1"}', '' from generate_series(1, $1::int) n`,
      [pools],
    );
    await run(
      `insert into pool (campaign_id, school_id, grade, language, kind, capacity) select $1, id, 1, 'ky', 'general', $2 from school`,
      [campaign, seats],
    );
    await run(
      `insert into person (country, national_id_cipher, national_id_index, surname, given, address)
       select '--', '\\x00', sha256(('p' || n)::bytea), n::text, '', jsonb_build_object('streetId', 1, 'house', n::text) from generate_series(1, $1::int) n`,
      [all],
    );
    await fillBoundaries(run, campaign);
    await run(
      `insert into child (country, national_id_cipher, national_id_index, surname, given, sex, birth_date, certificate_cipher, checked_at)
       select '--', '\\x00', sha256(('c' || n)::bytea), n::text, '', 'female', '2019-01-01', '\\x00', now() from generate_series(1, $1::int) n`,
      [all],
    );
    await run(
      `insert into family_link (person_id, child_id, relation, source, checked_at)
       select p.id, c.id, 'parent', 'civil_registry', now() from person p join child c using (surname)`,
    );
    await run(
      `insert into session (token_hash, person_id, user_agent, created_at, last_seen_at, expires_at)
       select sha256(('token-' || surname)::bytea), id, '', now(), now(), now() + interval '1 day' from person`,
    );
    await run(`insert into draft (campaign_id, child_id, act, generation) select $1, id, 'enrol', 1 from child`, [campaign]);
    if (past > 0) await fillPast(client.query.bind(client), campaign, past);
    await run('vacuum analyze');
    const ids = (await client.query<{ id: number }>('select id from pool order by id')).rows.map(({ id }) => id);
    const families = await client.query<Omit<Wish, 'pool'>>(
      `select d.id as draft, d.child_id as child, l.person_id as person, 'token-' || c.surname as token
       from draft d join family_link l using (child_id) join child c on c.id = d.child_id where c.surname::int > $1 order by c.surname::int`,
      [past],
    );
    const pick = chooser(ids, skew);
    const wishes = families.rows.map((row) => ({ ...row, pool: pick() }));
    await fillOffers(run, wishes);
    return { campaign, wishes };
  });
}

type Run = (sql: string, values?: readonly unknown[]) => Promise<unknown>;

// Every school has the one street, so that each family is served by whatever it wishes for.
async function fillBoundaries(run: Run, campaign: string): Promise<void> {
  await run(`insert into street (id, district_id, name) values (1, 1, '{"ru":"1"}')`);
  await run(
    `with version as (
       insert into boundary_version (campaign_id, school_id, number, from_day, published_at, published_by, source, ground, key)
       select $1, id, 1, '2025-01-01', now(), 'system', 'seed', '', gen_random_uuid() from school returning id, school_id)
     insert into boundary (campaign_id, school_id, street_id, houses, act, version_id, valid_from)
     select $1, school_id, 1, 'все дома', '{"title":{"ru":"1"},"number":"1","day":"2025-01-01"}', id, '2025-01-01' from version`,
    [campaign],
  );
}

// What the families' pages found when they were looked at.
async function fillOffers(run: Run, wishes: readonly Wish[]): Promise<void> {
  await run(
    `insert into offer (draft, person_id, homes, pools, versions, prepared_at)
     select w.draft, w.person, '[[1,"' || p.surname || '"]]', array[w.pool], array[v.id], now()
     from unnest($1::uuid[], $2::uuid[], $3::int[]) as w(draft, person, pool)
     join person p on p.id = w.person join pool q on q.id = w.pool join boundary_version v on v.school_id = q.school_id`,
    [wishes.map(({ draft }) => draft), wishes.map(({ person }) => person), wishes.map(({ pool }) => pool)],
  );
  await run('vacuum analyze offer');
}

// Those who came in earlier days and hold no seat any more: their arrivals and places are there, the seats are free.
async function fillPast(run: (sql: string, values: unknown[]) => Promise<unknown>, campaign: string, past: number): Promise<void> {
  await run(
    `insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, grades, wishes, outcome, over_quota, guarantee_lost, clause, next_step, received_at)
     select $1, c.surname::int, 1, d.id, c.id, l.person_id, 'enrol', 'guaranteed', 'registered_address', '{1}', '{1}', 'refused', false, false, '21', 'follow_remedy', now()
     from child c join draft d on d.child_id = c.id join family_link l on l.child_id = c.id where c.surname::int <= $2`,
    [campaign, past],
  );
  await run(
    `insert into place (campaign_id, child_id, guarantee_lost, cancellations, seq) select $1, id, false, 0, surname::int from child where surname::int <= $2`,
    [campaign, past],
  );
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
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at < (upTo[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return pools[low] as number;
  };
}

import { migrate } from '#tools/migrate.ts';
import { createDatabase, withClient } from '#tools/postgres/bootstrap.ts';
import { removeCluster, startCluster } from '#tools/postgres/cluster.ts';
import { inData } from '#tools/project.ts';
import { policies } from '#domain/policy/registry.ts';
import { effectService } from '#server/catchment/service-effect.ts';
import { connect } from '#server/db/connect.ts';
import type { MadeRow } from './acts.ts';
import { ratio } from './measure.ts';

/** A whole population resolved from the database, and the same addresses asked of a bare table with an index. */
export type InSql = {
  readonly addresses: number;
  readonly resolvedPerSecond: number;
  readonly bareIndexedQueriesPerSecond: number;
  readonly resolveToBareQuery: number;
  readonly served: number;
  readonly bareFound: number;
  readonly peakMegabytes: number;
};

const policy = policies['kg-2025'];
const RUNS = 3;
const BATCH = 20_000;

/** Fills a database of its own with the acts and so many families, and resolves them all as a change of boundaries does. */
export async function inSql(rows: readonly MadeRow[], addresses: number, log: (line: string) => void): Promise<InSql> {
  const dir = inData(`bench-resolve-${process.pid}`);
  const cluster = await startCluster({ dir, log: () => undefined });
  try {
    await createDatabase(cluster.adminUrl, 'resolve');
    const ownerUrl = cluster.ownerUrl('resolve');
    await migrate(ownerUrl, { log: () => undefined });
    log(`filling with ${rows.length} lines and ${addresses} families`);
    const campaign = await fill(ownerUrl, rows, addresses);
    const database = connect(cluster.appUrl('resolve'), { connections: 2, onLost: () => undefined });
    try {
      const effect = effectService(database, { id: campaign, policy });
      let [resolved, bare, served, found] = [0, 0, 0, 0];
      for (let run = 0; run < RUNS; run += 1) {
        const began = performance.now();
        const { asked, unserved } = await effect.betweenDays('2025-05-01', '2025-06-01');
        if (asked !== addresses) throw new Error(`${asked} of ${addresses} addresses were asked about`);
        resolved = Math.max(resolved, (asked / (performance.now() - began)) * 1000);
        served = asked - [...unserved.values()].reduce((sum, children) => sum + children, 0);
        const started = performance.now();
        found = await askBare(ownerUrl);
        bare = Math.max(bare, (addresses / (performance.now() - started)) * 1000);
        log(`${Math.round(resolved)} resolved, ${Math.round(bare)} bare a second`);
      }
      return {
        addresses,
        resolvedPerSecond: Math.round(resolved),
        bareIndexedQueriesPerSecond: Math.round(bare),
        resolveToBareQuery: ratio(resolved, bare),
        served,
        bareFound: found,
        peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      };
    } finally {
      await database.close();
    }
  } finally {
    await cluster.stop();
    await removeCluster(dir);
  }
}

/** The acts as a published version for each school; families at random houses; a bare table of a school for each street and number. */
async function fill(ownerUrl: string, rows: readonly MadeRow[], addresses: number): Promise<string> {
  return withClient(ownerUrl, async (client) => {
    const run = (sql: string, values: readonly unknown[] = []) => client.query(sql, [...values]);
    const inserted = await client.query<{ id: string }>(
      `insert into campaign (code, policy, policy_hash, version, published_by) values ('resolve', $1, sha256('resolve'), 1, 'bench') returning id`,
      [JSON.stringify(policy)],
    );
    const campaign = inserted.rows[0]?.id ?? '';
    await run(`insert into district (id, code, name, region, region_id) values (1, '1', '{"ru":"1"}', '{"ru":"1"}', 1)`);
    const streets = [...new Set(rows.map(({ street }) => street))];
    await run(`insert into street (id, district_id, name) select s, 1, '{"ru":"1"}' from unnest($1::int[]) s`, [streets]);
    await run(
      `insert into school (code, district_id, kind, name, address, director) select s::text, 1, 'state', '{"ru":"1"}', '{"ru":"1"}', '' from unnest($1::int[]) s`,
      [[...new Set(rows.map(({ school }) => school))]],
    );
    await run(
      `insert into boundary_version (campaign_id, school_id, number, from_day, published_at, published_by, source, ground, key)
       select $1, id, 1, '2025-01-01', now(), 'system', 'seed', '', gen_random_uuid() from school`,
      [campaign],
    );
    await run(
      `insert into boundary (campaign_id, school_id, street_id, houses, act, version_id, valid_from)
       select $1, s.id, r.street, r.houses, '{}', v.id, '2025-01-01'
       from unnest($2::text[], $3::int[], $4::text[]) r(school, street, houses) join school s on s.code = r.school join boundary_version v on v.school_id = s.id`,
      [campaign, rows.map(({ school }) => String(school)), rows.map(({ street }) => street), rows.map(({ houses }) => houses)],
    );
    await run(
      `insert into person (country, national_id_cipher, national_id_index, surname, given, address)
       select $1, '\\x00', sha256(('p' || n)::bytea), n::text, '', jsonb_build_object('streetId', ($2::int[])[1 + floor(random() * $3)::int], 'house', (1 + floor(random() * 120))::int || case when random() < 0.1 then 'а' else '' end)
       from generate_series(1, $4::int) n`,
      [policy.country, streets, streets.length, addresses],
    );
    await run(
      `insert into child (country, national_id_cipher, national_id_index, surname, given, sex, birth_date, checked_at)
       select $1, '\\x00', sha256(('c' || n)::bytea), n::text, '', 'female', '2019-01-01', now() from generate_series(1, $2::int) n`,
      [policy.country, addresses],
    );
    await run(
      `insert into family_link (person_id, child_id, relation, source, checked_at)
       select p.id, c.id, 'parent', 'civil_registry', now() from person p join child c on c.surname = p.surname`,
    );
    await run(
      `create table bare as select street_id, n as number, min(school_id::text) as school from boundary, generate_series(1, 120) n group by 1, 2`,
    );
    await run('create index bare_place on bare (street_id, number)');
    await run(
      `create table asked as select row_number() over () as n, (address ->> 'streetId')::int as street, regexp_replace(address ->> 'house', '\\D', '', 'g')::int as number from person`,
    );
    await run('create index asked_n on asked (n)');
    await run('vacuum analyze');
    return campaign;
  });
}

/** The plainest question an index can answer, for the same addresses in batches: which school has this street and number. */
function askBare(ownerUrl: string): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    await client.query('set enable_hashjoin = off; set enable_mergejoin = off');
    let found = 0;
    for (let from = 0; ; from += BATCH) {
      const { rows } = await client.query<{ school: string | null }>(
        'select b.school from asked a left join bare b on b.street_id = a.street and b.number = a.number where a.n > $1 and a.n <= $2',
        [from, from + BATCH],
      );
      if (rows.length === 0) return found;
      found += rows.filter(({ school }) => school !== null).length;
    }
  });
}

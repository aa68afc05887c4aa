import type pg from 'pg';
import type { CapacityDecision } from '#domain/allocation/capacity.ts';
import type { Decision } from '#domain/allocation/seat.ts';
import { type Answer, type ArrivalAnswered, type CapacityAnswer, openRegister, type Register } from '#server/allocation/service.ts';
import { replayCampaign } from '#server/allocation/service-replay.ts';
import { publishAll } from '#server/catchment/service-boundaries.ts';
import type { Database } from '#server/db/connect.ts';
import { read, transact } from '#server/db/transaction.ts';
import { canonical } from '#server/journal/entry.ts';
import { type Act, linesOf, type List, type Story } from './land.ts';
import type { PlayedStory } from './played-story.ts';
import type { Played } from './season.ts';

/** A story in the database. `ids`: its pools by their rows; `versions`: its lists by the versions they became. */
export type Entered = { readonly campaign: string; readonly ids: Map<number, number>; readonly versions: Map<string, string> };

/** Enters a story into the database as a campaign of its own: its schools with the lists they begin with, its families with their homes and drafts. */
export async function enterStory(client: pg.Client, story: Story, { season }: PlayedStory): Promise<Entered> {
  const { seed, policy, pools, lists, families, homes, streets } = story;
  const one = async (text: string, values: readonly unknown[]) =>
    String((await client.query<{ id: unknown }>(text, [...values])).rows[0]?.id);
  const campaign = await one(
    `insert into campaign (code, policy, policy_hash, version, published_by) values ($1, $2, sha256('season'), 1, 'season') returning id`,
    [`season ${seed}`, canonical(policy)],
  );
  await client.query('insert into register (campaign_id) values ($1)', [campaign]);
  await client.query(
    `insert into district (id, code, name, region, region_id) values (1, '1', '{"ru":"1"}', '{"ru":"1"}', 1) on conflict do nothing`,
  );
  await client.query(
    `insert into street (id, district_id, name) select n, 1, '{"ru":"1"}' from generate_series(1, $1::int) n on conflict do nothing`,
    [streets],
  );
  await client.query(
    `insert into school (id, code, district_id, kind, name, address, director) select s, s::text, 1, 'state', '{"ru":"1"}', '{"ru":"1"}', '' from unnest($1::uuid[]) s`,
    [lists.map(({ school }) => school)],
  );
  const ids = new Map<number, number>();
  for (const pool of pools) {
    const values = [campaign, pool.school, pool.grade, pool.language, pool.kind, pool.capacity];
    const row = await one(
      'insert into pool (campaign_id, school_id, grade, language, kind, capacity) values ($1, $2, $3, $4, $5, $6) returning id',
      values,
    );
    ids.set(pool.id, Number(row));
  }
  const people = families.flatMap(({ child, parents, born }) => parents.map((person) => ({ child, person, born })));
  const persons = [...new Set(people.map(({ person }) => person))];
  await client.query(
    `insert into person (id, country, national_id_cipher, national_id_index, surname, given, address)
     select p, '--', '\\x00', sha256(p::text::bytea), '', '', a::jsonb from unnest($1::uuid[], $2::text[]) as x(p, a)`,
    [persons, persons.map((person) => JSON.stringify(homes.get(person)))],
  );
  await client.query(
    `insert into child (id, country, national_id_cipher, national_id_index, surname, given, sex, birth_date, certificate_cipher, checked_at)
     select c, '--', '\\x00', sha256(c::text::bytea), '', '', 'female', b, '\\x00', now() from unnest($1::uuid[], $2::date[]) as x(c, b)`,
    [families.map(({ child }) => child), families.map(({ born }) => born)],
  );
  await client.query(
    `insert into family_link (person_id, child_id, relation, source, checked_at)
     select p, c, 'parent', 'civil_registry', now() from unnest($1::uuid[], $2::uuid[]) as x(p, c)`,
    [people.map(({ person }) => person), people.map(({ child }) => child)],
  );
  const claims = season.deeds.flatMap(({ request }) => (request.act === 'capacity' ? [] : [request]));
  await client.query(
    `insert into draft (id, campaign_id, child_id, act, generation)
     select d, $1, c, act, place::int from unnest($2::uuid[], $3::uuid[], $4::text[]) with ordinality as x(d, c, act, place)`,
    [campaign, claims.map(({ draft }) => draft), claims.map(({ child }) => child), claims.map(({ act }) => act)],
  );
  return { campaign, ids, versions: new Map() };
}

/** Publishes a list as an office does; `source` says whether it is one of those a campaign begins with. */
async function publish(
  database: Database,
  { campaign, versions }: Entered,
  list: List,
  atMs: number,
  source: 'seed' | 'editor',
): Promise<void> {
  const { school, fromDay, version: key } = list;
  const publication = { school, fromDay, lines: linesOf(list), source, ground: 'season', key };
  const by = { actor: 'system' as const, at: new Date(atMs), isDuringCampaign: true };
  const published = await transact(database, 'system', (tx) => publishAll(tx, campaign, by, [publication]));
  if (published.kind !== 'published') throw new Error(JSON.stringify(published));
  versions.set(key, published.version[0]?.id as string);
}

/**
 * Plays a story through two registers over one database, in turns, by a clock that shows what the story says; between them hands publish, families
 * move house and look at their pages. Answers what came of it in the story's own words.
 */
export async function playThroughRegister(
  database: Database,
  owner: pg.Client,
  story: Story,
  { looks }: PlayedStory,
  entered: Entered,
): Promise<{
  readonly decisions: Played['decisions'];
  readonly advances: readonly Decision[];
  readonly line: Played['line'];
  readonly rested: ReadonlyMap<string, { readonly homes: unknown; readonly version: string | null }>;
  readonly faults: readonly unknown[];
  readonly difference: unknown;
}> {
  const { policy, deeds, cuts } = story;
  const { campaign, ids, versions } = entered;
  const faults: unknown[] = [];
  let nowMs = 0;
  const open = () =>
    openRegister(database, {
      ...{ campaign: { id: campaign, policy }, clock: { now: () => nowMs }, queueLimit: 10_000, batchLimit: 1_000, patienceMs: 30_000 },
      onFault: (fault) => faults.push(fault),
    });
  const registers: readonly [Register, Register] = [open(), open()];
  const back = new Map([...ids].map(([season, row]) => [row, season]));
  const asked: Promise<Decision | CapacityDecision | null>[] = [];
  for (const list of story.lists) await publish(database, entered, list, deeds[0]?.atMs ?? 0, 'seed');
  let turn = 0;
  for (const [place, { atMs, act }] of deeds.entries()) {
    const isHand = act.kind !== 'claims' && act.kind !== 'declines' && act.kind !== 'withdraws' && act.kind !== 'changes seats';
    if (cuts.has(place) || isHand) {
      await Promise.all(asked);
      turn += 1;
    }
    nowMs = atMs;
    const register = registers[turn % 2] as Register;
    if (act.kind === 'changes seats') {
      const key = `00000000-0000-4000-8000-${campaign.slice(-8)}${String(place).padStart(4, '0')}`;
      const change = {
        key,
        pools: [{ pool: ids.get(act.pool) as number, capacity: act.capacity }],
        actor: 'office:season',
        ground: 'order 1',
      };
      asked.push(register.changeCapacity(change).then((answer) => seatsTold(answer, back)));
    } else if (act.kind === 'claims' || act.kind === 'declines' || act.kind === 'withdraws') {
      if (act.kind === 'claims') await keepLook(owner, act, looks.get(act.draft) ?? null, { ids, versions });
      asked.push(
        register.claim({ draft: act.draft, by: { person: act.person }, ...pressOf(act, ids) }).then((answer) => told(answer, back)),
      );
    } else if (act.kind === 'publishes') await publish(database, entered, act.list, atMs, 'editor');
    else await happen(owner, act);
  }
  const decisions = await Promise.all(asked);
  for (const register of registers) await register.close();
  // In pages so small that many end between an act and what the line was given after it.
  const { difference } = await replayCampaign(database, { id: campaign, policy }, 5);
  const rested = await restedOf(database, campaign);
  return { decisions, ...(await lineOf(database, campaign, back)), rested, faults, difference };
}

/** What the family's page found when it was drawn last, kept beside the draft as the page keeps it. */
async function keepLook(
  owner: pg.Client,
  { draft, person }: Extract<Act, { readonly kind: 'claims' }>,
  look: { readonly homes: string; readonly pools: readonly number[]; readonly versions: readonly string[] } | null,
  { ids, versions }: Pick<Entered, 'ids' | 'versions'>,
): Promise<void> {
  if (look === null) return;
  await owner.query('insert into offer (draft, person_id, homes, pools, versions, prepared_at) values ($1, $2, $3, $4, $5, now())', [
    ...[draft, person, look.homes, look.pools.map((id) => ids.get(id)), look.versions.map((id) => versions.get(id))],
  ]);
}

async function happen(owner: pg.Client, act: Act): Promise<void> {
  if (act.kind === 'moves house') await owner.query('update person set address = $2 where id = $1', [act.person, JSON.stringify(act.home)]);
  if (act.kind === 'is listed as prepared')
    await owner.query(
      `insert into preschool_list (country, national_id_index, organisation)
       select country, national_id_index, '' from child where id = $1 on conflict do nothing`,
      [act.child],
    );
}

/** What every claim rested on, by its draft. */
async function restedOf(database: Database, campaign: string) {
  const rows = await read(database, 'system', (reader) =>
    reader
      .selectFrom('arrival')
      .select(['draft', 'homes', 'version_id'])
      .where('campaign_id', '=', campaign)
      .where('act', '=', 'enrol')
      .execute(),
  );
  return new Map(rows.map(({ draft, homes, version_id: version }) => [draft, { homes, version }]));
}

function pressOf(act: Extract<Act, { readonly draft: string }>, ids: ReadonlyMap<number, number>) {
  if (act.kind === 'claims') return { act: 'enrol', wishes: act.wishes.map((id) => ids.get(id) as number) } as const;
  return act.kind === 'declines' ? ({ act: 'decline', reason: 'private_school' } as const) : ({ act: 'withdraw' } as const);
}

/** What the line was given, in the order of the numbers, and who stands in it at the end. */
async function lineOf(database: Database, campaign: string, back: ReadonlyMap<number, number>) {
  const { given, standing } = await read(database, 'system', async (reader) => ({
    given: await reader
      .selectFrom('arrival')
      .selectAll()
      .where('campaign_id', '=', campaign)
      .where('act', '=', 'advance')
      .orderBy('seq')
      .execute(),
    standing: await reader
      .selectFrom('line')
      .select(['child_id', 'seq'])
      .distinct()
      .where('campaign_id', '=', campaign)
      .orderBy('seq')
      .execute(),
  }));
  return { advances: given.map((arrival) => decisionOf(arrival, back)), line: standing.map(({ child_id }) => child_id) };
}

function told(answer: Answer, back: ReadonlyMap<number, number>): Decision | null {
  if (answer.kind === 'not_open_yet') return null;
  if (answer.kind !== 'answered') throw new Error(`answered ${answer.kind}`);
  return decisionOf(answer.arrival, back);
}

function decisionOf(arrival: ArrivalAnswered, back: ReadonlyMap<number, number>): Decision {
  const pool = (id: number | null) => (id === null ? null : (back.get(id) as number));
  return {
    ...{
      draft: arrival.draft,
      child: arrival.child_id,
      outcome: arrival.outcome,
      pool: pool(arrival.pool_id),
      applied: pool(arrival.applied_pool_id),
    },
    ...{ released: pool(arrival.released_id), freeBefore: arrival.free_before, overQuota: arrival.over_quota },
    ...{ guaranteeLost: arrival.guarantee_lost, refusal: arrival.refusal, clause: arrival.clause, next: arrival.next_step },
  };
}

function seatsTold(answer: CapacityAnswer, back: ReadonlyMap<number, number>): CapacityDecision {
  const pool = (row: number) => back.get(row) as number;
  if (answer.kind === 'changed') {
    const changes = answer.changes.map(({ before, after, taken, ...change }) => ({ pool: pool(change.pool), before, after, taken }));
    return { outcome: 'changed', changes };
  }
  if (answer.kind !== 'refused') throw new Error(`answered ${answer.kind}`);
  const { kind: _kind, ...decision } = answer;
  return { ...decision, pool: pool(decision.pool) };
}

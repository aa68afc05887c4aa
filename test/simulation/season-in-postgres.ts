import type pg from 'pg';
import type { CapacityDecision } from '#domain/allocation/capacity.ts';
import type { Decision, SeatRequest } from '#domain/allocation/seat.ts';
import { type Answer, type ArrivalAnswered, type CapacityAnswer, openRegister } from '#server/allocation/service.ts';
import { replayCampaign } from '#server/allocation/service-replay.ts';

import type { Database } from '#server/db/connect.ts';
import { read } from '#server/db/transaction.ts';
import { canonical } from '#server/journal/entry.ts';
import type { Played, Season } from './season.ts';

type Entered = { readonly campaign: string; readonly person: string; readonly ids: ReadonlyMap<number, number> };

/** Enters a season into the database as a campaign of its own; the children all have one parent. `ids`: the season's pools by their rows. */
export async function enterSeason(client: pg.Client, { seed, policy, pools, deeds }: Season): Promise<Entered> {
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
    `insert into school (id, code, district_id, kind, name, address, director) select s, s::text, 1, 'state', '{"ru":"1"}', '{"ru":"1"}', '' from unnest($1::uuid[]) s`,
    [pools.map(({ school }) => school)],
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
  const person = await one(
    `insert into person (country, national_id_cipher, national_id_index, surname, given) values ('--', '\\x00', sha256(convert_to($1::text, 'UTF8')), '', '') returning id`,
    [`season ${seed}`],
  );
  const claims = deeds.flatMap(({ request }) => (request.act === 'capacity' ? [] : [request]));
  await client.query(
    `with child as (
       insert into child (id, country, national_id_cipher, national_id_index, surname, given, sex, birth_date, checked_at)
       select c, '--', '\\x00', sha256(c::text::bytea), '', '', 'female', '2019-01-01', now() from unnest($1::uuid[]) c returning id)
     insert into family_link (person_id, child_id, relation, source, checked_at) select $2, id, 'parent', 'civil_registry', now() from child`,
    [[...new Set(claims.map(({ child }) => child))], person],
  );
  await enterDrafts(client, { campaign, person, ids }, claims);
  return { campaign, person, ids };
}

async function enterDrafts(client: pg.Client, { campaign, person, ids }: Entered, claims: readonly SeatRequest[]): Promise<void> {
  await client.query(
    `insert into draft (id, campaign_id, child_id, act, generation)
     select d, $1, c, act, place::int from unnest($2::uuid[], $3::uuid[], $4::text[]) with ordinality as x(d, c, act, place)`,
    [campaign, claims.map(({ draft }) => draft), claims.map(({ child }) => child), claims.map(({ act }) => act)],
  );
  const offers = claims.map(({ draft, basis }) => {
    const offered = basis.offered === null ? null : `{${basis.offered.map((id) => ids.get(id)).join(',')}}`;
    return [draft, basis.stage, basis.route, offered] as const;
  });
  await client.query(
    `insert into offer (draft, person_id, stage, route, offered, grades, prepared_at)
     select d, $1, stage, route, offered::int[], '{1}', now() from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as x(d, stage, route, offered)`,
    [person, ...[0, 1, 2, 3].map((column) => offers.map((offer) => offer[column as 0]))],
  );
}

/** Plays a season through the register, by a clock that shows what the season says, and answers what came of it in the season's own words. */
export async function playThroughRegister(
  database: Database,
  { policy, deeds, cuts }: Season,
  { campaign, person, ids }: Entered,
): Promise<{
  readonly decisions: Played['decisions'];
  readonly advances: readonly Decision[];
  readonly line: Played['line'];
  readonly faults: readonly unknown[];
  readonly difference: unknown;
}> {
  const faults: unknown[] = [];
  let nowMs = 0;
  const register = openRegister(database, {
    ...{ campaign: { id: campaign, policy }, clock: { now: () => nowMs }, queueLimit: 10_000, batchLimit: 1_000, patienceMs: 30_000 },
    onFault: (fault) => faults.push(fault),
  });
  const back = new Map([...ids].map(([season, row]) => [row, season]));
  const asked: Promise<Decision | CapacityDecision | null>[] = [];
  for (const [place, { atMs, request }] of deeds.entries()) {
    if (cuts.has(place)) await Promise.all(asked);
    nowMs = atMs;
    if (request.act === 'capacity') {
      const key = `00000000-0000-4000-8000-${campaign.slice(-8)}${String(place).padStart(4, '0')}`;
      const pools = request.pools.map(({ pool, capacity }) => ({ pool: ids.get(pool) as number, capacity }));
      const change = { key, pools, actor: 'office:season', ground: 'order 1' };
      asked.push(register.changeCapacity(change).then((answer) => seatsTold(answer, back)));
    } else
      asked.push(register.claim({ draft: request.draft, by: { person }, ...actOf(request, ids) }).then((answer) => told(answer, back)));
  }
  const decisions = await Promise.all(asked);
  await register.close();
  // In pages so small that many end between an act and what the line was given after it.
  const { difference } = await replayCampaign(database, { id: campaign, policy }, 5);
  return { decisions, ...(await lineOf(database, campaign, back)), faults, difference };
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

function actOf(request: SeatRequest, ids: ReadonlyMap<number, number>) {
  switch (request.act) {
    case 'enrol':
      return { act: request.act, wishes: request.wishes.map((id) => ids.get(id) as number) };
    case 'decline':
      return { act: request.act, reason: request.reason };
    case 'withdraw':
      return { act: request.act };
    default:
      throw new Error(`the register has no door for ${request.act}`);
  }
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

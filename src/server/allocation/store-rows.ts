import type { Home } from '#domain/catchment/in-force.ts';
import { flagsText, idsText, numbersText, textsText, wordsText } from '../db/array-text.ts';
import type { ArrivalWritten, Writing } from './store-writing.ts';

/**
 * The rows of a batch as one statement takes them: as columns. Most of an arrival is the same for many: its stage, clause, outcome, refusal. Such a
 * kind of arrival is sent once, and each arrival names its kind by its place.
 */
export function rowsValues({ campaign, batch, arrivals, places, pools }: Writing): unknown[] {
  const { kinds, kindOf } = kindsOf(arrivals);
  const decided = arrivals.map((arrival) => arrival.decision);
  const [entered, changed] = [places.filter(({ isNew }) => isNew), places.filter(({ isNew }) => !isNew)];
  const placeColumns = (some: typeof places) => [
    idsText(some.map((place) => place.child)),
    numbersText(some.map((place) => place.pool)),
    numbersText(some.map((place) => place.waiting)),
    flagsText(some.map((place) => place.guaranteeLost)),
    numbersText(some.map((place) => place.cancellations)),
    numbersText(some.map((place) => place.seq)),
  ];
  return [
    campaign,
    batch,
    numbersText(arrivals.map((arrival) => arrival.seq)),
    idsText(decided.map((decision) => decision.draft)),
    idsText(decided.map((decision) => decision.child)),
    idsText(arrivals.map((arrival) => arrival.person)),
    numbersText(kindOf),
    textsText(arrivals.map(({ basis }) => (basis.offered === null ? null : numbersText(basis.offered)))),
    textsText(arrivals.map((arrival) => numbersText(arrival.wishes))),
    numbersText(decided.map((decision) => decision.pool)),
    numbersText(decided.map((decision) => decision.applied)),
    numbersText(decided.map((decision) => decision.released)),
    numbersText(decided.map((decision) => decision.freeBefore)),
    numbersText(arrivals.map((arrival) => arrival.receivedAt.getTime() / 1000)),
    wordsText(kinds.map(({ act }) => act)),
    wordsText(kinds.map(({ basis }) => basis.stage)),
    wordsText(kinds.map(({ basis }) => basis.route)),
    textsText(kinds.map(({ basis }) => numbersText(basis.grades))),
    textsText(kinds.map(({ reason }) => reason)),
    wordsText(kinds.map(({ decision }) => decision.outcome)),
    flagsText(kinds.map(({ decision }) => decision.overQuota)),
    flagsText(kinds.map(({ decision }) => decision.guaranteeLost)),
    textsText(kinds.map(({ decision }) => (decision.refusal === null ? null : JSON.stringify(decision.refusal)))),
    textsText(kinds.map(({ decision }) => decision.clause)),
    wordsText(kinds.map(({ decision }) => decision.next)),
    ...placeColumns(entered),
    ...placeColumns(changed),
    changed.length,
    numbersText(pools.map((pool) => pool.id)),
    numbersText(pools.map((pool) => pool.believed)),
    numbersText(pools.map((pool) => pool.taken)),
    numbersText(pools.map((pool) => pool.overQuota)),
    numbersText(pools.map((pool) => pool.capacity)),
    pools.length,
    textsText(arrivals.map(({ homes }) => (homes === null ? null : homesText(homes)))),
    wordsText(arrivals.map(({ version }) => version)),
  ];
}

/** Homes as an arrival keeps them. */
function homesText(homes: readonly Home[]): string {
  return JSON.stringify(homes.map(({ streetId, house }) => ({ streetId, house })));
}

/** One arrival for each kind there is in a batch, and beside each arrival the place of its kind, counted from one. */
function kindsOf(arrivals: readonly ArrivalWritten[]): { readonly kinds: readonly ArrivalWritten[]; readonly kindOf: readonly number[] } {
  const kinds: ArrivalWritten[] = [];
  const known = new Map<string, number>();
  const kindOf = arrivals.map((arrival) => {
    const { act, basis, reason, decision } = arrival;
    const { outcome, overQuota, guaranteeLost, refusal, clause, next } = decision;
    const refused = refusal === null ? '' : JSON.stringify(refusal);
    const key = [act, basis.stage, basis.route, basis.grades, reason, outcome, overQuota, guaranteeLost, clause, next, refused].join('|');
    const place = known.get(key) ?? kinds.push(arrival);
    known.set(key, place);
    return place;
  });
  return { kinds, kindOf };
}

// Each row to change is looked up by its key and then by where it lies: joined, a plan made while the tables were empty reads all of them each time.
/** Inserts arrivals and first places, changes places, counts seats; ends the transaction where one of them is not as it was believed. */
export const rowsSql = `
with kind as materialized (
  select k.act, k.stage, k.route, k.grades::smallint[] as grades, k.reason, k.outcome, k.over_quota, k.guarantee_lost, k.refusal::jsonb as refusal, k.clause, k.next_step, k.place
  from unnest($15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::boolean[], $22::boolean[], $23::text[], $24::text[], $25::text[])
    with ordinality as k(act, stage, route, grades, reason, outcome, over_quota, guarantee_lost, refusal, clause, next_step, place)
), arrived as (
  insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, offered, grades, wishes, reason, outcome, pool_id, applied_pool_id, released_id,
                       free_before, over_quota, guarantee_lost, refusal, clause, next_step, received_at, homes, version_id)
  select $1, a.seq, $2, a.draft, a.child, a.person, k.act, k.stage, k.route, a.offered::int[], k.grades, a.wishes::int[], k.reason, k.outcome, a.pool, a.applied, a.released,
         a.free_before, k.over_quota, k.guarantee_lost, k.refusal, k.clause, k.next_step, to_timestamp(a.received), a.homes::jsonb, a.version
  from unnest($3::bigint[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[], $8::text[], $9::text[], $10::int[], $11::int[], $12::int[], $13::int[], $14::float8[], $45::text[], $46::uuid[])
    as a(seq, draft, child, person, kind, offered, wishes, pool, applied, released, free_before, received, homes, version)
  join kind k on k.place = a.kind
), entered as (
  insert into place (campaign_id, child_id, pool_id, waiting_pool_id, guarantee_lost, cancellations, seq)
  select $1, p.child, p.pool, p.waiting, p.guarantee_lost, p.cancellations, p.seq
  from unnest($26::uuid[], $27::int[], $28::int[], $29::boolean[], $30::int[], $31::bigint[]) as p(child, pool, waiting, guarantee_lost, cancellations, seq)
), changed as (
  update place set pool_id = p.pool, waiting_pool_id = p.waiting, guarantee_lost = p.guarantee_lost, cancellations = p.cancellations, seq = p.seq
  from unnest($32::uuid[], $33::int[], $34::int[], $35::boolean[], $36::int[], $37::bigint[]) as p(child, pool, waiting, guarantee_lost, cancellations, seq),
       lateral (select ctid from place where campaign_id = $1 and child_id = p.child offset 0) as found
  where place.ctid = found.ctid
  returning place.child_id
), counted as (
  update pool set taken = c.taken, over_quota = c.over_quota, capacity = c.capacity
  from unnest($39::int[], $40::int[], $41::int[], $42::int[], $43::int[]) as c(id, believed, taken, over_quota, capacity),
       lateral (select ctid, campaign_id, taken from pool where id = c.id offset 0) as found
  where pool.ctid = found.ctid and found.campaign_id = $1 and found.taken = c.believed
  returning pool.id
)
select abort_unless((select count(*) from counted) = $44::int and (select count(*) from changed) = $38::int) as held`;

import type { Home } from '#domain/catchment/in-force.ts';
import type { InLine, LineChanges } from '#domain/allocation/line.ts';
import type { Decision, SeatAct, Standing } from '#domain/allocation/seat.ts';
import type { Route } from '#domain/policy/stages.ts';
import { numbersText, wordsText } from '../db/array-text.ts';
import type { Turn } from './store-turn.ts';

/** What of the line a batch can reach: the claims of its own children, and the first of each pool and stage. */
export type Reach = {
  readonly children: readonly string[];
  readonly pools: readonly number[];
  readonly stages: readonly string[];
  /** Seats that may become free in it; of each pool so many are looked at, and one more for each of its children who may leave the line. */
  readonly seats: number;
};

/** A claim found in line, with who pressed, when, and what its child has. */
export type InLineFound = {
  readonly seq: number;
  readonly draft: string;
  readonly child_id: string;
  readonly person_id: string;
  readonly stage: string;
  readonly route: Route;
  readonly offered: readonly number[] | null;
  readonly grades: readonly number[];
  readonly wishes: readonly number[];
  readonly received_at: Date;
  /** The homes it was given its number by, and beside its wishes the version that served each then; `null` where no boundaries decide. */
  readonly homes: readonly Home[] | null;
  readonly versions: readonly (string | null)[];
  /** Whether the child has a place in the campaign, however empty. */
  readonly placed: boolean;
  readonly guarantee_lost: boolean;
  readonly cancellations: number;
};

/** The claims in line within reach, the first who came first. `zone` tells on which day a claim was received. */
export async function findInLine(
  turn: Turn,
  campaign: string,
  zone: string,
  { children, pools, stages, seats }: Reach,
): Promise<readonly InLineFound[]> {
  const { rows } = await turn.query<InLineFound>({
    name: 'find-in-line',
    text: findInLineSql,
    values: [campaign, wordsText(children), numbersText(pools), wordsText(stages), seats, zone],
  });
  return rows;
}

/** What a child in line has: never a seat. */
export function standingOf({ guarantee_lost: guaranteeLost, cancellations }: InLineFound): Standing {
  return { pool: null, waiting: null, guaranteeLost, cancellations };
}

/** Who joined and left the line in a batch, and the arrivals that say so and what it was given. */
export type LineWritten = { readonly campaign: string; readonly line: LineChanges; readonly arrivals: readonly Written[] };
type Written = { readonly seq: number; readonly act: SeatAct; readonly decision: Pick<Decision, 'draft' | 'child'> };

/** Writes the line as a batch leaves it, one row for each pool that is stood in line for, and the drafts of what it was given. */
export function writeLine(turn: Turn, { campaign, line, arrivals }: LineWritten): Promise<unknown> {
  const seqOf = new Map(arrivals.map(({ seq, decision }) => [decision.draft, seq]));
  const joined = [...line.values()].filter((claim): claim is InLine => claim !== null);
  const rows = joined.flatMap(({ draft, child, basis, wishes }) =>
    [...new Set(wishes)].map((pool) => ({ pool, stage: basis.stage, seq: seqOf.get(draft) as number, child })),
  );
  const given = arrivals.filter(({ act }) => act === 'advance');
  return turn.query({
    name: 'write-line',
    text: writeLineSql,
    values: [
      campaign,
      wordsText([...line.keys()]),
      numbersText(rows.map(({ pool }) => pool)),
      wordsText(rows.map(({ stage }) => stage)),
      numbersText(rows.map(({ seq }) => seq)),
      wordsText(rows.map(({ child }) => child)),
      wordsText(given.map(({ decision }) => decision.draft)),
      wordsText(given.map(({ decision }) => decision.child)),
      numbersText(given.map(({ seq }) => seq)),
    ],
  });
}

// Of each pool and stage by the key alone, so that a long line costs no more than what may be given.
const findInLineSql = `
with own as (
  select distinct seq from line where campaign_id = $1 and child_id = any($2::uuid[])
), reached as (
  select seq from own
  union
  select l.seq
  from unnest($3::int[]) as asked(pool)
  cross join unnest($4::text[]) as open(stage)
  cross join lateral (
    select seq from line where campaign_id = $1 and pool_id = asked.pool and stage = open.stage
    order by seq limit $5::int + (select count(*) from own)
  ) l
)
select a.seq, a.draft, a.child_id, a.person_id, a.stage, a.route, a.offered, a.grades, a.wishes, a.received_at, a.homes,
       case when a.homes is null then '{}' else array(
         select (
           select v.id from boundary_version v left join boundary_change c on c.version_id = v.id
           where v.campaign_id = $1 and v.school_id = q.school_id and v.from_day <= (a.received_at at time zone $6)::date and coalesce(c.seq, 0) < a.seq
           order by v.from_day desc, v.number desc limit 1)
         from unnest(a.wishes) with ordinality as w(pool, place) cross join lateral (select school_id from pool where id = w.pool offset 0) q
         order by w.place) end as versions,
       p.guarantee_lost is not null as placed, coalesce(p.guarantee_lost, false) as guarantee_lost, coalesce(p.cancellations, 0) as cancellations
from reached
cross join lateral (select * from arrival where campaign_id = $1 and seq = reached.seq offset 0) a
left join lateral (select guarantee_lost, cancellations from place where campaign_id = $1 and child_id = a.child_id offset 0) p on true
order by a.seq`;

const writeLineSql = `
with left_it as (
  delete from line where campaign_id = $1 and child_id = any($2::uuid[])
), joined as (
  insert into line (campaign_id, pool_id, stage, seq, child_id)
  select $1, j.pool, j.stage, j.seq, j.child from unnest($3::int[], $4::text[], $5::bigint[], $6::uuid[]) as j(pool, stage, seq, child)
)
insert into draft (id, campaign_id, child_id, act, generation)
select d.id, $1, d.child, 'advance', d.seq from unnest($7::uuid[], $8::uuid[], $9::int[]) as d(id, child, seq)`;

import type { SeatAct } from '#domain/allocation/seat.ts';
import type { Route } from '#domain/policy/stages.ts';
import { bytesText, wordsText } from '../db/array-text.ts';
import type { Turn } from './store-turn.ts';

/** One claim of a batch: its draft, and who asks, by session or by person. */
export type Asked = { readonly draft: string; readonly token: Buffer | null; readonly person: string | null };

/** A draft as it is found for one claim, with everything the answer depends on; `draft` null when there is none that was offered to this person. */
export type DraftFound = {
  readonly draft: string | null;
  readonly child_id: string;
  readonly act: SeatAct;
  readonly stage: string;
  readonly route: Route;
  readonly offered: readonly number[] | null;
  readonly grades: readonly number[];
  readonly person_id: string | null;
  readonly linked: boolean;
  /** Whether the child has a place in the campaign, however empty. */
  readonly placed: boolean;
  readonly answered: number | null;
  readonly pool_id: number | null;
  readonly waiting_pool_id: number | null;
  readonly guarantee_lost: boolean;
  readonly cancellations: number;
  /** The last batch that this knows of. */
  readonly as_of: number;
};

/** What the claims of a batch rest on, beside them; all of it as it stood at one moment. */
export async function findDrafts(client: Turn, campaign: string, asked: readonly Asked[]): Promise<readonly DraftFound[]> {
  const { rows } = await client.query<{ readonly as_of: number; readonly lines: string | null }>({
    name: 'find-drafts',
    text: findDraftsSql,
    values: [
      campaign,
      wordsText(asked.map(({ draft }) => draft)),
      bytesText(asked.map(({ token }) => token)),
      wordsText(asked.map(({ person }) => person)),
    ],
  });
  const [{ as_of, lines } = { as_of: 0, lines: null }] = rows;
  return lines === null ? [] : lines.split('\n').map((line) => foundIn(line, as_of));
}

/** One line of what is found, as the statement writes it: its values in their order, nothing for what is not there. */
function foundIn(line: string, asOf: number): DraftFound {
  const [draft = '', child = '', act, stage = '', route, offered = '', grades = '', person = '', linked, answered, place] =
    line.split('\t');
  const [pool, waiting, lost, cancellations] = place === undefined || place === '' ? [] : place.split('/');
  return {
    draft: draft || null,
    child_id: child,
    act: act as SeatAct,
    stage,
    route: route as Route,
    offered: numbersOf(offered),
    grades: numbersOf(grades) ?? [],
    person_id: person || null,
    linked: linked === 't',
    answered: numberOf(answered),
    placed: lost !== undefined,
    pool_id: numberOf(pool),
    waiting_pool_id: numberOf(waiting),
    guarantee_lost: lost === 't',
    cancellations: numberOf(cancellations) ?? 0,
    as_of: asOf,
  };
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}

// Families of one street are offered the same pools: the same few texts come by the thousand.
const lists = new Map<string, readonly number[]>();
const listsAtMost = 20_000;

function numbersOf(text: string): readonly number[] | null {
  if (text === '') return null;
  const known = lists.get(text);
  if (known !== undefined) return known;
  if (lists.size >= listsAtMost) lists.clear();
  const numbers = text === '{}' ? [] : text.slice(1, -1).split(',').map(Number);
  lists.set(text, numbers);
  return numbers;
}

// Each row is looked up by its key and by nothing else: `offset 0` keeps the planner from joining whole tables that were empty a moment ago. All
// of it comes as one text: hundreds of rows of a dozen values each took the driver longer to take apart than PostgreSQL to find. No value holds a
// tab, a slash or an end of line.
const findDraftsSql = `
select (select batch from register where campaign_id = $1) as as_of, string_agg(one.line, E'\n' order by one.place) as lines
from (
  select asked.place,
         coalesce(o.draft::text, '') || E'\t' || coalesce(d.child_id::text, '') || E'\t' || coalesce(d.act, '') || E'\t' || coalesce(o.stage, '') || E'\t' ||
         coalesce(o.route, '') || E'\t' || coalesce(o.offered::text, '') || E'\t' || coalesce(o.grades::text, '') || E'\t' || coalesce(asked.by::text, '') || E'\t' ||
         case when l.linked then 't' else '' end || E'\t' || coalesce(a.seq::text, '') || E'\t' || coalesce(p.line, '') as line
  from (
    select asked.draft, asked.place, coalesce(s.person_id, asked.person) as by
    from unnest($2::uuid[], $3::bytea[], $4::uuid[]) with ordinality as asked(draft, token, person, place)
    left join lateral (select person_id from session where token_hash = asked.token and ended_at is null and expires_at > now() offset 0) s on true
    offset 0
  ) asked
  left join lateral (select id, child_id, act, campaign_id from draft where id = asked.draft offset 0) d on d.campaign_id = $1
  left join lateral (select draft, stage, route, offered, grades from offer where draft = d.id and person_id = asked.by offset 0) o on true
  left join lateral (select true as linked from family_link where child_id = d.child_id and person_id = asked.by and ended_at is null offset 0) l on true
  left join lateral (select seq from arrival where draft = d.id offset 0) a on true
  left join lateral (
    select coalesce(pool_id::text, '') || '/' || coalesce(waiting_pool_id::text, '') || '/' || case when guarantee_lost then 't' else 'f' end || '/' || cancellations as line
    from place where campaign_id = $1 and child_id = d.child_id offset 0
  ) p on true
  offset 0
) one`;

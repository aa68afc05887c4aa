import type { SeatAct } from '#domain/allocation/seat.ts';
import type { FoundBefore } from '#domain/application/right.ts';
import type { Day } from '#domain/core/day.ts';
import { bytesText, wordsText } from '../db/array-text.ts';
import { type Homes, homesFrom, type HomesOf } from './store-homes.ts';
import type { Turn } from './store-turn.ts';

/** One claim of a batch: its draft, and who asks, by session or by person. */
export type Asked = { readonly draft: string; readonly token: Buffer | null; readonly person: string | null };

/** A draft as it is found for one claim, with everything the answer depends on; `draft` null where there is none in this campaign. */
export type DraftFound = {
  readonly draft: string | null;
  readonly child_id: string;
  readonly act: SeatAct;
  readonly person_id: string | null;
  readonly linked: boolean;
  /** Whether the child has a place in the campaign, however empty. */
  readonly placed: boolean;
  readonly answered: number | null;
  readonly pool_id: number | null;
  readonly waiting_pool_id: number | null;
  readonly guarantee_lost: boolean;
  readonly cancellations: number;
  readonly born: Day;
  /** Whether the civil registry holds the child's birth act, and whether the child is on a preparation class's list. */
  readonly certified: boolean;
  readonly prepared: boolean;
  /** The homes that count, as the bureau last told. */
  readonly homes: Homes;
  /** What was found when the family's page was drawn: for which homes, which version serves which pool. */
  readonly offer: FoundBefore | null;
  /** The last batch that this knows of, and how often boundaries had been published. */
  readonly as_of: number;
  readonly boundaries: number;
};

/** What the claims of a batch rest on, beside them; all of it as it stood at one moment. */
export async function findDrafts(
  client: Turn,
  campaign: string,
  asked: readonly Asked[],
  homesOf: HomesOf,
): Promise<readonly DraftFound[]> {
  const { rows } = await client.query<AllFound>({
    name: `find-drafts-${homesOf}`,
    text: findDraftsSql[homesOf],
    values: [
      campaign,
      wordsText(asked.map(({ draft }) => draft)),
      bytesText(asked.map(({ token }) => token)),
      wordsText(asked.map(({ person }) => person)),
    ],
  });
  const [all] = rows;
  return all === undefined || all.lines === null ? [] : all.lines.split('\n').map((line) => foundIn(line, all));
}

type AllFound = { readonly as_of: number; readonly boundaries: number; readonly lines: string | null };

/** One line of what is found, as the statement writes it: its values in their order, nothing for what is not there. */
function foundIn(line: string, { as_of, boundaries }: AllFound): DraftFound {
  const [
    draft = '',
    child = '',
    act,
    person = '',
    linked,
    answered,
    place,
    born,
    facts = '',
    homes = '',
    offered = '',
    pools = '',
    versions = '',
  ] = line.split('\t');
  const [pool, waiting, lost, cancellations] = place === undefined || place === '' ? [] : place.split('/');
  return {
    draft: draft || null,
    child_id: child,
    act: act as SeatAct,
    person_id: person || null,
    linked: linked === 't',
    answered: numberOf(answered),
    placed: lost !== undefined,
    pool_id: numberOf(pool),
    waiting_pool_id: numberOf(waiting),
    guarantee_lost: lost === 't',
    cancellations: numberOf(cancellations) ?? 0,
    born: born as Day,
    certified: facts.includes('c'),
    prepared: facts.includes('p'),
    homes: homesFrom(homes),
    offer: offered === '' ? null : { homes: offered, pools: numbersOf(pools), versions: wordsOf(versions) },
    as_of,
    boundaries,
  };
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}

// Families of one street are offered the same pools: the same few texts come by the thousand.
const numbersOf = keptByText((text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)));
const wordsOf = keptByText((text) => (text === '{}' ? [] : text.slice(1, -1).split(',')));
const listsAtMost = 20_000;

function keptByText<T>(read: (text: string) => readonly T[]): (text: string) => readonly T[] {
  const lists = new Map<string, readonly T[]>();
  return (text) => {
    const known = lists.get(text);
    if (known !== undefined) return known;
    if (lists.size >= listsAtMost) lists.clear();
    const list = read(text);
    lists.set(text, list);
    return list;
  };
}

// Each row is looked up by its key and by nothing else: `offset 0` keeps the planner from joining whole tables that were empty a moment ago. All
// of it comes as one text: hundreds of rows of a dozen values each took the driver longer to take apart than PostgreSQL to find. No value holds a
// tab, a slash or an end of line.
const sqlOf = (homes: string) => `
select r.batch as as_of, r.boundaries, x.lines
from (select string_agg(one.line, E'\n' order by one.place) as lines
from (
  select asked.place,
         coalesce(d.id::text, '') || E'\t' || coalesce(d.child_id::text, '') || E'\t' || coalesce(d.act, '') || E'\t' || coalesce(asked.by::text, '') || E'\t' ||
         case when l.linked then 't' else '' end || E'\t' || coalesce(a.seq::text, '') || E'\t' || coalesce(p.line, '') || E'\t' || coalesce(c.line, '') || E'\t' ||
         coalesce(h.homes, '') || E'\t' || coalesce(o.line, E'\t\t') as line
  from (
    select asked.draft, asked.place, coalesce(s.person_id, asked.person) as by
    from unnest($2::uuid[], $3::bytea[], $4::uuid[]) with ordinality as asked(draft, token, person, place)
    left join lateral (select person_id from session where token_hash = asked.token and ended_at is null and expires_at > now() offset 0) s on true
    offset 0
  ) asked
  left join lateral (select id, child_id, act, campaign_id from draft where id = asked.draft offset 0) d on d.campaign_id = $1
  left join lateral (
    select homes || E'\t' || pools::text || E'\t' || versions::text as line from offer where draft = d.id and person_id = asked.by offset 0
  ) o on true
  left join lateral (select true as linked from family_link where child_id = d.child_id and person_id = asked.by and ended_at is null offset 0) l on true
  left join lateral (select seq from arrival where draft = d.id offset 0) a on true
  left join lateral (
    select coalesce(pool_id::text, '') || '/' || coalesce(waiting_pool_id::text, '') || '/' || case when guarantee_lost then 't' else 'f' end || '/' || cancellations as line
    from place where campaign_id = $1 and child_id = d.child_id offset 0
  ) p on true
  left join lateral (
    select birth_date::text || E'\t' || case when certificate_cipher is null then '' else 'c' end ||
           case when exists (select from preschool_list q where q.country = c.country and q.national_id_index = c.national_id_index) then 'p' else '' end as line
    from child c where id = d.child_id offset 0
  ) c on true
  left join lateral (${homes}) h on true
  offset 0
) one) x, register r where r.campaign_id = $1`;

// Of the applicant alone, or of everybody who may act for the child now. KG25-8, KG22-3.
const findDraftsSql: Readonly<Record<HomesOf, string>> = {
  applicant: sqlOf('select jsonb_build_array(home)::text as homes from registered_home where person_id = asked.by offset 0'),
  family: sqlOf(`select jsonb_agg(home order by person_id)::text as homes
    from (select person_id from family_link where child_id = d.child_id and ended_at is null offset 0) f
    cross join lateral (select home from registered_home where person_id = f.person_id offset 0) g`),
};

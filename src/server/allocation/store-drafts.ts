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
  const { rows } = await client.query<FoundRow>({
    name: 'find-drafts',
    text: findDraftsSql,
    values: [
      campaign,
      wordsText(asked.map(({ draft }) => draft)),
      bytesText(asked.map(({ token }) => token)),
      wordsText(asked.map(({ person }) => person)),
    ],
  });
  return rows.map(({ offered, grades, ...rest }) => ({ ...rest, offered: numbersOf(offered), grades: numbersOf(grades) ?? [] }));
}

type FoundRow = Omit<DraftFound, 'offered' | 'grades'> & { readonly offered: string | null; readonly grades: string | null };

// Families of one street are offered the same pools: the same few texts come by the thousand.
const lists = new Map<string, readonly number[]>();
const listsAtMost = 20_000;

function numbersOf(text: string | null): readonly number[] | null {
  if (text === null) return null;
  const known = lists.get(text);
  if (known !== undefined) return known;
  if (lists.size >= listsAtMost) lists.clear();
  const numbers = text === '{}' ? [] : text.slice(1, -1).split(',').map(Number);
  lists.set(text, numbers);
  return numbers;
}

// Each row is looked up by its key and by nothing else: `offset 0` keeps the planner from joining whole tables that were empty a moment ago.
const findDraftsSql = `
select o.draft, d.child_id, d.act, o.stage, o.route, o.offered::text as offered, o.grades::text as grades,
       asked.by as person_id,
       l.linked is not null as linked,
       a.seq as answered,
       p.pool_id, p.waiting_pool_id,
       coalesce(p.guarantee_lost, false) as guarantee_lost, coalesce(p.cancellations, 0) as cancellations,
       (select batch from register where campaign_id = $1) as as_of
from (
  select asked.draft, asked.place, coalesce(s.person_id, asked.person) as by
  from unnest($2::uuid[], $3::bytea[], $4::uuid[]) with ordinality as asked(draft, token, person, place)
  left join lateral (select person_id from session where token_hash = asked.token and ended_at is null and expires_at > now() offset 0) s on true
  offset 0
) asked
left join lateral (select id, child_id, act from draft where id = asked.draft and campaign_id = $1 offset 0) d on true
left join lateral (select draft, stage, route, offered, grades from offer where draft = d.id and person_id = asked.by offset 0) o on true
left join lateral (select true as linked from family_link where child_id = d.child_id and person_id = asked.by and ended_at is null offset 0) l on true
left join lateral (select seq from arrival where draft = d.id offset 0) a on true
left join lateral (select pool_id, waiting_pool_id, guarantee_lost, cancellations from place where campaign_id = $1 and child_id = d.child_id offset 0) p on true
order by asked.place`;

import { wishesAtMost } from '#domain/allocation/input.ts';
import { wishesIn } from '#domain/application/input.ts';
import type { ChoicePage } from '#domain/application/view.ts';
import type { SchoolView } from '#domain/core/school.ts';
import type { PoolSeats } from '#domain/school/seats.ts';
import type { Mektep } from '#server/compose.ts';
import type { SignedIn } from '#server/session/service.ts';

/** A wish as the list shows it; `null` where the school or its seats are not known any more. */
export type Wish = { readonly pool: number; readonly seats: { readonly school: SchoolView; readonly pool: PoolSeats } | null };

/** The family's list of wishes while it chooses. The list stands in the page's address: no script, no cookie, nothing of the child. */
export type WishList = {
  readonly wishes: readonly Wish[];
  readonly most: number;
  /** The draft that the list would be sent with; `null` where nothing can be asked for now. */
  readonly draft: string | null;
};

/** The wishes an address names, with what is known of them now; `null` where a list has no sense: nothing is open, or the school decides. */
export async function wishListOf(
  mektep: Pick<Mektep, 'application' | 'school'>,
  who: SignedIn,
  page: ChoicePage,
  text: string,
): Promise<WishList | null> {
  if (page.choice === null || page.opening !== null || page.schoolDecides !== null || page.window.kind !== 'open') return null;
  const pools = wishesIn(text);
  const { schools } = await mektep.school.freeSeats();
  const wishes = pools.map((pool) => ({ pool, seats: seatsOf(schools, pool) }));
  const first = wishes.find(({ seats }) => seats !== null)?.seats?.school.id;
  if (page.draft !== null || first === undefined) return { wishes, most: wishesAtMost, draft: page.draft };
  const asked = { grade: page.grade, region: null, district: null, school: first };
  const prepared = await mektep.application.choose(who, page.child.id, asked);
  return { wishes, most: wishesAtMost, draft: prepared?.draft ?? null };
}

function seatsOf(schools: readonly { readonly school: SchoolView; readonly pools: readonly PoolSeats[] }[], id: number): Wish['seats'] {
  for (const { school, pools } of schools) {
    const pool = pools.find((one) => one.id === id);
    if (pool !== undefined) return { school, pool };
  }
  return null;
}

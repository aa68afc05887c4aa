import type { House } from './house.ts';
import type { Described, GradeSpan, Side } from './segment.ts';

/** What the numbers of an item say by themselves. */
export type Body =
  | { readonly kind: 'houses'; readonly houses: readonly House[]; readonly corpusTail: CorpusTail | null; readonly many: string | null }
  | { readonly kind: 'all_corpuses'; readonly house: House }
  | { readonly kind: 'range'; readonly from: House; readonly to: House; readonly inWords: boolean; readonly open: RangeOpen }
  /** The item can be read in these ways and no others: `31 32` is two houses, or 3132. */
  | { readonly kind: 'ways'; readonly ways: readonly (readonly House[])[]; readonly because: 'separator_missing' | 'brackets_unclear' }
  /** `б` after «12а» */
  | { readonly kind: 'letter'; readonly letter: string }
  /** `к. 2` after «3 к. 1». */
  | { readonly kind: 'corpus'; readonly corpus: string }
  /** «все участки» */
  | { readonly kind: 'series'; readonly series: string }
  | { readonly kind: 'described'; readonly what: Described; readonly text: string }
  /** Streets, quarters or microdistricts by number: «1-8 линия», «кварталы № 1», `17 микрорайонов (82, 97)`. */
  | { readonly kind: 'areas'; readonly area: string; readonly names: readonly string[]; readonly reach: 'before' | 'after' | null };

/** A range without one of its ends: `plainly` («с 112 до конца», «до 90»), or `perhaps` («с 6»: the list may only begin there). */
export type RangeOpen = 'plainly' | 'perhaps' | null;

/** An item that ends «8 корп. 1»: numbers after the next comma may be corpuses too. */
export type CorpusTail = { readonly number: number; readonly corpus: string };

/** What may lie in what: streets in areas, both in settlements. */
export type PlaceRank = 'street' | 'area' | 'settlement';

/** A place that an item names itself, and so not the street of its row. */
export type Place = {
  readonly name: string;
  /** A word says what it is: a street, a village, a garden society. */
  readonly typed: boolean;
  readonly rank: PlaceRank;
};

/** What one part of an item says by itself, before its neighbours are asked. */
export type Draft = {
  /** Null when a side, «все», the private sector, grades or a place stand alone. */
  readonly body: Body | null;
  readonly place: Place | null;
  readonly all: boolean;
  /** The side it names, null when it names none. */
  readonly side: Side | null;
  readonly only: 'private_sector' | null;
  readonly grades: readonly GradeSpan[] | null;
  /** What stood before the numbers, and so may speak for the items after too. */
  readonly leads: { readonly side: boolean; readonly only: boolean; readonly grades: boolean };
  /** Houses taken out: «все, кроме домов с 1 по 44»; empty when none. */
  readonly except: readonly Draft[];
  /** The items after the next commas may be taken out too («все дома, за исключением 12, 14»), or those before («5, 7-үйлөрдөн башка»). */
  readonly exceptReach: 'after' | 'before' | null;
  /** The part itself is taken out of what stands before it: «кроме 5». */
  readonly isException: boolean;
};

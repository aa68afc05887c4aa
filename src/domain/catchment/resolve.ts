import type { Day } from '../core/day.ts';
import type { Named } from '../core/language.ts';
import type { House } from './house.ts';
import { parseHouse } from './house-grammar.ts';
import { readHouses } from './house-list.ts';
import type { RangeHabit } from './range-side.ts';
import { covers, coversSurely, onSide, type Segment, type Side, withinEnds } from './segment.ts';

/** The act by which a street was assigned to a school. */
export type BoundaryAct = { readonly title: Named; readonly number: string; readonly day: Day };

/** One street of one school's catchment: the houses as the act writes them, and as they were read. */
export type Boundary = {
  readonly schoolId: string;
  readonly streetId: number;
  readonly houses: string;
  readonly segments: readonly Segment[];
  /** How many items of `houses` were not read, wait for a person, or speak of another street. */
  readonly unreadItems: number;
  readonly act: BoundaryAct;
};

/** Why a school is proposed, as data: «дом 98 входит в „90–120, чётная сторона“ школы № 61, акт № … от …». */
export type MatchReason =
  | { readonly kind: 'house' | 'house_all_corpuses' | 'all'; readonly house: House; readonly act: BoundaryAct }
  | {
      readonly kind: 'range';
      readonly house: House;
      readonly from: House;
      readonly to: House;
      readonly side: Side;
      readonly act: BoundaryAct;
    }
  | { readonly kind: 'side'; readonly house: House; readonly side: 'odd' | 'even'; readonly act: BoundaryAct };

export type Match = { readonly schoolId: string; readonly boundary: Boundary; readonly segment: Segment; readonly reason: MatchReason };

/** Why a school that has houses on the street does not take this one; the first that applies. */
export type WhyNot =
  /** It has a house of this number with another letter, fraction or corpus. */
  | 'other_part_of_number'
  /** The house lies within its range, on the other side of the street. */
  | 'other_side'
  /** A part of its list could not be read, or holds for some grades or the private sector only; the house may be there. */
  | 'list_not_wholly_read'
  | 'street_has_other_houses';

export type NearMiss = { readonly schoolId: string; readonly boundary: Boundary; readonly why: WhyNot };

/** The schools of an address: one, in exceptional cases two or three (KG25-21.4), or none and the nearest reasons why not. */
export type Resolution =
  | { readonly kind: 'found'; readonly house: House; readonly matches: readonly [Match, ...Match[]] }
  | { readonly kind: 'none'; readonly house: House; readonly nearest: readonly NearMiss[] }
  | { readonly kind: 'house_unreadable'; readonly text: string };

/** A boundary from what is stored. `habit` comes from `rangeHabit` over the whole act where the houses were taken from a file. */
export function drawBoundary(written: Omit<Boundary, 'segments' | 'unreadItems'>, habit: RangeHabit = 'one_side'): Boundary {
  const { segments, unread, confirm, elsewhere } = readHouses(written.houses, habit);
  return { ...written, segments, unreadItems: unread.length + confirm.length + elsewhere.length };
}

/**
 * Proposes the schools of a registered address: the street by its register id, the house as the register writes it. Each school stands
 * once, with the most exact segment that takes the house, in the order of the boundaries. Houses given for some grades only are proposed
 * where the child's `grade` is known; those of the private sector only are never, a person confirms them. KG25-3, KG25-21.4.
 */
export function resolve(
  address: { readonly streetId: number | null; readonly house: string; readonly grade?: number },
  boundaries: readonly Boundary[],
): Resolution {
  const house = parseHouse(address.house);
  if (house === null) return { kind: 'house_unreadable', text: address.house };
  const onStreet = boundaries.filter(({ streetId }) => streetId === address.streetId);
  const [first, ...others] = oneForEachSchool(onStreet.flatMap((boundary) => matchesOf(boundary, house, address.grade)));
  if (first !== undefined) return { kind: 'found', house, matches: [first, ...others] };
  return { kind: 'none', house, nearest: nearestOf(onStreet, house) };
}

/** From the most exact to the widest. */
const EXACTNESS: readonly Segment['kind'][] = ['house', 'house_all_corpuses', 'range', 'series', 'side', 'all', 'described'];

/** From what a person can set right at once to what says least. */
const NEARNESS: readonly WhyNot[] = ['other_part_of_number', 'other_side', 'list_not_wholly_read', 'street_has_other_houses'];

function matchesOf(boundary: Boundary, house: House, grade: number | undefined): readonly Match[] {
  return boundary.segments
    .filter((segment) => coversSurely(segment, house, grade))
    .map((segment) => ({ schoolId: boundary.schoolId, boundary, segment, reason: reasonOf(segment, house, boundary.act) }));
}

function oneForEachSchool(matches: readonly Match[]): readonly Match[] {
  const best = new Map<string, Match>();
  for (const match of matches) {
    const before = best.get(match.schoolId);
    if (before === undefined || exactness(match) < exactness(before)) best.set(match.schoolId, match);
  }
  return [...best.values()];
}

function exactness({ segment }: Match): number {
  return EXACTNESS.indexOf(segment.kind);
}

function reasonOf(segment: Segment, house: House, act: BoundaryAct): MatchReason {
  if (segment.kind === 'range') return { kind: 'range', house, from: segment.from, to: segment.to, side: segment.side, act };
  if (segment.kind === 'side') return { kind: 'side', house, side: segment.side, act };
  if (segment.kind === 'house' || segment.kind === 'house_all_corpuses') return { kind: segment.kind, house, act };
  return { kind: 'all', house, act };
}

function nearestOf(onStreet: readonly Boundary[], house: House): readonly NearMiss[] {
  const misses = onStreet.map((boundary) => ({ schoolId: boundary.schoolId, boundary, why: whyNot(boundary, house) }));
  return misses.toSorted((a, b) => NEARNESS.indexOf(a.why) - NEARNESS.indexOf(b.why));
}

function whyNot({ segments, unreadItems }: Boundary, house: House): WhyNot {
  if (segments.some((segment) => covers(segment, house))) return 'list_not_wholly_read';
  if (segments.some((segment) => namesNumber(segment, house.number))) return 'other_part_of_number';
  if (segments.some((segment) => isAcross(segment, house))) return 'other_side';
  return unreadItems > 0 ? 'list_not_wholly_read' : 'street_has_other_houses';
}

function namesNumber(segment: Segment, number: number): boolean {
  if (segment.kind === 'house' || segment.kind === 'house_all_corpuses') return segment.house.number === number;
  if (segment.kind !== 'range' || !onSide(segment.side, number)) return false;
  return segment.from.number === number || segment.to.number === number;
}

function isAcross(segment: Segment, house: House): boolean {
  if (segment.kind === 'side') return !onSide(segment.side, house.number);
  return segment.kind === 'range' && withinEnds(segment.from, segment.to, house) && !onSide(segment.side, house.number);
}

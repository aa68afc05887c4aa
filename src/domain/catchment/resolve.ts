import type { Day } from '../core/day.ts';
import type { Named } from '../core/language.ts';
import type { House } from './house.ts';
import { parseHouse } from './house-grammar.ts';
import { readHouses } from './house-list.ts';
import type { RangeHabit } from './range-side.ts';
import { covers, coversSurely, type GradeSpan, onSide, type Segment, servesGrade, type Side, withinEnds } from './segment.ts';

/** The act by which a street was assigned to a school. */
export type BoundaryAct = { readonly title: Named; readonly number: string; readonly day: Day };

/** One street of one school's catchment: the houses as the act writes them, and as they were read. */
export type Boundary = {
  readonly schoolId: string;
  readonly streetId: number;
  readonly houses: string;
  readonly segments: readonly Segment[];
  /** Houses by some reading of items that wait for a person. */
  readonly waiting: readonly Segment[];
  /** How many items of `houses` were not read, wait for a person, or speak of another street. */
  readonly unreadItems: number;
  readonly act: BoundaryAct;
};

/** Why a school is proposed, as data: «дом 98 входит в „90–120, чётная сторона“ школы № 61, акт № … от …». */
export type MatchReason =
  | (Graded & { readonly kind: 'house' | 'house_all_corpuses' | 'all' | 'series'; readonly house: House; readonly act: BoundaryAct })
  | (Graded & {
      readonly kind: 'range';
      readonly house: House;
      readonly from: House;
      readonly to: House;
      readonly side: Side;
      readonly act: BoundaryAct;
    })
  | (Graded & { readonly kind: 'side'; readonly house: House; readonly side: 'odd' | 'even'; readonly act: BoundaryAct });

/** The grades the houses are given for, when not for all. */
type Graded = { readonly grades?: readonly GradeSpan[] };

export type Match = { readonly schoolId: string; readonly boundary: Boundary; readonly segment: Segment; readonly reason: MatchReason };

/** Why a school that has houses on the street does not take this one; the first that applies. */
export type WhyNot =
  /** It has the house by one reading of its list, and a person has not chosen yet. */
  | 'waits_for_person'
  /** Its list takes the house out: «все дома, кроме 5». */
  | 'taken_out'
  /** It has the house for other grades, or for some grades where none was asked for. */
  | 'other_grades'
  /** It has the house if that is a private one, which an address does not tell. */
  | 'private_sector'
  /** It has a house of this number with another letter, fraction or corpus. */
  | 'other_part_of_number'
  /** The house lies within its range, on the other side of the street. */
  | 'other_side'
  /** A part of its list could not be read; the house may be there. */
  | 'list_not_wholly_read'
  | 'street_has_other_houses';

/** `nearest`: the part of its list that comes nearest to the house, where one does. */
export type NearMiss = { readonly schoolId: string; readonly boundary: Boundary; readonly why: WhyNot; readonly nearest: Segment | null };

/** The schools of an address: one, in exceptional cases two or three (KG25-21.4), or none and the nearest reasons why not. */
export type Resolution =
  | { readonly kind: 'found'; readonly house: House; readonly matches: readonly [Match, ...Match[]] }
  | { readonly kind: 'none'; readonly house: House; readonly nearest: readonly NearMiss[] }
  | { readonly kind: 'house_unreadable'; readonly text: string };

/** A boundary from what is stored. `habit` comes from `rangeHabit` over the whole act where the houses were taken from a file. */
export function drawBoundary(written: Omit<Boundary, 'segments' | 'waiting' | 'unreadItems'>, habit: RangeHabit = 'one_side'): Boundary {
  const { segments, unread, confirm, elsewhere } = readHouses(written.houses, habit);
  return {
    ...written,
    segments,
    waiting: confirm.flatMap(({ place, readings }) => (place === null ? readings.flat() : [])),
    unreadItems: unread.length + confirm.length + elsewhere.length,
  };
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
  return { kind: 'none', house, nearest: nearestOf(onStreet, house, address.grade) };
}

/** From the most exact to the widest. */
const EXACTNESS: readonly Segment['kind'][] = ['house', 'house_all_corpuses', 'range', 'series', 'side', 'all', 'described'];

/** From what a person can set right at once to what says least. */
const NEARNESS: readonly WhyNot[] = [
  'waits_for_person',
  'private_sector',
  'other_grades',
  'taken_out',
  'other_part_of_number',
  'other_side',
  'list_not_wholly_read',
  'street_has_other_houses',
];

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
  const common = { house, act, ...(segment.grades !== undefined && { grades: segment.grades }) };
  if (segment.kind === 'range') return { kind: 'range', from: segment.from, to: segment.to, side: segment.side, ...common };
  if (segment.kind === 'side') return { kind: 'side', side: segment.side, ...common };
  return { kind: segment.kind === 'described' ? 'all' : segment.kind, ...common };
}

/** One reason for each school, though it may have several lines about the street. */
function nearestOf(onStreet: readonly Boundary[], house: House, grade: number | undefined): readonly NearMiss[] {
  const best = new Map<string, NearMiss>();
  for (const boundary of onStreet) {
    const miss = { schoolId: boundary.schoolId, boundary, ...whyNot(boundary, house, grade) };
    const before = best.get(miss.schoolId);
    if (before === undefined || NEARNESS.indexOf(miss.why) < NEARNESS.indexOf(before.why)) best.set(miss.schoolId, miss);
  }
  return [...best.values()].toSorted((a, b) => NEARNESS.indexOf(a.why) - NEARNESS.indexOf(b.why));
}

function whyNot(
  { segments, waiting, unreadItems }: Boundary,
  house: House,
  grade: number | undefined,
): { readonly why: WhyNot; readonly nearest: Segment | null } {
  const waits = waiting.find((segment) => covers(segment, house, grade));
  if (waits !== undefined) return { why: 'waits_for_person', nearest: waits };
  const reasons = segments.flatMap((segment) => {
    const why = whyNotIn(segment, house, grade);
    return why === null ? [] : [{ why, nearest: segment }];
  });
  const [nearest] = reasons.toSorted((a, b) => NEARNESS.indexOf(a.why) - NEARNESS.indexOf(b.why));
  return nearest ?? { why: unreadItems > 0 ? 'list_not_wholly_read' : 'street_has_other_houses', nearest: null };
}

function whyNotIn(segment: Segment, house: House, grade: number | undefined): WhyNot | null {
  const { except: _except, grades, only, ...plain } = segment;
  if (covers(plain, house)) {
    if (only !== undefined) return 'private_sector';
    const isOfOthers = grades !== undefined && (grade === undefined || !servesGrade(grades, grade));
    if (isOfOthers || covers(segment, house, grade)) return 'other_grades';
    return 'taken_out';
  }
  if (namesNumber(segment, house.number)) return 'other_part_of_number';
  return isAcross(segment, house) ? 'other_side' : null;
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

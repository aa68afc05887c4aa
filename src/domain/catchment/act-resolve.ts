import type { Act, Claim } from './act.ts';
import type { House } from './house.ts';
import { parseHouse } from './house-grammar.ts';
import { isOneHouse } from './list-judge.ts';
import { covers, onSide, type Segment, servesGrade, withinEnds } from './segment.ts';
import { streetKey } from './street-key.ts';
import { nearestNames } from './street-likeness.ts';

/** A question of an address as somebody types it; `grade` of the child when known. */
export type AddressQuestion = { readonly street: string; readonly house: string; readonly grade?: number };

/** Why a claim on the street does not give this house; from what a person can set right at once to what says least. */
export type NearReason =
  'waits_for_person' | 'taken_out' | 'other_grades' | 'other_part_of_number' | 'other_side' | 'described_only' | 'other_houses';

export type ActNear = { readonly claim: Claim; readonly why: NearReason };

/** The schools of an address by an act: those that claim it, one claim each (the most exact), or none and the nearest reasons why not. */
export type ActAnswer =
  | { readonly kind: 'found'; readonly house: House; readonly matches: readonly Claim[]; readonly byAlias: boolean }
  | { readonly kind: 'none'; readonly house: House; readonly nearest: readonly ActNear[] }
  /** `nearest`: streets of the act whose names are alike; a person chooses, nobody is sent by likeness. */
  | { readonly kind: 'street_unknown'; readonly nearest: readonly string[] }
  | { readonly kind: 'house_unreadable' };

/** Answers which schools an act gives an address to. KG25-21.4. */
export function resolveInAct(act: Pick<Act, 'claims' | 'aliases'>, { street, house: text, grade }: AddressQuestion): ActAnswer {
  const house = parseHouse(text);
  if (house === null) return { kind: 'house_unreadable' };
  const { claims, byAlias } = claimsOn(act, street);
  if (claims.length === 0) return { kind: 'street_unknown', nearest: nearestNames(street, namesIn(act)) };
  const matches = oneForEachSchool(claims.filter(({ segment, isSure }) => isSure && covers(segment, house, grade)));
  return matches.length > 0
    ? { kind: 'found', house, matches, byAlias }
    : { kind: 'none', house, nearest: nearestOf(claims, house, grade) };
}

/** The claims on a street by its key; where the act has none, those on the one street that a former or shorter name leads to. */
function claimsOn(
  { claims, aliases }: Pick<Act, 'claims' | 'aliases'>,
  street: string,
): { readonly claims: readonly Claim[]; readonly byAlias: boolean } {
  const key = streetKey(street);
  const own = claims.get(key);
  if (own !== undefined) return { claims: own, byAlias: false };
  const keys = [...(aliases.get(key) ?? [])];
  return { claims: keys.length === 1 ? (claims.get(keys[0] ?? '') ?? []) : [], byAlias: true };
}

function namesIn({ claims }: Pick<Act, 'claims'>): readonly string[] {
  return [...claims.values()].flatMap(([first]) => (first === undefined ? [] : [first.street]));
}

const EXACTNESS: readonly Segment['kind'][] = ['house', 'house_all_corpuses', 'range', 'series', 'side', 'all', 'described'];

function oneForEachSchool(claims: readonly Claim[]): readonly Claim[] {
  const best = new Map<string, Claim>();
  for (const claim of claims) {
    const before = best.get(claim.schoolKey);
    if (before === undefined || EXACTNESS.indexOf(claim.segment.kind) < EXACTNESS.indexOf(before.segment.kind))
      best.set(claim.schoolKey, claim);
  }
  return [...best.values()];
}

const NEARNESS: readonly NearReason[] = [
  'waits_for_person',
  'taken_out',
  'other_grades',
  'other_part_of_number',
  'other_side',
  'described_only',
  'other_houses',
];

/** One reason for each school, the nearest first. */
function nearestOf(claims: readonly Claim[], house: House, grade: number | undefined): readonly ActNear[] {
  const best = new Map<string, ActNear>();
  for (const claim of claims) {
    const near = { claim, why: whyNot(claim, house, grade) };
    const before = best.get(claim.schoolKey);
    if (before === undefined || NEARNESS.indexOf(near.why) < NEARNESS.indexOf(before.why)) best.set(claim.schoolKey, near);
  }
  return [...best.values()].toSorted((a, b) => NEARNESS.indexOf(a.why) - NEARNESS.indexOf(b.why));
}

function whyNot({ segment, isSure }: Claim, house: House, grade: number | undefined): NearReason {
  const { except: _except, grades: _grades, ...plain } = segment;
  if (!isSure) return covers(segment, house, grade) ? 'waits_for_person' : 'other_houses';
  if (segment.kind === 'described') return 'described_only';
  if (covers(plain, house)) return servesGrade(segment.grades, grade) ? 'taken_out' : 'other_grades';
  if (isOneHouse(segment) && 'house' in segment && segment.house.number === house.number) return 'other_part_of_number';
  if (segment.kind === 'side') return 'other_side';
  if (segment.kind !== 'range') return 'other_houses';
  if (withinEnds(segment.from, segment.to, house)) return 'other_side';
  const isEnd = segment.from.number === house.number || segment.to.number === house.number;
  return isEnd && onSide(segment.side, house.number) ? 'other_part_of_number' : 'other_houses';
}

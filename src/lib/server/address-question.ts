import type { Proposal } from '#domain/application/view.ts';
import { parseHouse } from '#domain/catchment/house-grammar.ts';
import type { NearMiss, WhyNot } from '#domain/catchment/resolve.ts';
import type { Segment } from '#domain/catchment/segment.ts';
import type { Named } from '#domain/core/language.ts';
import { typedText } from '#domain/core/typed-text.ts';
import type { SchoolView } from '#domain/core/school.ts';
import type { SchoolSeats } from '#domain/school/seats.ts';
import type { StreetFound } from '#server/catchment/service-streets.ts';
import type { Mektep } from '#server/compose.ts';
import type { Problem } from './form.ts';

/** An address as somebody typed it; `id` is the street once it was chosen. */
export type AddressTyped = { readonly district: string; readonly street: string; readonly id: string; readonly house: string };

/** What is said to somebody who asks for the school of an address. KG25-7. */
export type AddressAnswer =
  | { readonly kind: 'ask'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'which';
      readonly streets: readonly StreetFound[];
      readonly why: 'several' | 'near' | 'elsewhere';
      /** There are more streets than are shown. */
      readonly cut: boolean;
      readonly problems: readonly Problem[];
    }
  | (Place & { readonly kind: 'served'; readonly schools: readonly Served[] })
  | (Place & { readonly kind: 'not_served'; readonly nearest: readonly Nearest[]; readonly clause: string });

export type Place = { readonly street: Named; readonly district: Named; readonly house: string };
export type Served = { readonly proposal: Proposal; readonly pools: SchoolSeats['pools'] };
export type Nearest = { readonly school: SchoolView; readonly why: WhyNot; readonly houses: string; readonly nearest: Segment | null };

const streetsShown = 20;
const nearestShown = 5;
const textAtMost = 100;

/** Reads the question out of the page's address; `null` when nothing was asked yet. */
export function addressAsked(query: URLSearchParams): AddressTyped | null {
  const text = (name: string) => typedText(query.get(name), textAtMost);
  const typed = { district: text('district'), street: text('street'), id: text('id'), house: text('house') };
  return query.has('street') || query.has('id') ? typed : null;
}

/** The school of an address, or the next thing to ask. Nothing of the question is kept. */
export async function answerAddress(mektep: Mektep, typed: AddressTyped, streetWasAsked: boolean): Promise<AddressAnswer> {
  const problems = [...streetProblems(typed), ...houseProblems(typed)];
  if (problems.length > 0) return { kind: 'ask', problems };
  const chosen = keyOf(typed.id);
  if (chosen !== null) return judge(mektep, chosen, typed.house);
  const found = await streetsFor(mektep, typed);
  const [only] = found.streets;
  if (only === undefined) return { kind: 'ask', problems: [{ field: 'street', code: 'street_unknown' }] };
  if (found.streets.length === 1 && found.why === 'several') return judge(mektep, only.id, typed.house);
  return {
    kind: 'which',
    why: found.why,
    streets: found.streets.slice(0, streetsShown),
    cut: found.streets.length > streetsShown,
    problems: streetWasAsked ? [{ field: 'id', code: 'street_choose' }] : [],
  };
}

function streetProblems({ street, id }: AddressTyped): readonly Problem[] {
  return street === '' && keyOf(id) === null ? [{ field: 'street', code: 'street_missing' }] : [];
}

function houseProblems({ house }: AddressTyped): readonly Problem[] {
  if (house === '') return [{ field: 'house', code: 'house_missing' }];
  return parseHouse(house) === null ? [{ field: 'house', code: 'house_wrong' }] : [];
}

/** A key of the address bureau out of a text; `null` when it is none. */
function keyOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

async function streetsFor({ catchment }: Mektep, { street, district }: AddressTyped) {
  const key = keyOf(district);
  const limit = streetsShown + 1;
  const there = await catchment.findStreets(street, { district: key, limit });
  if (there.streets.length > 0 && !there.near) return { streets: there.streets, why: 'several' as const };
  const anywhere = key === null ? there : await catchment.findStreets(street, { district: null, limit });
  if (anywhere.streets.length > 0 && !anywhere.near) return { streets: anywhere.streets, why: 'elsewhere' as const };
  return { streets: there.streets.length > 0 ? there.streets : anywhere.streets, why: 'near' as const };
}

async function judge(mektep: Mektep, streetId: number, house: string): Promise<AddressAnswer> {
  const { place, resolution } = await mektep.catchment.resolve({ streetId, house, flat: null });
  const { street, district } = place;
  if (street === null || district === null) return { kind: 'ask', problems: [{ field: 'street', code: 'street_unknown' }] };
  if (resolution.kind === 'house_unreadable') return { kind: 'ask', problems: [{ field: 'house', code: 'house_wrong' }] };
  const clause = clauseOf(mektep);
  const near = resolution.kind === 'none' ? resolution.nearest.slice(0, nearestShown) : [];
  const matches = resolution.kind === 'found' ? resolution.matches : [];
  const views = await mektep.school.views([...matches, ...near].map(({ schoolId }) => schoolId));
  const there = { street, district, house };
  if (resolution.kind === 'none') return { kind: 'not_served', ...there, nearest: nearestOf(near, views), clause };
  const seats = await mektep.school.freeSeats();
  const schools = matches.flatMap(({ schoolId, reason, boundary }): readonly Served[] => {
    const school = views.get(schoolId);
    const pools = seats.schools.find((candidate) => candidate.school.id === schoolId)?.pools ?? [];
    const { houses, act } = boundary;
    return school === undefined ? [] : [{ proposal: { school, street, why: reason, houses, act, clause, pools }, pools }];
  });
  return { kind: 'served', ...there, schools };
}

/** The clause by which a school is proposed for an address. */
function clauseOf({ campaign: { policy } }: Mektep): string {
  return (policy.stages.find(({ shows }) => shows === 'catchment') ?? policy.signUp).clause;
}

function nearestOf(misses: readonly NearMiss[], views: ReadonlyMap<string, SchoolView>): readonly Nearest[] {
  return misses.flatMap(({ schoolId, why, boundary, nearest }) => {
    const school = views.get(schoolId);
    return school === undefined ? [] : [{ school, why, houses: boundary.houses, nearest }];
  });
}

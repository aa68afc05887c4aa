import { type Home, homesKey } from '#domain/catchment/in-force.ts';
import type { Policy } from '#domain/policy/policy.ts';

/** Homes with their {@link homesKey}. */
export type Homes = { readonly list: readonly Home[]; readonly key: string };

/** Whose homes count: the applicant's, or those of everybody who may act for the child. KG25-8, KG22-3. */
export type HomesOf = 'applicant' | 'family';

/** Whose homes count under a law. Where it asks for the child's own, no register tells that yet: the applicant's stands for it. */
export function homesCounted({ applicants }: Policy): HomesOf {
  return applicants.addressOf.whose === 'either_parent_or_guardian' ? 'family' : 'applicant';
}

/** Homes as the database writes them: JSON, pairs of street and house. */
export function homesFrom(text: string): Homes {
  if (text === '') return none;
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= keptAtMost) kept.clear();
  const pairs = JSON.parse(text) as readonly (readonly [number | null, string | null])[];
  const homes = homesOf(pairs.flatMap(([streetId, house]) => (house === null ? [] : [{ streetId, house }])));
  kept.set(text, homes);
  return homes;
}

function homesOf(list: readonly Home[]): Homes {
  return { list, key: homesKey(list) };
}

const none = homesOf([]);
const kept = new Map<string, Homes>();
// Neighbours of one house come together, and whoever presses again.
const keptAtMost = 20_000;

import type { Draft, Place } from './draft.ts';
import type { Item, Read } from './list-item.ts';
import type { Outcome } from './reading.ts';
import type { Segment } from './segment.ts';

/** The settlement and the area that stood before, of which a street may be a part. */
export type PlaceContext = { readonly settlement: string | null; readonly area: string | null };

/** The full name of a place: a street after the area or settlement that was named before it. */
export function composePlace({ settlement, area }: PlaceContext, { name, rank }: Place): string {
  const within = rank === 'settlement' ? null : rank === 'area' ? settlement : (area ?? settlement);
  return within === null ? name : `${within}, ${name}`;
}

/** The context for what comes after a place. */
export function contextAfter(context: PlaceContext, place: Place, heads: boolean): PlaceContext {
  if (place.rank === 'settlement') return { settlement: place.name, area: null };
  if (place.rank === 'area') return { ...context, area: heads ? composePlace(context, place) : null };
  return context;
}

/** Whether an item names a place and nothing of it. */
export function isPlaceAlone(drafts: readonly Draft[]): boolean {
  const [draft] = drafts;
  if (draft === undefined || drafts.length > 1 || draft.place === null) return false;
  return draft.body === null && !draft.all && draft.side === null && draft.only === null && draft.grades === null;
}

/** Whether a place alone only heads what follows: «р.п. Соколовый, ул. 3 Пруд 1», «ул. Мира, дома 5, 7». */
export function headsOthers(drafts: readonly Draft[], next: Item | undefined, nextRead: Read | undefined): boolean {
  if (!isPlaceAlone(drafts) || next === undefined || next.startsClause || nextRead === undefined || typeof nextRead === 'string')
    return false;
  const following = nextRead[0];
  if (following === undefined || following.isException) return false;
  if (following.place === null) return following.body?.kind !== 'areas';
  return RANK[drafts[0]?.place?.rank ?? 'street'] > RANK[following.place.rank];
}

const RANK = { street: 0, area: 1, settlement: 2 } as const;

/** Areas by number, each whole. */
export function areaPlaces(names: readonly string[], area: string): Outcome {
  return { kind: 'sure', parts: names.map((name) => ({ place: `${name} ${area}`, segments: [{ kind: 'all' as const }] })) };
}

/** The plain numbers that stand right before an item of the same clause, the nearest first. */
export function numbersBefore(items: readonly Item[], read: readonly Read[], index: number): readonly string[] {
  const names: string[] = [];
  for (let at = index - 1; at >= 0; at -= 1) {
    const name = plainNumber(read[at]);
    if (name === null) break;
    names.push(name);
    if (items[at]?.startsClause === true) break;
  }
  return names;
}

function plainNumber(read: Read | undefined): string | null {
  if (read === undefined || typeof read === 'string' || read.length > 1) return null;
  const body = read[0]?.body;
  const house = body?.kind === 'houses' && body.houses.length === 1 ? body.houses[0] : undefined;
  if (house === undefined || house.fraction !== undefined || house.corpus !== undefined || house.series !== undefined) return null;
  return `${house.number}${(house.letter ?? '').toUpperCase()}`;
}

/** `1 5` between 13 and 16 is rather 15: of the ways to read numbers run together, the one that fits its neighbours stands first. */
export function byNeighbours(outcome: Outcome, read: readonly Read[], index: number): Outcome {
  if (outcome.kind !== 'confirm' || outcome.reason !== 'separator_missing') return outcome;
  const [before, after] = [plainNumber(read[index - 1]), plainNumber(read[index + 1])].map((name) =>
    name === null ? null : parseInt(name, 10),
  );
  const fits = ({ kind, ...segment }: Segment) => {
    const number = kind === 'house' && 'house' in segment ? segment.house.number : 0;
    return (before === null || before === undefined || number > before) && (after === null || after === undefined || number < after);
  };
  const readings = outcome.readings.toSorted((a, b) => Number(b.every(fits)) - Number(a.every(fits)));
  return { ...outcome, readings };
}

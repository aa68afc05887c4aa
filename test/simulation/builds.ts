import { isFoundBefore, type FoundBefore } from '#domain/application/right.ts';
import type { Pool } from '#domain/allocation/seat.ts';
import { type DrawnLine, drawLine, type Home, homesKey, inForceOn, serves } from '#domain/catchment/in-force.ts';
import { type Day, dayOf, type Moment } from '#domain/core/day.ts';
import { type List, linesOf } from './land.ts';

/** A published list with its place among those of its school. */
export type Published = List & { readonly number: number; readonly place: number };

/** What a person's page found when it was drawn last, and after how many publications. */
export type Look = { readonly found: FoundBefore; readonly homes: readonly Home[]; readonly published: number };

/** What a build knows when it judges whether a pool serves somebody. */
export type Knowing = {
  readonly at: Moment;
  readonly homes: readonly Home[];
  readonly look: Look | null;
  /** Of a school what was published before this claim's turn, and before its batch was begun. */
  readonly published: (school: string) => readonly Published[];
  readonly publishedBeforeBatch: (school: string) => readonly Published[];
  readonly publications: number;
};

/** By which version a pool serves the family; `null` where none does. */
export type Build = (pool: Pool, knowing: Knowing) => string | null;

/** The homes a build counts. */
export const homesIn = (build: BuildName, knowing: Pick<Knowing, 'homes' | 'look'>): readonly Home[] =>
  build === 'the address is frozen at the look' ? (knowing.look?.homes ?? knowing.homes) : knowing.homes;

function judged(pool: Pool, version: Published | undefined, homes: readonly Home[]): string | null {
  // A list without the street need not be read: most have not got it.
  if (version === undefined || !homes.some(({ streetId }) => version.houses.has(streetId ?? -1))) return null;
  return serves(drawn(version), homes, pool.grade) ? version.version : null;
}

// Of one state of a school's lists every day is asked for thousands of times.
const inForce = new WeakMap<readonly Published[], Map<Day, Published | undefined>>();

function onDay(published: readonly Published[], on: Day): Published | undefined {
  const days = inForce.get(published) ?? new Map<Day, Published | undefined>();
  inForce.set(published, days);
  if (!days.has(on)) days.set(on, inForceOn(published, on));
  return days.get(on);
}

const drawnLists = new WeakMap<object, readonly DrawnLine[]>();
const drawnTexts = new Map<string, DrawnLine>();

function drawn({ houses, ...list }: Published): readonly DrawnLine[] {
  const known = drawnLists.get(houses);
  if (known !== undefined) return known;
  const lines = linesOf({ houses, ...list }).map((line) => {
    const key = `${line.streetId} ${line.houses}`;
    const one = drawnTexts.get(key) ?? drawLine(line);
    drawnTexts.set(key, one);
    return one;
  });
  drawnLists.set(houses, lines);
  return lines;
}

const product: Build = (pool, { at, homes, look, published }) => {
  const version = onDay(published(pool.school), dayOf(at));
  if (version !== undefined && isFoundBefore(look?.found ?? null, homesKey(homes), pool.id, version.version)) return version.version;
  return judged(pool, version, homes);
};

/** What a page finds for the homes it knows, on the day it is drawn. */
export function lookAt(
  pools: readonly Pool[],
  homes: readonly Home[],
  knowing: Pick<Knowing, 'published' | 'publications'>,
  on: Day,
): Look {
  const found = pools.flatMap((pool) => {
    const version = judged(pool, onDay(knowing.published(pool.school), on), homes);
    return version === null ? [] : [{ pool: pool.id, version }];
  });
  return {
    found: { homes: homesKey(homes), pools: found.map(({ pool }) => pool), versions: found.map(({ version }) => version) },
    homes,
    published: knowing.publications,
  };
}

function fromLook({ id }: Pool, { found }: Look): string | null {
  return found.versions[found.pools.indexOf(id)] ?? null;
}

/** The product, and builds that are wrong on purpose: each must be found out. */
export const builds = {
  product,
  'what was found at the look is trusted': (pool, knowing) =>
    knowing.look === null ? product(pool, knowing) : fromLook(pool, knowing.look),
  'the day is ignored': (pool, { homes, published }) => judged(pool, published(pool.school).at(-1), homes),
  'a publication is outside the order': (pool, knowing) => product(pool, { ...knowing, published: knowing.publishedBeforeBatch }),
  'the address is frozen at the look': (pool, knowing) =>
    product(pool, { ...knowing, homes: knowing.look?.homes ?? knowing.homes, look: null }),
  'who has not looked is not served': (pool, knowing) => (knowing.look === null ? null : product(pool, knowing)),
  'a publication throws prepared claims back': (pool, knowing) =>
    knowing.look !== null && knowing.look.published < knowing.publications ? null : product(pool, knowing),
} as const satisfies Readonly<Record<string, Build>>;

export type BuildName = keyof typeof builds;
export const brokenNames = (Object.keys(builds) as BuildName[]).filter((name) => name !== 'product');

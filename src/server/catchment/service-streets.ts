import type { Named } from '#domain/core/language.ts';
import { type Findable, findIn, formsOf, soughtIn } from '#domain/search/find.ts';
import { isBesideStreetName } from '#domain/search/streets.ts';
import type { Ages } from '../ages.ts';
import { aged } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { read } from '../db/transaction.ts';
import { findStreetsAfter, type StreetListed } from './store.ts';

/** A street as a search finds it. */
export type StreetFound = { readonly id: number; readonly name: Named; readonly district: Named };

export type StreetsFound = {
  readonly streets: readonly StreetFound[];
  /** Not every word of the query stands in these names. */
  readonly near: boolean;
};

export type StreetFinder = (query: string, where: { readonly district: number | null; readonly limit: number }) => Promise<StreetsFound>;

const streetsAtATime = 500;
const streetsAtMost = 300_000;

/** Finds streets by name, in either language and any form of the words; the best first. Streets are read from the database every ten minutes. */
export function streetFinder(database: Database, ages: Pick<Ages, 'streetsMs'>): StreetFinder {
  const streets = aged(ages.streetsMs, () => readStreets(database));
  return async (query, { district, limit }) => {
    const known = await streets();
    const there = district === null ? known : known.filter(({ item }) => item.districtId === district);
    const { found, near } = findIn(there, soughtIn(query, isBesideStreetName));
    return { streets: found.slice(0, limit).map(({ item: { id, name, district: own } }) => ({ id, name, district: own })), near };
  };
}

/** By and by, so that nobody waits while the streets of a whole country are prepared. */
async function readStreets(database: Database): Promise<readonly Findable<StreetListed>[]> {
  const known: Findable<StreetListed>[] = [];
  let last = 0;
  while (known.length < streetsAtMost) {
    const rows = await read(database, 'system', (reader) => findStreetsAfter(reader, last, streetsAtATime));
    for (const row of rows) known.push({ item: row, title: formsOf(...Object.values(row.name)), body: '' });
    last = rows.at(-1)?.id ?? last;
    if (rows.length < streetsAtATime) break;
  }
  return known.toSorted((a, b) => a.item.districtId - b.item.districtId || (a.item.name.ru < b.item.name.ru ? -1 : 1));
}

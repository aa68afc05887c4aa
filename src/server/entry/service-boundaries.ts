import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { rangeHabit, readHouses } from '#domain/catchment/house-list.ts';
import type { Day } from '#domain/core/day.ts';
import type { EntryRow } from '#domain/entry/input.ts';
import { readerOf, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { Entered, Hand, Problem } from './service.ts';
import { findBounded, findSchools, findStreets, takeEntryTurn } from './store.ts';

export type Lists = readonly { readonly school: string; readonly lines: readonly BoundaryLine[] }[];

/**
 * Enters the first boundaries of schools that have none, as the acts write them. A house list that is not read to the last item, or waits for a
 * person to choose, is refused: nobody is asked here. A school that has a list is left to the pages of its director. KG25-18.8.
 */
export async function enterBoundaries(
  tx: Tx,
  campaign: string,
  rows: readonly EntryRow<'boundaries'>[],
  hand: Hand,
  publish: (lists: Lists) => Promise<void>,
): Promise<Entered> {
  await takeEntryTurn(tx);
  const reader = readerOf(tx);
  const schools = new Map((await findSchools(reader)).map((school) => [school.code, school]));
  const bounded = await findBounded(reader, campaign);
  const ids = rows.map(({ given }) => given.street);
  const streets = new Map((await findStreets(reader, ids)).map((street) => [street.id, street]));
  const problems: Problem[] = [];
  const lists = [...Map.groupBy(rows, ({ given }) => given.school)].flatMap(([code, own]) => {
    const school = schools.get(code);
    const wrong = own.flatMap(({ row, given }): readonly Problem[] => {
      const street = streets.get(given.street);
      const why = [
        ...(school === undefined ? [`school ${code} is not entered; enter the schools first`] : []),
        ...(school !== undefined && bounded.has(school.id)
          ? [`school ${code} has its boundaries already; they are changed on the pages of its director`]
          : []),
        ...(street === undefined ? [`street ${given.street} is not entered; enter the streets first`] : []),
        ...(school !== undefined && street !== undefined && school.district_id !== street.district_id
          ? [`street ${given.street} lies in another district than school ${code}`]
          : []),
        ...(own.some((other) => other.row < row && other.given.street === given.street)
          ? [`street ${given.street} stands twice for school ${code}`]
          : []),
        ...notUnderstood(given.houses),
      ];
      return why.map((reason) => ({ row, why: reason }));
    });
    problems.push(...wrong);
    if (school === undefined || wrong.length > 0) return [];
    const habit = rangeHabit(own.map(({ given }) => given.houses));
    return [
      { school: school.id, lines: own.map(({ given }) => ({ streetId: given.street, houses: given.houses, habit, act: actOf(given) })) },
    ];
  });
  if (problems.length > 0) return { kind: 'refused', problems };
  await publish(lists);
  const detail = { list: 'boundaries', entered: rows.length, schools: lists.length, ...hand };
  await append(tx, [{ at: new Date(), actor: 'system', act: 'list.entered', campaign, subject: null, detail }]);
  return { kind: 'entered', entered: rows.length, changed: 0, same: 0 };
}

function notUnderstood(houses: string): readonly string[] {
  const { unread, confirm, elsewhere } = readHouses(houses);
  return [
    ...unread.map(({ token }) => `“${token}” is not understood`),
    ...confirm.map(({ token }) => `“${token}” can be read in several ways; write it out`),
    ...elsewhere.map(({ place }) => `“${place}” is another street; give it a row of its own`),
  ];
}

function actOf({ act_ru: ru, act_ky: ky, act_number: number, act_day: day }: EntryRow<'boundaries'>['given']): BoundaryLine['act'] {
  return { title: { ru, ...(ky !== undefined && { ky }) }, number, day: day as Day };
}

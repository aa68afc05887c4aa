import { addDays, day, type Day } from '#domain/core/day.ts';
import type { Chance } from './chance.ts';

/** Birth dates from the first to the last, both included. */
export type Window = { readonly from: Day; readonly to: Day };

/** Birth dates that a campaign admits to a grade. */
export type Cohort = {
  readonly bornFrom: Day;
  readonly bornTo: Day;
  readonly grade: number;
  readonly condition: 'none' | 'preschool_prepared';
};

/** Where a child stands to the cohorts of a campaign. */
export type BirthGroup = 'older' | 'between' | 'elder' | 'younger' | 'prepared' | 'too_young';

/** The birth dates of each group, so that another campaign has children of its own years. Most enter one of the two lowest grades. */
export function birthGroups(cohorts: readonly Cohort[]): Readonly<Record<BirthGroup, Window>> {
  const { elder, younger, prepared } = enteredCohorts(cohorts);
  const [start = elder.bornFrom] = cohorts.map(({ bornFrom }) => bornFrom).toSorted();
  return {
    older: { from: yearsLater(start, -3), to: addDays(yearsLater(start, -2), -1) },
    between: { from: yearsLater(start, -1), to: addDays(start, -1) },
    elder: windowOf(elder),
    younger: windowOf(younger),
    prepared: windowOf(prepared),
    too_young: { from: addDays(younger.bornTo, 1), to: yearsLater(younger.bornTo, 1) },
  };
}

/** The grades that children of a campaign enter here, the lowest first. */
export function enteredGrades(cohorts: readonly Cohort[]): readonly number[] {
  return [...new Set(Object.values(enteredCohorts(cohorts)).map(({ grade }) => grade))].toSorted((a, b) => a - b);
}

function enteredCohorts(cohorts: readonly Cohort[]) {
  const admitted = cohorts.filter(({ condition }) => condition === 'none').toSorted((a, b) => (a.bornTo < b.bornTo ? -1 : 1));
  const younger = admitted.at(-1);
  if (younger === undefined) throw new Error('a campaign without cohorts has no children');
  const prepared = cohorts.find(({ condition }) => condition === 'preschool_prepared') ?? younger;
  return { elder: admitted.at(-2) ?? younger, younger, prepared };
}

/** The days of the year by their text `MM-DD`, counted from 0; the 29th of February is nobody's birthday here. */
export const birthDays: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 365 }, (_, index) => [addDays(day('2019-01-01'), index).slice(5), index]),
);

const texts = [...birthDays.keys()];

/** A birth date of the window whose day of the year is `first`, or a whole number of `spacing` days later. */
export function drawBirth({ from, to }: Window, first: number, spacing: number, chance: Chance): Day {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1;
  const possible: Day[] = [];
  for (let year = 0; year < years; year += 1) {
    for (let index = first; index < texts.length; index += spacing) {
      const born = `${Number(from.slice(0, 4)) + year}-${texts[index]}` as Day;
      if (born >= from && born <= to) possible.push(born);
    }
  }
  return chance.pick(possible);
}

/** Whether a window is too short for two births of one mother. */
export function isShort({ from, to }: Window): boolean {
  return addDays(from, 600) > to;
}

function windowOf({ bornFrom, bornTo }: Cohort): Window {
  return { from: bornFrom, to: bornTo };
}

function yearsLater(from: Day, years: number): Day {
  return `${Number(from.slice(0, 4)) + years}${from.slice(4).replace('02-29', '02-28')}` as Day;
}

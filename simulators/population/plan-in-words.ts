import { day } from '#domain/core/day.ts';
import type { Cohort } from './birth-days.ts';
import type { PopulationPlan } from './make-population.ts';

/** A plan as text, to be given to another process or kept in a file. */
export function planInWords(plan: PopulationPlan): string {
  return JSON.stringify(plan);
}

/** Reads what {@link planInWords} wrote; 500 families of a town where nothing was written. Throws when it is not a plan. */
export function planFromWords(words: string): PopulationPlan {
  const read: unknown = words === '' ? {} : JSON.parse(words);
  if (!isRecord(read)) throw new Error('not a plan of a population');
  const { campaign } = read;
  return {
    seed: wholeNumber(read['seed'] ?? 2025),
    families: wholeNumber(read['families'] ?? 500),
    ...(read['scale'] === 'republic' && { scale: 'republic' }),
    ...(isRecord(campaign) && { campaign: campaignOf(campaign) }),
  };
}

function campaignOf({ country, year, cohorts }: Record<string, unknown>): NonNullable<PopulationPlan['campaign']> {
  if (typeof country !== 'string' || !Array.isArray(cohorts)) throw new Error('not a plan of a population: no country or cohorts');
  return { country, year: wholeNumber(year), cohorts: cohorts.filter(isRecord).map(cohortOf) };
}

function cohortOf({ bornFrom, bornTo, grade, condition }: Record<string, unknown>): Cohort {
  return {
    bornFrom: day(String(bornFrom)),
    bornTo: day(String(bornTo)),
    grade: wholeNumber(grade),
    condition: condition === 'preschool_prepared' ? condition : 'none',
  };
}

function wholeNumber(read: unknown): number {
  if (typeof read !== 'number' || !Number.isSafeInteger(read))
    throw new Error(`not a plan of a population: ${String(read)} is no whole number`);
  return read;
}

function isRecord(read: unknown): read is Record<string, unknown> {
  return typeof read === 'object' && read !== null;
}

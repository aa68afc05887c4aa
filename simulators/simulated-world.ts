import { readFileSync } from 'node:fs';
import { openPeople } from './population/make-population.ts';
import type { People } from './population/people.ts';
import { planFromWords } from './population/plan-in-words.ts';
import { populationFromJson, type Population } from './population/population.ts';

/** A simulator that is listening. */
export type RunningSimulator = { readonly url: string; close(): Promise<void> };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The people a simulator process serves: the file POPULATION_FILE, or made from POPULATION_PLAN (see `plan-in-words.ts`), so that two
 * processes started alike know the same people.
 */
export function peopleFrom(environment: Environment): Population | People {
  const file = environment['POPULATION_FILE'];
  if (file) return populationFromJson(readFileSync(file, 'utf8'));
  return openPeople(planFromWords(environment['POPULATION_PLAN'] ?? ''));
}

/** A whole number from the environment, or the default where the variable is absent; throws when it is not a number. */
export function wholeNumber(environment: Environment, name: string, otherwise: number): number {
  const text = environment[name];
  if (text === undefined || text === '') return otherwise;
  if (!/^-?\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number`);
  return Number(text);
}

/** Prints the one line that says a simulator is ready, and closes it when the process is asked to end. */
export function announce(simulator: RunningSimulator): void {
  process.stdout.write(`ready ${simulator.url}\n`);
  const end = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

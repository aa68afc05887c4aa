import { makePopulation } from '#simulators/population/make-population.ts';
import { personas, type Persona } from '#simulators/population/personas.ts';
import { demoPopulation } from './simulators.ts';

/** The people the demo offers to sign in as. */
export function demoPersonas(): readonly Persona[] {
  return personas(makePopulation(demoPopulation));
}

import type { Stretch } from './catchments.ts';
import type { District, Places, RegisteredAddress, Street } from './population.ts';

/** A country's places with the truth behind them. */
export type Geography = Places & {
  /** Which houses of which street belong to which school; the acts put it into words. */
  readonly stretches: readonly Stretch[];
  /** How many people live in a district, against the others. */
  readonly weightOf: (district: District) => number;
  /** The keys under which the address bureau keeps a street. */
  readonly placeOf: (street: Street) => Pick<RegisteredAddress, 'regionId' | 'districtId' | 'aymakId' | 'villageId'>;
};

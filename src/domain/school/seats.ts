import type { Language, Named } from '../core/language.ts';
import type { SchoolView } from '../core/school.ts';

/** A part of the country by which schools are found. The key is the same on every page and in every answer. */
export type Area = { readonly key: string; readonly name: Named };

/** General seats of one grade and language of a school; those set apart for preference are not among them. */
export type PoolSeats = {
  readonly id: number;
  readonly grade: number;
  readonly language: Language;
  readonly free: number;
  readonly capacity: number;
  /** Seats given beyond the capacity, where a law guarantees without limit. KG22-4. */
  readonly overQuota: number;
  /** How many children stand in line for one; none where the law has no waiting list switched on. */
  readonly inLine: number;
};

/** A school, where it is, and its seats in a campaign. */
export type SchoolSeats = {
  readonly school: SchoolView;
  readonly region: Area;
  readonly district: Area;
  readonly pools: readonly PoolSeats[];
};

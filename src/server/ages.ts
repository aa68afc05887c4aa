/** How long an answer that many ask for is kept, in milliseconds; an argument, for a test looks right after it has changed something. */
export type Ages = {
  /** Free seats of the schools. */
  readonly seatsMs: number;
  /** How many stand in line for each pool. */
  readonly linesMs: number;
  /** Names of schools and streets, and counts that change a few times a day. */
  readonly namesMs: number;
  /** The register of streets, prepared to be searched. */
  readonly streetsMs: number;
};

export const usualAges: Ages = { seatsMs: 1000, linesMs: 1000, namesMs: 60_000, streetsMs: 10 * 60_000 };

/** Nothing is kept: every question is asked anew. */
export const noAges: Ages = { seatsMs: 0, linesMs: 0, namesMs: 0, streetsMs: 0 };

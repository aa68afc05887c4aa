/** How long what a register said is taken as it stands. */
export type FactTerms = {
  /** Answers before this time belong to an earlier campaign: nobody is decided on them. */
  readonly sinceMs: number;
  /** Older ones are asked anew, in the background. */
  readonly freshMs: number;
};

/** `unknown`: no answer in this campaign, whatever was said before; `old`: an answer to go on with while it is asked again. */
export type FactAge = 'unknown' | 'old' | 'fresh';

/** How old an answer is. KG25-8.3, KG25-21.3, KG25-21.4. */
export function factAge(answeredMs: number | null, nowMs: number, { sinceMs, freshMs }: FactTerms): FactAge {
  if (answeredMs === null || answeredMs < sinceMs) return 'unknown';
  return nowMs - answeredMs > freshMs ? 'old' : 'fresh';
}

/** Where a line of the pack comes from. `ours` says why, where the source is silent or can be read in two ways. */
export type Cited = {
  readonly clause: string;
  readonly ours?: string;
};

/** The clause of a line that no act holds: the press reported it. */
export const reportedByPress = 'press';

/** Every clause that a law, or a part of one, rests on. */
export function clausesCitedIn(data: unknown): ReadonlySet<string> {
  if (data === null || typeof data !== 'object') return new Set();
  return new Set(
    Object.entries(data).flatMap(([key, value]) => (key === 'clause' && typeof value === 'string' ? [value] : [...clausesCitedIn(value)])),
  );
}

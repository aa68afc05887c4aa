/** One small change of one file: what stands from `start` to `end` becomes `to`. */
export type Mutation = {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
  /** What was done, in a few words. */
  readonly what: string;
};

/** The text with the change in it. */
export function applied(text: string, { start, end, to }: Pick<Mutation, 'start' | 'end' | 'to'>): string {
  return text.slice(0, start) + to + text.slice(end);
}

/** The change as a person reads it: where, and what became of what. */
export function inWords({ file, line, from, to, what }: Mutation): string {
  const short = (text: string) => (text.length > 90 ? `${text.slice(0, 87)}…` : text).replaceAll(/\s+/g, ' ');
  return `${file}:${line}  ${what}: \`${short(from)}\` → \`${short(to)}\``;
}

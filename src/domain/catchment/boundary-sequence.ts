/** A version as far as its time goes: when it was published, and when its first day begins. */
export type Dated = { readonly number: number; readonly publishedMs: number; readonly fromMs: number };

/** A version while it was in force: from when, until when (`null` while it still is or will be), and which one it took the place of. */
export type InForce<V> = {
  readonly version: V;
  readonly before: V | null;
  readonly beginsMs: number;
  readonly endsMs: number | null;
};

/**
 * The versions of a school in the order they came into force. A version begins with its first day, or when it is published, whichever is later;
 * it ends when another begins. One that was replaced before it began was never in force and is left out. KG25-18.4.
 */
export function sequenceOf<V extends Dated>(versions: readonly V[]): readonly InForce<V>[] {
  const begun = versions
    .map((version) => ({ version, beginsMs: Math.max(version.publishedMs, version.fromMs) }))
    .toSorted((a, b) => a.beginsMs - b.beginsMs || a.version.number - b.version.number)
    .filter((one, place, all) => one.beginsMs !== all[place + 1]?.beginsMs);
  return begun.map(({ version, beginsMs }, place) => ({
    version,
    before: begun[place - 1]?.version ?? null,
    beginsMs,
    endsMs: begun[place + 1]?.beginsMs ?? null,
  }));
}

/** Of a sequence what was in force at a time. */
export function inForceAt<V>(sequence: readonly InForce<V>[], ms: number): V | null {
  return sequence.findLast(({ beginsMs }) => beginsMs <= ms)?.version ?? null;
}

/** Whether something happened within so many days after a version began, or after it ended. */
export function isWatched<V>({ beginsMs, endsMs }: InForce<V>, ms: number, days: number): boolean {
  const within = (since: number) => ms >= since && ms - since <= days * dayMs;
  return within(beginsMs) || (endsMs !== null && within(endsMs));
}

const dayMs = 86_400_000;

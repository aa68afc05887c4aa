/** A dice of our own that can be thrown again: the same seed gives the same throws on every machine. Not for secrets. */
export type Chance = {
  /** A fraction, 0 ≤ x < 1. */
  fraction(): number;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  /** True with this probability (0 to 1). */
  happens(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** One of the entries, each as often as its weight says. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
};

/** Throws that depend on the seed and the stream only; two streams of one seed do not disturb each other. */
export function chanceFrom(seed: number, stream: number): Chance {
  const key = mix(mix(seed | 0) ^ mix((stream + 0x51ed27) | 0));
  let count = 0;
  const fraction = () => (mix(key ^ mix((count += 1))) >>> 0) / 2 ** 32;
  const between = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    between,
    happens: (probability) => fraction() < probability,
    pick: (from) => at(from, between(0, from.length - 1)),
    weighted: (from) => {
      let left = fraction() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [entry, weight] of from) if ((left -= weight) < 0) return entry;
      return at(from, from.length - 1)[0];
    },
  };
}

/** Scatters the bits of a 32-bit number: neighbouring numbers come out far apart. */
export function mix(value: number): number {
  let bits = value + 0x3c6ef35f;
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return bits ^ (bits >>> 15);
}

function at<T>(from: readonly T[], index: number): T {
  const entry = from[index];
  if (entry === undefined) throw new Error('nothing to pick from');
  return entry;
}

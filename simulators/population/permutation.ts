import { mix } from './chance.ts';

/** A shuffle of the whole numbers below a size that needs no list: each number has one place, and the place leads back to the number. */
export type Permutation = { readonly forth: (value: number) => number; readonly back: (place: number) => number };

/**
 * Shuffles the numbers 0 … size − 1 by a key: a Feistel network over the next even power of two, walked again where it leads beyond the
 * size. For shuffling, not for secrets.
 */
export function permutation(key: number, size: number): Permutation {
  const halfBits = Math.max(1, Math.ceil(Math.log2(size) / 2));
  const mask = 2 ** halfBits - 1;
  const round = (half: number, turn: number) => mix(mix(key + turn * 0x9e3779b1) ^ mix(half)) & mask;
  const once = (value: number) => {
    let [left, right] = [value >>> halfBits, value & mask];
    for (let turn = 0; turn < rounds; turn += 1) [left, right] = [right, left ^ round(right, turn)];
    return (left << halfBits) | right;
  };
  const undone = (value: number) => {
    let [left, right] = [value >>> halfBits, value & mask];
    for (let turn = rounds - 1; turn >= 0; turn -= 1) [left, right] = [right ^ round(left, turn), left];
    return (left << halfBits) | right;
  };
  return { forth: (value) => walk(once, value, size), back: (place) => walk(undone, place, size) };
}

const rounds = 6;

function walk(step: (value: number) => number, from: number, size: number): number {
  let value = step(from);
  while (value >= size) value = step(value);
  return value;
}

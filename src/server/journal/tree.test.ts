import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { leafOf, proofOf, rootFrom, rootOf } from './tree.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** The tree as the RFC defines it: split at the largest power of two below the number of leaves. */
function rootByDefinition(lines: readonly string[]): Buffer {
  const sha = (...parts: readonly (Buffer | string)[]) => parts.reduce((all, part) => all.update(part), createHash('sha256')).digest();
  if (lines.length === 0) return sha('');
  if (lines.length === 1) return sha(Buffer.from([0]), lines[0] as string);
  const split = 2 ** Math.ceil(Math.log2(lines.length) - 1);
  return sha(Buffer.from([1]), rootByDefinition(lines.slice(0, split)), rootByDefinition(lines.slice(split)));
}

test(`the root is that of RFC 6962 for any number of lines (seed ${seed})`, () => {
  for (let count = 0; count <= 70; count += 1) {
    const lines = Array.from({ length: count }, (_, place) => `line ${place}`);
    assert.deepEqual(rootOf(lines.map(leafOf)), rootByDefinition(lines), String(count));
  }
});

test(`every line can be shown to stand under the root, and no other line in its place (seed ${seed})`, () => {
  const lines = fc.array(fc.string(), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(lines, fc.nat(), fc.string(), (all, at, other) => {
      const leaves = all.map(leafOf);
      const place = at % all.length;
      const path = proofOf(leaves, place);
      assert.deepEqual(rootFrom(leaves[place] as Buffer, path), rootOf(leaves));
      if (other !== all[place]) assert.notDeepEqual(rootFrom(leafOf(other), path), rootOf(leaves));
    }),
    { seed, numRuns: 300 },
  );
});

import { hash } from 'node:crypto';

/**
 * A tree of hashes over the lines of one batch, as RFC 6962 builds it: whoever holds one line, its place and the few hashes beside its path can
 * show that the line stands under the root that the journal keeps.
 */

/** The hash of a line. A leaf and a node never hash alike. */
export function leafOf(line: string): Buffer {
  return hash('sha256', `\u0000${line}`, 'buffer');
}

/** The root over leaves in their order; of none, the hash of nothing. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return hash('sha256', '', 'buffer');
  let level = leaves;
  while (level.length > 1) level = pairsOf(level);
  return level[0] as Buffer;
}

/** The hashes beside the path of a leaf, from the bottom up, each with its side. */
export function proofOf(leaves: readonly Buffer[], place: number): readonly { readonly side: 'left' | 'right'; readonly hash: Buffer }[] {
  const path: { side: 'left' | 'right'; hash: Buffer }[] = [];
  let [level, at] = [leaves, place];
  while (level.length > 1) {
    const beside = at % 2 === 0 ? at + 1 : at - 1;
    const sibling = level[beside];
    if (sibling !== undefined) path.push({ side: beside < at ? 'left' : 'right', hash: sibling });
    [level, at] = [pairsOf(level), Math.floor(at / 2)];
  }
  return path;
}

/** The root that a leaf and its proof lead to. */
export function rootFrom(leaf: Buffer, path: ReturnType<typeof proofOf>): Buffer {
  return path.reduce((under, { side, hash: beside }) => (side === 'left' ? nodeOf(beside, under) : nodeOf(under, beside)), leaf);
}

// A last one without a partner goes up as it is: with levels halved this gives the very tree of RFC 6962.
function pairsOf(level: readonly Buffer[]): readonly Buffer[] {
  const above: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at] as Buffer, level[at + 1]];
    above.push(right === undefined ? left : nodeOf(left, right));
  }
  return above;
}

const node = Buffer.alloc(65);
node[0] = 1;

function nodeOf(left: Buffer, right: Buffer): Buffer {
  left.copy(node, 1);
  right.copy(node, 33);
  return hash('sha256', node, 'buffer');
}

import { streetKey } from './street-key.ts';

/** Names most like a name, the likest first: by the three-letter pieces their keys share. Only a suggestion: a person chooses. */
export function nearestNames(name: string, known: readonly string[], atMost = 5): readonly string[] {
  const sought = piecesOf(streetKey(name));
  return known
    .map((each) => ({ each, likeness: likeness(sought, piecesOf(streetKey(each))) }))
    .filter((found) => found.likeness >= LEAST)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, atMost)
    .map(({ each }) => each);
}

const LEAST = 0.3;

function piecesOf(key: string): ReadonlySet<string> {
  // «улица» is the type of a name that gives none: it makes no two names alike.
  const text = `  ${key.replace(/^улица /, '')} `;
  return new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3)));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const piece of a) if (b.has(piece)) shared += 1;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}

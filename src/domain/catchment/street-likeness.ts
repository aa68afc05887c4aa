import { streetKey } from './street-key.ts';

/** Names most like a name, the likest first: by the three-letter pieces their keys share. Only a suggestion: a person chooses. */
export function nearestNames(name: string, known: readonly string[], atMost = 5): readonly string[] {
  return nameFinder(known)(name, atMost);
}

/** {@link nearestNames} for many questions about the same names: each name is taken to pieces once. */
export function nameFinder(known: readonly string[]): (name: string, atMost?: number) => readonly string[] {
  const names = known.map((each) => ({ each, pieces: piecesOf(streetKey(each)) }));
  const withPiece = new Map<string, number[]>();
  names.forEach(({ pieces }, index) => {
    for (const piece of pieces) ((withPiece.get(piece) ?? withPiece.set(piece, []).get(piece)) as number[]).push(index);
  });
  return (name, atMost = 5) => {
    const sought = piecesOf(streetKey(name));
    const shared = new Map<number, number>();
    for (const piece of sought) for (const index of withPiece.get(piece) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
    return [...shared]
      .map(([index, count]) => ({ index, likeness: (2 * count) / (sought.size + (names[index]?.pieces.size ?? 0)) }))
      .filter(({ likeness }) => likeness >= LEAST)
      .toSorted((a, b) => b.likeness - a.likeness || a.index - b.index)
      .slice(0, atMost)
      .map(({ index }) => names[index]?.each ?? '');
  };
}

const LEAST = 0.3;

function piecesOf(key: string): ReadonlySet<string> {
  // «улица» is the type of a name that gives none: it makes no two names alike.
  const text = `  ${key.replace(/^улица /, '')} `;
  return new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3)));
}

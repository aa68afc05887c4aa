import { type House, isBare } from './house.ts';
import { coversSurely, type Segment } from './segment.ts';

/** A house that is asked about for a child of a grade, or of any. */
export type Probe = { readonly house: House; readonly grade: number | undefined };

/** Houses by which two lists of a street are told apart: taken by the later one alone, and by the earlier one alone. */
export type ServedDifference = { readonly came: readonly Probe[]; readonly gone: readonly Probe[] };

/** Beyond so many ends a list is not asked house by house: it is taken to differ, and a person looks. */
const endsAtMost = 2_000;

/**
 * What two lists of one street serve differently, whatever they write. A list can only begin or end to take a house at an end it names: those
 * ends, their neighbours on both sides of the street, and the forms a number may have are all that need be asked.
 */
export function servedDifference(before: readonly Segment[], after: readonly Segment[]): ServedDifference {
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const own = [...before.filter((each) => !is.has(keyOf(each))), ...after.filter((each) => !was.has(keyOf(each)))];
  if (own.length === 0) return { came: [], gone: [] };
  const all = [...before, ...after];
  const ends = endsOf(all);
  if (ends.length > endsAtMost) return tooManyToAsk(before, after);
  const grades = gradesOf(all);
  const probes = housesAround(ends, seriesOf(all))
    .filter((house) => own.some((segment) => mayCover(segment, house)))
    .flatMap((house) => grades.map((grade) => ({ house, grade })));
  const came = probes.filter((probe) => takes(after, probe) && !takes(before, probe));
  const gone = probes.filter((probe) => takes(before, probe) && !takes(after, probe));
  return { came, gone };
}

/** Whether a list takes a house for certain, for a child of the grade asked about. */
export function takes(segments: readonly Segment[], { house, grade }: Probe): boolean {
  return segments.some((segment) => coversSurely(segment, house, grade));
}

function keyOf(segment: Segment): string {
  return JSON.stringify(segment);
}

function mayCover(segment: Segment, house: House): boolean {
  const { grades: _grades, only: _only, except: _except, ...plain } = segment;
  return coversSurely(plain, house);
}

function tooManyToAsk(before: readonly Segment[], after: readonly Segment[]): ServedDifference {
  const firstOf = (segments: readonly Segment[]) =>
    endsOf(segments)
      .slice(0, 1)
      .map((house) => ({ house, grade: undefined }));
  return { came: firstOf(after), gone: firstOf(before) };
}

function endsOf(segments: readonly Segment[]): readonly House[] {
  return segments.flatMap((segment): readonly House[] => [...ownEnds(segment), ...endsOf(segment.except ?? [])]);
}

function ownEnds(segment: Segment): readonly House[] {
  if (segment.kind === 'house' || segment.kind === 'house_all_corpuses') return [segment.house];
  return segment.kind === 'range' ? [segment.from, segment.to] : [];
}

/** No list names it: what is taken of it, is taken of every series that is not named. */
const unnamed = 'ъ';

function seriesOf(segments: readonly Segment[]): readonly (string | undefined)[] {
  const named = segments.flatMap((segment): readonly (string | undefined)[] => [
    ...(segment.kind === 'series' ? [segment.series] : []),
    ...ownEnds(segment).map(({ series }) => series),
    ...seriesOf(segment.except ?? []),
  ]);
  return [...new Set([undefined, unnamed, ...named])];
}

function gradesOf(segments: readonly Segment[]): readonly (number | undefined)[] {
  const named = segments.flatMap((segment): readonly number[] => [
    ...(segment.grades ?? []).flatMap(({ from, to }) => [from - 1, from, to, to + 1]),
    ...gradesOf(segment.except ?? []).filter((grade) => grade !== undefined),
  ]);
  return [undefined, ...new Set(named)];
}

function housesAround(ends: readonly House[], series: readonly (string | undefined)[]): readonly House[] {
  const found = new Map<string, House>();
  const add = (house: House) => found.set(JSON.stringify(house), house);
  const numbers = new Set([1, 2, ...ends.flatMap(({ number }) => [number - 2, number - 1, number, number + 1, number + 2])]);
  for (const number of [...numbers].filter((each) => each > 0)) {
    for (const own of series) {
      const bare: House = own === undefined ? { number } : { number, series: own };
      for (const house of formsOf(bare)) add(house);
    }
  }
  for (const end of ends) for (const house of [end, ...nextTo(end)]) add(house);
  return [...found.values()];
}

/** A number by itself, and as a list that names it only so would not mean it. */
function formsOf(bare: House): readonly House[] {
  return [bare, { ...bare, letter: 'а' }, { ...bare, letter: 'я' }, { ...bare, fraction: '1' }, { ...bare, corpus: '1' }];
}

/** Around a house with a letter, a fraction or a corpus: what stands just before it and just behind it. */
function nextTo(end: House): readonly House[] {
  const { corpus, ...rest } = end;
  const ofCorpus = corpus === undefined ? [{ ...end, corpus: '2' }] : [rest, { ...rest, corpus: `${corpus}0` }];
  if (isBare(end)) return ofCorpus;
  const { letter, fraction, ...plain } = rest;
  const shift = (text: string, by: number) => String.fromCodePoint((text.codePointAt(0) ?? 0) + by);
  const ofLetter = letter === undefined ? [] : [-1, 1].map((by) => ({ ...rest, letter: shift(letter, by) }));
  const ofFraction =
    fraction === undefined || !/^\d+$/.test(fraction) ? [] : [-1, 1].map((by) => ({ ...rest, fraction: String(Number(fraction) + by) }));
  return [plain, ...ofCorpus, ...ofLetter, ...ofFraction];
}

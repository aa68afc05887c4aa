import type { Draft } from './draft.ts';
import type { House } from './house.ts';
import { isWhole } from './list-facts.ts';
import { judgeRange, type ListFacts, type RangeJudged } from './range-side.ts';
import type { Outcome } from './reading.ts';
import { type GradeSpan, type Limits, limited, onSide, type Segment, type Side } from './segment.ts';
import type { UnreadReason } from './unread.ts';

/** What stood before an item and still speaks for it, until the clause ends. */
export type Governing = {
  readonly side: Side | null;
  readonly only: 'private_sector' | null;
  readonly grades: readonly GradeSpan[] | null;
  /** «участки 1, 3»: the 3 is a plot too. `doubted` after a semicolon. */
  readonly series: { readonly name: string; readonly doubted: boolean } | null;
  /** After «8 корп. 1» (`isApart`; not after 8к1) a 2, or a 5, may be a corpus; a 10 is not. */
  readonly corpuses: { readonly house: House; readonly last: number; readonly isApart: boolean; readonly doubted: boolean } | null;
  /** After «12а» a `б` alone is 12б. */
  readonly lettered: House | null;
};

export const NOTHING_GOVERNS: Governing = { side: null, only: null, grades: null, series: null, corpuses: null, lettered: null };

/** What governs the item after this draft. */
export function governedAfter(draft: Draft, before: Governing): Governing {
  const { body, leads } = draft;
  const speaksOn = body !== null || !isWhole(draft);
  const side = isWhole(draft) ? null : draft.side === null ? before.side : leads.side ? draft.side : null;
  const series = body?.kind === 'houses' && body.many !== null ? { name: body.many, doubted: false } : seriesAfter(draft, before);
  return {
    side,
    only: leads.only && speaksOn ? draft.only : before.only,
    grades: leads.grades && speaksOn ? draft.grades : before.grades,
    series,
    corpuses: corpusesAfter(draft, before),
    lettered: letteredAfter(draft, before),
  };
}

/** Judges one draft by itself and by what governs it. */
export function judgeDraft(draft: Draft, governing: Governing, list: ListFacts): RangeJudged {
  const limits = limitsOf(draft, governing);
  const judged = judgePlainly(draft, governing, list);
  const except = draft.except.length === 0 ? [] : exceptions(draft, list);
  if (except === null) return { kind: 'unread', reason: 'exception' };
  const all: Limits = { ...limits, ...(except.length > 0 && { except }) };
  const narrow = (segments: readonly Segment[]) =>
    segments.map((each) => limited(each, isOneHouse(each) ? { ...all, only: undefined } : all));
  if (judged.kind === 'unread') return judged;
  if (judged.kind === 'sure') return { kind: 'sure', segments: narrow(judged.segments) };
  return { ...judged, readings: judged.readings.map(narrow), sure: narrow(judged.sure) };
}

/** The segments of houses that a list takes out, where they are sure. */
export function exceptions(
  { body, except, side, all }: Pick<Draft, 'except' | 'side' | 'all'> & Partial<Draft>,
  list: ListFacts,
): readonly Segment[] | null {
  const taken: Segment[] = [];
  const governing: Governing =
    body?.kind === 'series' ? { ...NOTHING_GOVERNS, series: { name: body.series, doubted: false } } : NOTHING_GOVERNS;
  for (const each of except) {
    const named =
      each.body?.kind === 'range' && each.side === null && !each.all && (all || side !== null) && !isOneSided(each.body)
        ? (side ?? 'both')
        : each.side;
    const judged = judgeDraft({ ...each, side: named, all: each.all || each.body === null }, governing, list);
    if (judged.kind !== 'sure') return null;
    taken.push(...judged.segments);
  }
  return taken;
}

function isOneSided({ from, to }: { readonly from: House; readonly to: House }): boolean {
  return from.number % 2 === to.number % 2;
}

/** Whether a segment is a house named by itself. */
export function isOneHouse({ kind }: Segment): boolean {
  return kind === 'house' || kind === 'house_all_corpuses';
}

function limitsOf({ grades, only }: Draft, governing: Governing): Limits {
  const ownGrades = grades ?? governing.grades;
  const ownOnly = only ?? governing.only;
  return { ...(ownGrades !== null && { grades: ownGrades }), ...(ownOnly !== null && { only: ownOnly }) };
}

function judgePlainly(draft: Draft, governing: Governing, list: ListFacts): RangeJudged {
  const { body } = draft;
  if (body === null) return judgeWhole(draft, list);
  switch (body.kind) {
    case 'all_corpuses':
      return onSides(draft, governing, [body.house]) ? sure({ kind: 'house_all_corpuses', house: body.house }) : unread('side_contradicts');
    case 'houses':
      return judgeHouses(draft, body.houses, governing);
    case 'ways':
      return {
        kind: 'confirm',
        reason: body.because,
        readings: body.ways.map((houses) => houses.map((house) => ({ kind: 'house', house }))),
        sure: [],
      };
    case 'range':
      return judgeRange(inSeries(body, governing), draft.side ?? (draft.all ? 'both' : null), governing.side, list);
    case 'letter':
      return governing.lettered === null
        ? unread('not_understood')
        : sure({ kind: 'house', house: { ...governing.lettered, letter: body.letter } });
    case 'corpus':
      return governing.corpuses === null
        ? unread('corpus_alone')
        : sure({ kind: 'house', house: { ...governing.corpuses.house, corpus: body.corpus } });
    case 'series':
      return sure({ kind: 'series', series: body.series });
    case 'described':
      return sure({ kind: 'described', what: body.what, text: body.text });
    case 'areas':
      return sure({ kind: 'all' });
  }
}

function sure(...segments: readonly Segment[]): RangeJudged {
  return { kind: 'sure', segments };
}

function unread(reason: UnreadReason): RangeJudged {
  return { kind: 'unread', reason };
}

/** A side, «все» or the private sector without numbers: of the street when it stands alone, else perhaps a word on its neighbours. */
function judgeWhole(draft: Draft, list: ListFacts): RangeJudged {
  if (!isWhole(draft) && draft.only === null) return unread(draft.grades === null ? 'not_understood' : 'grades');
  const whole: Segment = draft.side === null || draft.side === 'both' ? { kind: 'all' } : { kind: 'side', side: draft.side };
  const isPlain = draft.all && !(whole.kind === 'all' && list.hasUnnamedRanges);
  if (list.alone || isPlain) return sure(whole);
  return { kind: 'confirm', reason: 'side_apart', readings: [[whole], []], sure: [] };
}

function judgeHouses(draft: Draft, houses: readonly House[], governing: Governing): RangeJudged {
  const { series, corpuses } = governing;
  const isPlural = draft.body?.kind === 'houses' && draft.body.many !== null;
  if (!onSides(draft, governing, houses)) return unread('side_contradicts');
  const asHouses = houses.map((house): Segment => ({ kind: 'house', house }));
  const only = houses.length === 1 ? houses[0] : undefined;
  if (series !== null && !isPlural && houses.every((house) => house.series === undefined)) {
    const inThere = houses.map((house): Segment => ({ kind: 'house', house: { ...house, series: series.name } }));
    if (!series.doubted) return sure(...inThere);
    return { kind: 'confirm', reason: 'house_or_series', readings: [asHouses, inThere], sure: [] };
  }
  if (only !== undefined && corpuses?.doubted === true) {
    const asCorpus: Segment = { kind: 'house', house: { ...corpuses.house, corpus: String(only.number) } };
    return { kind: 'confirm', reason: 'house_or_corpus', readings: [[asCorpus], asHouses], sure: [] };
  }
  return sure(...asHouses);
}

function onSides({ side }: Draft, governing: Governing, houses: readonly House[]): boolean {
  const named = side ?? governing.side;
  return named === null || houses.every(({ number }) => onSide(named, number));
}

function inSeries<Range extends { readonly from: House; readonly to: House }>(range: Range, { series }: Governing): Range {
  if (series === null || series.doubted || range.from.series !== undefined) return range;
  return { ...range, from: { ...range.from, series: series.name }, to: { ...range.to, series: series.name } };
}

function seriesAfter({ body, all }: Draft, { series }: Governing): Governing['series'] {
  if (series === null || all || body === null) return body === null && series !== null ? null : series;
  const first = body.kind === 'range' ? body.from : body.kind === 'houses' ? body.houses[0] : undefined;
  return first?.series !== undefined && first.series !== series.name ? null : series;
}

function corpusesAfter({ body }: Draft, { corpuses }: Governing): Governing['corpuses'] {
  if (body?.kind === 'corpus' && corpuses !== null) return { ...corpuses, last: Number(body.corpus) || 0, isApart: true, doubted: false };
  if (body?.kind !== 'houses' || body.houses.length !== 1) return null;
  const [house] = body.houses;
  if (house === undefined) return null;
  const { corpus, ...bare } = house;
  if (corpus !== undefined) return { house: bare, last: Number(corpus) || 0, isApart: body.corpusTail !== null, doubted: false };
  if (corpuses?.doubted === true) return { ...corpuses, last: house.number, doubted: false };
  return { house: bare, last: 0, isApart: false, doubted: false };
}

/** The house whose letters may go on: «12а, б, в». */
function letteredAfter({ body }: Draft, { lettered }: Governing): House | null {
  if (body?.kind === 'letter') return lettered;
  const house = body?.kind === 'houses' ? body.houses.at(-1) : undefined;
  return house?.letter !== undefined && house.fraction === undefined && house.corpus === undefined ? house : null;
}

/** Whether a plain number after «8 корп. 1» may be a corpus: 2 may, and what is not above 8; a 10 is a house. */
export function doubtsCorpus({ body }: Draft, { corpuses }: Governing): boolean {
  const house = body?.kind === 'houses' && body.houses.length === 1 ? body.houses[0] : undefined;
  if (corpuses === null || !corpuses.isApart || house === undefined || house.letter !== undefined || house.fraction !== undefined)
    return false;
  if (house.corpus !== undefined || house.series !== undefined) return false;
  return house.number <= corpuses.house.number || house.number === corpuses.last + 1;
}

/** What an item of several parts gives: unread when one part is, doubtful in every way its parts are, else sure. */
export function combined(parts: readonly { readonly place: string | null; readonly judged: RangeJudged }[]): Outcome {
  const [only] = parts;
  const open = parts.find(({ judged }) => judged.kind !== 'sure');
  if (open === undefined) {
    return { kind: 'sure', parts: parts.map(({ place, judged }) => ({ place, segments: judged.kind === 'sure' ? judged.segments : [] })) };
  }
  if (parts.length === 1 && only?.judged.kind === 'confirm') return { ...only.judged, place: only.place };
  const unreadPart = parts.find(({ judged }) => judged.kind === 'unread')?.judged;
  if (unreadPart?.kind === 'unread') return unreadPart;
  let readings: readonly (readonly Segment[])[] = [[]];
  for (const { judged } of parts) {
    const ways = judged.kind === 'sure' ? [judged.segments] : judged.kind === 'confirm' ? judged.readings : [];
    readings = readings.flatMap((before) => ways.map((way) => [...before, ...way])).slice(0, MOST_READINGS);
  }
  const sureOnes = parts.flatMap(({ judged }) => (judged.kind === 'sure' ? judged.segments : judged.kind === 'confirm' ? judged.sure : []));
  const reason = open.judged.kind === 'confirm' ? open.judged.reason : 'parity_unclear';
  return { kind: 'confirm', reason, place: open.place, sure: sureOnes, readings };
}

/** A person chooses among this many at most. */
const MOST_READINGS = 9;

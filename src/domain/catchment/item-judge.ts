import type { Draft } from './draft.ts';
import type { Item, ListOptions, Read } from './list-item.ts';
import { seriesIn, takeOut } from './exception.ts';
import { listFacts } from './list-facts.ts';
import {
  combined,
  doubtsCorpus,
  exceptions,
  type Governing,
  governedAfter,
  isOneHouse,
  judgeDraft,
  NOTHING_GOVERNS,
} from './list-judge.ts';
import {
  areaPlaces,
  byNeighbours,
  composePlace,
  contextAfter,
  headsOthers,
  isPlaceAlone,
  numbersBefore,
  type PlaceContext,
} from './list-places.ts';
import type { ListFacts, RangeHabit, RangeJudged } from './range-side.ts';
import type { Outcome } from './reading.ts';
import type { UnreadReason } from './unread.ts';
import { senseOf } from './vocabulary.ts';

/** Judges the items of a list in their order: what each says may depend on those before it and on the whole list. */
export function judgeItems(
  items: readonly Item[],
  read: readonly Read[],
  habit: RangeHabit,
  { namesStreet }: ListOptions,
): readonly Outcome[] {
  const drafts = read.flatMap((each) => (typeof each === 'string' ? [] : each));
  const state: State = {
    items,
    read,
    list: listFacts(drafts, habit, items.length === 1),
    namesStreet,
    outcomes: [],
    governing: NOTHING_GOVERNS,
    place: null,
    context: { settlement: null, area: null },
    area: null,
    listsStreets: false,
    shadow: null,
    exceptFrom: null,
    clauseFrom: 0,
  };
  for (let index = 0; index < items.length; index += 1) state.outcomes.push(judgeAt(state, index));
  return state.outcomes;
}

type State = {
  readonly items: readonly Item[];
  readonly read: readonly Read[];
  readonly list: ListFacts;
  readonly namesStreet: boolean;
  readonly outcomes: Outcome[];
  governing: Governing;
  /** The place that the items now speak of; null is the street of the row. */
  place: string | null;
  context: PlaceContext;
  /** «кварталы № 1, 4»: the 4 is a quarter too. */
  area: string | null;
  /** Whole streets are listed by name, so that a name without a type is one too. */
  listsStreets: boolean;
  shadow: UnreadReason | null;
  /** The first item that exceptions may be taken out of while they go on: «все, кроме 5, 7». */
  exceptFrom: number | null;
  clauseFrom: number;
};

function judgeAt(state: State, index: number): Outcome {
  if (state.items[index]?.startsClause === true) startClause(state, index);
  const own = isCount(state.items) ? 'not_understood' : (state.read[index] ?? 'not_understood');
  if (typeof own === 'string') return darken(state, own);
  const named = own.find((draft) => draft.place !== null)?.place ?? null;
  const oneMore = named !== null && named.rank !== 'street' ? judgeArea(state, index) : null;
  if (oneMore !== null) return oneMore;
  if (named !== null) {
    const heads = headsOthers(own, state.items[index + 1], state.read[index + 1]);
    if (!enterPlace(state, named, own, heads)) return darken(state, 'other_words');
    if (heads) return { kind: 'aside', says: 'heading' };
    if (isPlaceAlone(own)) {
      state.listsStreets ||= named.typed;
      return { kind: 'sure', parts: [{ place: state.place, segments: [{ kind: 'all' }] }] };
    }
  } else if (state.shadow !== null) return { kind: 'unread', reason: state.shadow };
  return (
    judgeAreas(state, index, own) ??
    judgeHomeless(state) ??
    judgeException(state, own) ??
    judgeHeading(state, index, own) ??
    judgeParts(own, state, index)
  );
}

/** A semicolon ends what governed, and who speaks of another street returns to the street of the row, or not: nobody can say. */
function startClause(state: State, index: number): void {
  const { series } = state.governing;
  state.governing = { ...NOTHING_GOVERNS, series: series === null ? null : { ...series, doubted: true } };
  state.exceptFrom = null;
  state.clauseFrom = index;
  state.area = null;
  if (!state.namesStreet || state.place === null) return;
  state.shadow ??= 'after_other_words';
  state.place = null;
}

function darken(state: State, reason: UnreadReason): Outcome {
  if (reason === 'exception') doubtWide(state);
  if (DARKENS.has(reason)) state.shadow = 'after_other_words';
  return { kind: 'unread', reason };
}

/** An exception that cannot be read leaves nothing sure of what it may be taken out of. */
function doubtWide({ outcomes, clauseFrom }: State): void {
  for (let at = clauseFrom; at < outcomes.length; at += 1) {
    const outcome = outcomes[at];
    const isWide = outcome?.kind === 'sure' && outcome.parts.some(({ segments }) => segments.some((segment) => !isOneHouse(segment)));
    if (isWide || outcome?.kind === 'confirm') outcomes[at] = { kind: 'unread', reason: 'exception' };
  }
}

const DARKENS: ReadonlySet<UnreadReason> = new Set(['other_words', 'heading', 'street_unclear', 'exception']);

/** False where a bare name may be a street or anything else. */
function enterPlace(state: State, named: NonNullable<Draft['place']>, own: readonly Draft[], heads: boolean): boolean {
  if (!named.typed && isPlaceAlone(own) && !state.listsStreets) return false;
  state.shadow = null;
  state.governing = NOTHING_GOVERNS;
  state.area = null;
  state.place = composePlace(state.context, named);
  state.context = contextAfter(state.context, named, heads);
  return true;
}

/** «18, 18А, 17 микрорайонов», «кварталы № 1, 4»: areas by number, those before or after too where the word is plural. */
function judgeAreas(state: State, index: number, own: readonly Draft[]): Outcome | null {
  const body = own[0]?.body;
  if (body?.kind === 'areas') {
    state.area = body.reach === 'after' ? body.area : null;
    state.place = null;
    state.shadow = null;
    if (body.names.length === 1 && body.reach === null && beginsWithHouse(state.items[index + 1])) {
      state.place = `${body.names[0] ?? ''} ${body.area}`;
      return { kind: 'aside', says: 'heading' };
    }
    if (body.reach === 'before') {
      numbersBefore(state.items, state.read, index).forEach((name, back) => {
        state.outcomes[index - 1 - back] = areaPlaces([name], body.area);
      });
    }
    const [houses] = own.length > 1 ? [judgeParts(own.slice(1), state, index)] : [];
    return houses ?? areaPlaces(body.names, body.area);
  }
  const oneMore = own.length > 1 ? null : judgeArea(state, index);
  if (oneMore === null) state.area = null;
  return oneMore;
}

/** The 4 of «кварталы № 1, 4»; a place named behind it («14 в Баскудыкском округе») only repeats where they lie. */
function judgeArea({ area, items, read }: State, index: number): Outcome | null {
  const [name] = area === null ? [] : numbersBefore(items, read, index + 1);
  return name === undefined || area === null ? null : areaPlaces([name], area);
}

/** Numbers of a row without a street, before any place was named. */
function judgeHomeless({ namesStreet, place }: State): Outcome | null {
  return namesStreet || place !== null ? null : { kind: 'unread', reason: 'street_missing' };
}

function judgeException(state: State, own: readonly Draft[]): Outcome | null {
  const first = own[0] as Draft;
  const goesOn = state.exceptFrom !== null && own.every(isBareHouses);
  if (!first.isException && !goesOn) return null;
  const from = state.exceptFrom ?? state.clauseFrom;
  const body = seriesIn(state.outcomes, from);
  const taken = exceptions({ except: own.map((draft) => ({ ...draft, isException: false })), side: null, all: true, body }, state.list);
  if (taken !== null && takeOut(state.outcomes, from, taken)) {
    state.exceptFrom = from;
    if (own.at(-1)?.exceptReach === 'before') exceptRunBefore(state, from);
    return { kind: 'aside', says: 'exception' };
  }
  if (!first.isException) return null;
  if (taken === null) doubtWide(state);
  return { kind: 'unread', reason: 'exception' };
}

function isBareHouses({ body, side, place, all }: Draft): boolean {
  return place === null && side === null && !all && (body?.kind === 'houses' || body?.kind === 'range');
}

/** «1-4 классы:» before a comma: it says nothing of its own. */
function judgeHeading(state: State, index: number, own: readonly Draft[]): Outcome | null {
  const draft = own[0] as Draft;
  const isOnlyGrades = own.length === 1 && draft.body === null && !draft.all && draft.side === null && draft.only === null;
  const next = state.items[index + 1];
  if (!isOnlyGrades || draft.grades === null || next === undefined || next.startsClause) return null;
  state.governing = governedAfter({ ...draft, leads: { ...draft.leads, grades: true } }, state.governing);
  return { kind: 'aside', says: 'heading' };
}

function judgeParts(own: readonly Draft[], state: State, index: number): Outcome {
  const parts: { readonly place: string | null; readonly judged: RangeJudged }[] = [];
  for (const draft of own) {
    const { governing } = state;
    const doubted = doubtsCorpus(draft, governing) && governing.corpuses !== null;
    const now: Governing = doubted ? { ...governing, corpuses: { ...governing.corpuses, doubted: true } } : governing;
    const leading: Governing =
      draft.leads.side && draft.body !== null ? { ...now, side: draft.side } : draft.side === null ? now : { ...now, side: null };
    const list = draft.place === null && !leadsException(state, index) ? state.list : { ...state.list, alone: true };
    parts.push({
      place: draft.place === null ? state.place : (state.place ?? composePlace(state.context, draft.place)),
      judged: judgeDraft(draft, leading, list),
    });
    state.governing = governedAfter(draft, now);
  }
  const outcome = combined(parts);
  if (own.at(-1)?.exceptReach === 'after' && outcome.kind === 'sure') state.exceptFrom = index;
  return own[0]?.exceptReach === 'before' ? exceptBefore(state, index, outcome) : byNeighbours(outcome, state.read, index);
}

/** «все, кроме домов с 1 по 44»: «все» stands alone before its exception. */
function leadsException({ read }: State, index: number): boolean {
  const next = read[index + 1];
  return next !== undefined && typeof next !== 'string' && next[0]?.isException === true;
}

/** “5, 7-үйлөрдөн башка бардык үйлөр”: the 5 before the comma is taken out too. */
function exceptBefore(state: State, index: number, outcome: Outcome): Outcome {
  const outcomes = [...state.outcomes, outcome];
  for (let at = index - 1; at >= state.clauseFrom; at -= 1) {
    const before = state.read[at];
    if (before === undefined || typeof before === 'string' || !before.every(isBareHouses)) break;
    const taken = exceptions({ except: before, side: null, all: true }, state.list);
    if (taken === null || !takeOut(outcomes, index, taken)) break;
    state.outcomes[at] = { kind: 'aside', says: 'exception' };
  }
  return outcomes[index] ?? outcome;
}

/** «3 дома» and nothing else says how many there are, not which. */
function isCount(items: readonly Item[]): boolean {
  const [number, word] = items[0]?.lexemes ?? [];
  if (items.length !== 1 || items[0]?.lexemes.length !== 2 || number?.kind !== 'number') return false;
  return word?.text === 'дома' || word?.text === 'домов';
}

/** «5 микрорайон, дома 1-25»: the houses are of the area before. */
function beginsWithHouse(next: Item | undefined): boolean {
  const first = next?.lexemes[0];
  return next?.startsClause === false && first?.kind === 'word' && senseOf(first.text) === 'house';
}

/** “барлық үйлер, 5, 7 үйлерден басқа”: the 5 between is taken out of the same houses. */
function exceptRunBefore(state: State, from: number): void {
  for (let at = state.outcomes.length - 1; at > from; at -= 1) {
    const before = state.read[at];
    if (before === undefined || typeof before === 'string' || !before.every(isBareHouses)) return;
    const taken = exceptions({ except: before, side: null, all: true }, state.list);
    if (taken === null || !takeOut(state.outcomes, from, taken)) return;
    state.outcomes[at] = { kind: 'aside', says: 'exception' };
  }
}

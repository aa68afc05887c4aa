import type { Draft } from './item-grammar.ts';
import type { Lexeme } from './lexemes.ts';
import type { UnreadReason } from './unread.ts';
import { senseOf, type WordSense } from './vocabulary.ts';

/** A doubt that one item of a list throws on those after it. `clause` ends at a semicolon, `list` never. */
export type Shadow = {
  readonly reason: UnreadReason;
  readonly lasts: 'list' | 'clause' | 'until_whole';
  readonly sparesHouses: boolean;
};

/** The shadow an item throws; null when it leaves the others alone. */
export function shadowOf(item: readonly Lexeme[], isRead: boolean): Shadow | null {
  const senses = openSenses(item);
  const cast = SHADOWS.find(([sense]) => senses.has(sense));
  if (cast !== undefined) return cast[1];
  return isRead ? null : (SHADOWS_OF_UNREAD.find(([sense]) => senses.has(sense))?.[1] ?? null);
}

/** Whether a shadow still lies when this item comes. */
export function stillLies(shadow: Shadow, drafts: readonly Draft[], startsClause: boolean): boolean {
  if (shadow.lasts === 'clause') return !startsClause && !(shadow.reason === 'side_apart' && drafts.some(namesSide));
  return shadow.lasts === 'list' || !drafts.some(({ kind }) => kind === 'whole');
}

/** Whether a shadow makes this item unread. */
export function darkens(shadow: Shadow, drafts: readonly Draft[]): boolean {
  return !shadow.sparesHouses || drafts.some(({ kind }) => kind === 'range' || kind === 'whole');
}

/** «участки 1, 2»: the 2 is a plot too; a single «уч. 1» speaks for itself. «ул. 3 Пруд 1, 2»: the 2 is on another street. */
const SHADOWS: readonly (readonly [WordSense, Shadow])[] = [
  ['unknown', { reason: 'after_other_words', lasts: 'list', sparesHouses: false }],
  ['plots', { reason: 'plot', lasts: 'until_whole', sparesHouses: false }],
  ['buildings', { reason: 'building_kind', lasts: 'until_whole', sparesHouses: false }],
];

/** «1-4 кл.: 5, 7», «частный сектор 1-37, 46-72», a side whose first item could not be read. */
const SHADOWS_OF_UNREAD: readonly (readonly [WordSense, Shadow])[] = [
  ['grade', { reason: 'grades', lasts: 'clause', sparesHouses: false }],
  ['private_sector', { reason: 'private_sector', lasts: 'clause', sparesHouses: true }],
  ['odd', { reason: 'side_apart', lasts: 'clause', sparesHouses: false }],
  ['even', { reason: 'side_apart', lasts: 'clause', sparesHouses: false }],
];

/** The senses of the words outside brackets, and of unknown words anywhere. */
function openSenses(item: readonly Lexeme[]): ReadonlySet<WordSense> {
  const senses = new Set<WordSense>();
  let depth = 0;
  for (const { kind, text } of item) {
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    else if (kind === 'word' && (depth <= 0 || senseOf(text) === 'unknown')) senses.add(senseOf(text));
  }
  return senses;
}

function namesSide(draft: Draft): boolean {
  return draft.kind !== 'all_corpuses' && draft.side !== null;
}

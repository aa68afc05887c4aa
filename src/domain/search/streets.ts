import { foldWord, wordsOf } from './stems.ts';

/** Whether a folded word of a query says of what kind a street is, or which house is meant, rather than how the street is called. */
export function isBesideStreetName(word: string): boolean {
  return word.length === 1 || /^\d/.test(word) || BESIDE.has(word);
}

/** The house at the end of a query, «Токтогула 98а»; `null` when there is none, or when the number is of the street's own names («1 мая», «7-й микрорайон»). */
export function houseAfterStreet(query: string, names: readonly string[]): string | null {
  const house = /(?:^|[\s,])(\d+\s?\p{L}?(?:\/\d+\p{L}?)?)\s*$/u.exec(query)?.[1] ?? null;
  if (house === null || names.some((name) => wordsOf(name).includes(/^\d+/.exec(house)?.[0] ?? ''))) return null;
  return house;
}

const BESIDE = new Set(
  'ул улица улицы улице пер переулок переулка пр пр-т кт просп проспект проспекта бул бульвар бульвара мкр микрорайон микрорайона проезд тупик шоссе көчө көчөсү көчөсүндө чолок туюк проспектиси бульвары дом дома кв квартира үй үйү батир street st avenue ave road lane boulevard prospekt prospect ulitsa kochosu koshesi'
    .split(' ')
    .map(foldWord),
);

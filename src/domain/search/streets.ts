import { foldWord } from './stems.ts';

/** Whether a folded word of a query says of what kind a street is, or which house is meant, rather than how the street is called. */
export function isBesideStreetName(word: string): boolean {
  return word.length === 1 || /^\d/.test(word) || BESIDE.has(word);
}

const BESIDE = new Set(
  'ул улица улицы улице пер переулок переулка пр пр-т кт просп проспект проспекта бул бульвар бульвара мкр микрорайон микрорайона проезд тупик шоссе көчө көчөсү көчөсүндө чолок туюк проспектиси бульвары дом дома кв квартира үй үйү батир'
    .split(' ')
    .map(foldWord),
);

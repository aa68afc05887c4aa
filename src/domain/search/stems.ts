import { asTyped } from '../core/typed.ts';
import { latinWord } from './latin.ts';

/**
 * What a word is without its endings, in Russian and in Kyrgyz (whose endings Kazakh shares); a word of Latin letters in English. A light
 * stemmer: it only has to bring the forms of one word together, and does not know of which language a word is, so it has a stem of each.
 */
export function stemsOf(folded: string): readonly string[] {
  if (/\d/.test(folded) || folded.length <= SHORTEST) return [];
  if (/^[a-z]+$/.test(folded)) return [without(folded, ENGLISH) ?? folded];
  return [...new Set([russianStem(folded), kyrgyzStem(folded)])];
}

/**
 * A word as it is compared: small letters, ё as е, ө as о, ү as у, ң as н. The Kazakh letters likewise; soft and hard signs stay. A Latin letter among
 * Cyrillic ones is the Cyrillic letter of its look; a word of Latin letters alone is compared by its sound, see {@link latinWord}.
 */
export function foldWord(word: string): string {
  const latin = latinWord(word);
  if (latin !== null) return latin;
  return Array.from(asTyped(word, 'cyrillic').toLowerCase(), (letter) => FOLDED[letter] ?? letter).join('');
}

/** The words and numbers of a text, folded, in their order. */
export function wordsOf(text: string): readonly string[] {
  return (asTyped(text, 'any').match(WORD) ?? []).map(foldWord);
}

/** A word of a text as it stands there. */
export const WORD = /[\p{L}\p{M}]+|\d+/gu;

/** No ending is taken off so that less than this is left. */
const SHORTEST = 3;

const FOLDED: Readonly<Record<string, string>> = { ё: 'е', ө: 'о', ү: 'у', ң: 'н', қ: 'к', ғ: 'г', ұ: 'у', ә: 'а', і: 'и', һ: 'х' };

const RUSSIAN = endings(
  'иями ями ами иях ях ах иям ям ам ием ем ом ией ей ой ий ый ого его ому ему ыми ими ым им ых их ую юю ая яя ое ее ые ие ия ию ии ья ью ов ев иев',
  'аться яться иться еться уться ается яется ится ется утся ются атся ятся алось илось ались ились ать ять ить еть уть ает яет ует ют ут ат ят ет ит ите ете йте ала али ало ила или ило ал ил',
  'а е и о у ы ю я ь й',
);

/** A root in front of which a vowel comes and goes: ребёнок, ребёнка. */
const RUSSIAN_TAILS = endings('ок ек к');

const KYRGYZ = endings(
  'лар лер лор дар дер дор тар тер тор',
  'ыныз иниз унуз оныз ныз низ нуз ыбыз ибиз убуз быз биз буз',
  'ым им ум ын ин ун сы си су ы и у',
  'нын нин нун дын дин дун тын тин тун га ге го ка ке ко на не но ны ни ну ды ди ду ты ти ту',
  'нда нде ндо да де до та те то нан нен нон дан ден дон тан тен тон',
  'луу дуу туу сыз сиз суз уу оо а е о',
);
const ENGLISH = endings('ing ings ed es s');
const KYRGYZ_ENDINGS_AT_MOST = 5;

/** A last consonant that sounds before a vowel: мектеп, мектеби; дарек, дареги. */
const VOICED: Readonly<Record<string, string>> = { б: 'п', г: 'к' };

function endings(...lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => list.split(' ')).toSorted((a, b) => b.length - a.length);
}

function russianStem(word: string): string {
  return without(without(word, RUSSIAN) ?? word, RUSSIAN_TAILS, SHORTEST + 1) ?? without(word, RUSSIAN) ?? word;
}

function kyrgyzStem(word: string): string {
  let stem = word;
  for (let count = 0; count < KYRGYZ_ENDINGS_AT_MOST; count += 1) {
    const shorter = without(stem, KYRGYZ);
    if (shorter === null) break;
    stem = shorter;
  }
  const last = stem.at(-1) ?? '';
  return stem.slice(0, -1) + (VOICED[last] ?? last);
}

function without(word: string, list: readonly string[], atLeast = SHORTEST): string | null {
  const ending = list.find((candidate) => word.endsWith(candidate) && word.length - candidate.length >= atLeast);
  return ending === undefined ? null : word.slice(0, -ending.length);
}

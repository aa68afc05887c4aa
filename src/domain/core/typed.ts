/** The letters a value is written in; look-alikes of the other alphabet are read as these. `any` leaves letters as they are. */
export type Alphabet = 'latin' | 'cyrillic' | 'any';

/**
 * What a person typed or pasted, as it looks: signs that cannot be seen are dropped, every dash is `-`, every space is one space, digits of any
 * script are `0`–`9`, and a letter that looks like one of the expected alphabet is that letter. Compare and check what this gives, never what was sent.
 */
export function asTyped(text: string, alphabet: Alphabet): string {
  const seen = text
    .normalize('NFC')
    .replace(INVISIBLE, '')
    // A mark may have stood behind a sign that is gone.
    .normalize('NFC')
    .replace(DASH, '-')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(/(?![0-9])\p{Nd}/gu, digitOf)
    .trim();
  if (alphabet === 'any') return seen;
  const { doubles, any } = alphabet === 'latin' ? LATIN : CYRILLIC;
  return seen.replace(any, (letter) => doubles.get(letter) ?? letter);
}

/** Pairs of one look, the Latin letter first, as people meet them in Russian, Kyrgyz, Kazakh and Ukrainian. Only letters that those languages have. */
export const lookAlikes: readonly (readonly [latin: string, cyrillic: string])[] = pairs(
  'AА BВ CС EЕ HН IІ KК MМ OО PР TТ XХ YУ aа cс eе iі kк oо pр xх yу hһ ËЁ ëё ÏЇ ïї',
);

/** Letters of no alphabet of ours that look like a Cyrillic one: schwa and barred o from phonetic keyboards, Greek, hooks for tails. */
const STRANGE_TO_CYRILLIC = pairs('ƏӘ əә ƎӘ ǝә ƟӨ ɵө ΘӨ θө ŊҢ ŋң ӇҢ ӈң ΑА ΒВ ΕЕ ΗН ΙІ ΚК ΜМ ΟО ΡР ΤТ ΧХ ΥҮ οо ĶҚ ķқ ɎҰ ɏұ ӀІ Ѐе ѐе ЍИ ѝи');
const STRANGE_TO_LATIN = pairs('ЈJ јj ЅS ѕs ԚQ ԛq ԜW ԝw ҮY үy ҺH ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΧX ΥY οo ӀI');

const CYRILLIC = foldingOf([...lookAlikes, ...STRANGE_TO_CYRILLIC]);
const LATIN = foldingOf([...lookAlikes.map(([latin, cyrillic]) => [cyrillic, latin] as const), ...STRANGE_TO_LATIN]);

/** Format characters and all else that a screen draws as nothing: marks of direction, joiners, soft hyphens, selectors, byte-order marks. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Hyphens and dashes of every length, and the minus signs that are none of them. */
const DASH = /[\p{Pd}\u2043\u02d7\u2212\u207b\u208b\u2796\u{10191}]/gu;

function foldingOf(found: readonly (readonly [string, string])[]) {
  const doubles: ReadonlyMap<string, string> = new Map(found);
  return { doubles, any: new RegExp(`[${[...doubles.keys()].join('')}]`, 'gu') };
}

function digitOf(digit: string): string {
  let zero = digit.codePointAt(0) ?? 0;
  const code = zero;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

function pairs(written: string): readonly (readonly [string, string])[] {
  return written.split(' ').map((pair) => {
    const [one = '', other = ''] = Array.from(pair.normalize('NFC'));
    return [one, other];
  });
}

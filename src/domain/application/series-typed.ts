import { asTyped } from '../core/typed.ts';

/**
 * A passport's series as it is printed, in Latin letters. Somebody with another keyboard types the Cyrillic letters of the same look, or of the
 * same sound: «АН» is read AH by its look and AN by its sound. Whichever of them is a series that is issued is meant; its look where none is.
 */
export function seriesTyped(text: string, issued: readonly string[]): string {
  const bare = asTyped(text, 'any')
    .toUpperCase()
    .replace(/[\s.-]/g, '');
  const byLook = asTyped(bare, 'latin');
  const bySound = Array.from(bare, (letter) => SOUNDS[letter] ?? asTyped(letter, 'latin')).join('');
  return [byLook, bySound].find((one) => issued.includes(one)) ?? byLook;
}

const SOUNDS: Readonly<Record<string, string>> = Object.fromEntries(
  'АA БB ВV ГG ДD ЕE ЖJ ЗZ ИI ІI ЙI КK ЛL МM НN ОO ПP РR СS ТT УU ФF ЫY ЭE'.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

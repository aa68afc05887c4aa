/** Signs that say how others are shown and are not seen themselves: left out, whether a font has them or not. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const box = '\u25a1';
const signsAtMost = 4000;

/**
 * A sheet as the fonts can set it: a sign that none of them has becomes a box, so that one strange sign in a name does not cost a family the
 * paper. Texts without end are cut, for the press has one page.
 */
export function printable<T>(said: T, hasGlyph: (character: number) => boolean): T {
  if (typeof said === 'string') return inKnownSigns(said, hasGlyph) as T;
  if (Array.isArray(said)) return said.map((each: unknown) => printable(each, hasGlyph)) as T;
  if (typeof said !== 'object' || said === null) return said;
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [name, printable(value as unknown, hasGlyph)])) as T;
}

function inKnownSigns(text: string, hasGlyph: (character: number) => boolean): string {
  // Letters and their marks written apart are one sign where there is one.
  const signs = Array.from(text.normalize('NFC').toWellFormed());
  const shown = signs.length > signsAtMost ? [...signs.slice(0, signsAtMost), '…'] : signs;
  return shown.map((sign) => signFor(sign, hasGlyph)).join('');
}

function signFor(sign: string, hasGlyph: (character: number) => boolean): string {
  if (sign === '\n' || sign === '\t') return sign;
  const character = sign.codePointAt(0) ?? 0;
  if (unseen.test(sign)) return '';
  return hasGlyph(character) ? sign : box;
}

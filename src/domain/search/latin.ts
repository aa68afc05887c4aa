/**
 * How a word sounds, in Latin letters: names of streets and schools are written in Cyrillic and looked for in Latin ones, spelt in many ways
 * (Chuy, Chui, Çüy; Zhibek, Jibek). What is compared is neither spelling but what both become here.
 */

/** A word of Latin letters alone as it is compared; `null` when it has a letter of another alphabet. */
export function latinWord(word: string): string | null {
  const small = word.toLowerCase();
  if (!/^[\p{Script=Latin}\p{M}]+$/u.test(small)) return null;
  const plain = small
    .normalize('NFC')
    .replace(/[şçğıəñŋ]/g, (letter) => TURKIC[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
  return sounded(plain);
}

/** A folded Cyrillic word as {@link latinWord} would have it; `null` for any other word. */
export function soundOf(folded: string): string | null {
  if (!/^[\p{Script=Cyrillic}\p{M}]+$/u.test(folded)) return null;
  return sounded(Array.from(folded, (letter) => SPELT[letter] ?? '').join(''));
}

/** One letter for what is one sound, however many letters write it. */
function sounded(plain: string): string {
  return plain
    .replace(/w/g, 'v')
    .replace(/q/g, 'k')
    .replace(/dzh|dj|zh|j/g, 'j')
    .replace(/kh|x/g, 'h')
    .replace(/gh/g, 'g')
    .replace(/tz/g, 'ts')
    .replace(/ch/g, 'q')
    .replace(/sh/g, 'w')
    .replace(/ye/g, 'e')
    .replace(/y/g, 'i')
    .replace(/(.)\1+/g, '$1');
}

const TURKIC: Readonly<Record<string, string>> = { ş: 'sh', ç: 'ch', ğ: 'g', ı: 'y', ə: 'a', ñ: 'n', ŋ: 'n' };

const SPELT: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'а a,б b,в v,г g,д d,е e,ж zh,з z,и i,й y,к k,л l,м m,н n,о o,п p,р r,с s,т t,у u,ф f,х kh,ц ts,ч ch,ш sh,щ shch,ъ ,ы y,ь ,э e,ю yu,я ya,' +
    'і i,ї yi,є e,ґ g,һ kh,җ zh,ў u'
  )
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
);

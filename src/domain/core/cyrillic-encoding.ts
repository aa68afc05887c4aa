/** One-byte encodings in which tables of this part of the world come, the usual one first. */
const ENCODINGS = ['windows-1251', 'koi8-r', 'ibm866', 'x-mac-cyrillic'] as const;

/** The letters of Russian, Kyrgyz, Kazakh and Ukrainian texts by how often they stand there, from often to seldom. */
const OFTEN = 'оаеинтлсркувдмпгыбзячйьжшхюцщэфёъ';

/**
 * The text of bytes in the one-byte encoding in which it looks most like words; `null` when it looks like words in none. Capitals are as good as
 * small letters, and the signs that tables are full of (№ « » –) count for neither side.
 */
export function likeliestCyrillic(bytes: Uint8Array): { readonly text: string; readonly encoding: string } | null {
  const sample = bytes.subarray(0, 200_000);
  const judged = ENCODINGS.map((encoding) => ({ encoding, score: likeness(new TextDecoder(encoding).decode(sample), encoding) }));
  const [best] = judged.toSorted((a, b) => b.score - a.score);
  if (best === undefined || best.score <= 0) return null;
  return { text: withKazakh(new TextDecoder(best.encoding).decode(bytes), best.encoding), encoding: best.encoding };
}

/** Points for letters that are often met, off for signs that no table has and for capitals inside of words. */
function likeness(text: string, encoding: (typeof ENCODINGS)[number]): number {
  let [score, beyond] = [0, 0];
  for (const sign of text.match(/[^\x00-\x7f]/g) ?? []) {
    if (NEUTRAL.has(sign)) continue;
    beyond += 1;
    const place = OFTEN.indexOf(sign.toLowerCase());
    if (place !== -1) score += place < 12 ? 3 : place < 22 ? 2 : 1;
    else score -= LETTERS.has(sign.toLowerCase()) ? 0 : 4;
  }
  const inside = text.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0;
  // A few letters look like words in some encoding or other: they are believed in the usual one alone.
  if (encoding !== 'windows-1251' && beyond < lettersForUnusual) return 0;
  return beyond === 0 ? 0 : (score - inside * 6) / beyond - leastLikeness;
}

/** Texts of these languages have about 2.4; letters at random 1.5. */
const leastLikeness = 0.7;

const lettersForUnusual = 12;

const NEUTRAL: ReadonlySet<string> = new Set('№«»“”„’‘–—−…•°§×\u00a0');
const LETTERS: ReadonlySet<string> = new Set('іїєґўқәғңөұүһќјѕћ');

/** Kazakh letters lie in the places of letters of neighbours: a text that has these places has no such neighbours in it. */
function withKazakh(text: string, encoding: string): string {
  if (encoding !== 'windows-1251' || !/[ЌќЈјЅѕЋћ]/.test(text)) return text;
  return text.replace(/./gsu, (sign) => KZ_1048.get(sign) ?? sign);
}

/** KZ-1048 against windows-1251: the same bytes. */
const KZ_1048: ReadonlyMap<string, string> = new Map([
  ['Ќ', 'Қ'],
  ['ќ', 'қ'],
  ['Ћ', 'Һ'],
  ['ћ', 'һ'],
  ['Ў', 'Ұ'],
  ['ў', 'ұ'],
  ['Ј', 'Ә'],
  ['Ґ', 'Ө'],
  ['ґ', 'ө'],
  ['Ї', 'Ү'],
  ['Є', 'Ғ'],
  ['є', 'ғ'],
  ['ј', 'ә'],
  ['Ѕ', 'Ң'],
  ['ѕ', 'ң'],
  ['ї', 'ү'],
]);

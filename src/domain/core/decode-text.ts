import { likeliestCyrillic } from './cyrillic-encoding.ts';

/** Why bytes are no text: another kind of file, or an encoding that cannot be told. */
export type NoText = 'zip' | 'ole' | 'pdf' | 'encoding' | 'binary';

export type TextDecoded = { readonly kind: 'text'; readonly text: string; readonly encoding: string };

/**
 * The text of a file by its marks and bytes: UTF-8, UTF-16, or one of the one-byte encodings of Cyrillic; or what it is instead. UTF-8 with a few
 * broken bytes stays UTF-8, with U+FFFD in their places.
 */
export function decodeText(bytes: Uint8Array): TextDecoded | { readonly kind: NoText } {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  if (marked === 'zip' || marked === 'ole' || marked === 'pdf') return { kind: marked };
  const encoding = marked ?? unmarkedUtf16(bytes);
  const decoded = encoding === null ? oneByteOrUtf8(bytes) : { text: new TextDecoder(encoding).decode(bytes), encoding };
  if (decoded === null) return { kind: 'encoding' };
  return decoded.text.includes('\0') ? { kind: 'binary' } : { kind: 'text', ...decoded };
}

const MARKS = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
] as const satisfies readonly (readonly [encoding: string, mark: readonly number[]])[];

/** High bytes of the letters, signs and delimiters of a Cyrillic table: Latin, Cyrillic, punctuation and №. */
const HIGH_BYTES: ReadonlySet<number> = new Set([0x00, 0x04, 0x20, 0x21]);

/** UTF-16 without its mark: every second byte is one of a few, and of the others hardly one. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = Math.min(bytes.length, 4000) >> 1;
  if (pairs < 4 || bytes.length % 2 === 1) return null;
  const high = [0, 0];
  for (let index = 0; index < pairs * 2; index += 1) {
    const byte = bytes[index] as number;
    if (HIGH_BYTES.has(byte)) high[index % 2] = (high[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = high;
  const hasZeroOr4 = (parity: number) =>
    bytes.subarray(0, pairs * 2).some((byte, index) => index % 2 === parity && (byte === 0 || byte === 4));
  if (odd * 10 >= pairs * 9 && even * 10 < pairs * 5 && hasZeroOr4(1)) return 'utf-16le';
  return even * 10 >= pairs * 9 && odd * 10 < pairs * 5 && hasZeroOr4(0) ? 'utf-16be' : null;
}

/** In text of other encodings nearly every sign beyond ASCII would be broken as UTF-8. */
const brokenAtMost = 0.05;

function oneByteOrUtf8(bytes: Uint8Array): { readonly text: string; readonly encoding: string } | null {
  const text = new TextDecoder('utf-8').decode(bytes);
  let [broken, beyondAscii] = [0, 0];
  for (const sign of text) {
    if (sign === '\ufffd') broken += 1;
    if (sign > '\x7f') beyondAscii += 1;
  }
  if (broken === 0) return { text, encoding: 'utf-8' };
  if (beyondAscii > 20 && broken / beyondAscii < brokenAtMost) return { text, encoding: 'utf-8' };
  return likeliestCyrillic(bytes);
}

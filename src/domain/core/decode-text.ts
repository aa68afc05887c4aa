/** Why bytes are no text: another kind of file, or an encoding that cannot be told. */
export type NoText = 'zip' | 'ole' | 'pdf' | 'encoding' | 'binary';

export type TextDecoded = { readonly kind: 'text'; readonly text: string; readonly encoding: string };

/** The text of a file by its marks and bytes, in UTF-8, UTF-16 or windows-1251; or what it is instead. */
export function decodeText(bytes: Uint8Array): TextDecoded | { readonly kind: NoText } {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  if (marked === 'zip' || marked === 'ole' || marked === 'pdf') return { kind: marked };
  const encoding = marked ?? unmarkedUtf16(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1251');
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding === 'windows-1251' && !isMostlyCyrillic(text)) return { kind: 'encoding' };
  return text.includes('\0') ? { kind: 'binary' } : { kind: 'text', text, encoding };
}

const MARKS = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
] as const satisfies readonly (readonly [encoding: string, mark: readonly number[]])[];

/** UTF-16 without its mark: every second byte of the delimiters, digits and spaces is zero, and nearly none of the others. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 4000);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (sample.length < 8) return null;
  if (odd > sample.length / 20 && even * 10 < odd) return 'utf-16le';
  return even > sample.length / 20 && odd * 10 < even ? 'utf-16be' : null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** windows-1251 takes any bytes; text that is really Russian has more Cyrillic small letters than other signs beyond ASCII. */
function isMostlyCyrillic(text: string): boolean {
  const cyrillic = text.match(/[а-яё]/g)?.length ?? 0;
  const beyondAscii = text.match(/[^\x00-\x7f]/g)?.length ?? 0;
  return cyrillic * 2 > beyondAscii;
}

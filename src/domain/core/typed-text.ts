/**
 * A text out of an address, as somebody typed it: without control characters and halves of pairs, which nothing behind could keep, and cut
 * between two letters where it is too long.
 */
export function typedText(text: string | null | undefined, atMost: number): string {
  const plain = (text ?? '')
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trim();
  return Array.from(plain).slice(0, atMost).join('').trim();
}

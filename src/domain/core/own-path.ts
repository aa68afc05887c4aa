const pathAtMost = 500;

/**
 * A place on our own site that somebody may be led back to, written as an address writes it: every letter that is not Latin is escaped. Another
 * site, a text with control characters and one far too long are no place: `null`.
 */
export function ownPath(to: string | null | undefined): string | null {
  if (typeof to !== 'string' || to.length > pathAtMost || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(to)) return null;
  return inAddress(to);
}

/** Any text as it may stand in an address or a header: what is escaped already stays as it is. */
export function inAddress(text: string): string {
  return encodeURI(text.toWellFormed()).replaceAll('%25', '%');
}

/** Keeps texts for long: each once, and none as a window into the piece of the file it was cut from. */
export function keeper(): (text: string) => string {
  const kept = new Map<string, string>();
  return (text) => {
    if (text.length < 2) return text;
    const known = kept.get(text);
    if (known !== undefined) return known;
    const own = Buffer.from(text, 'utf16le').toString('utf16le');
    if (kept.size >= distinctAtMost) kept.clear();
    kept.set(own, own);
    return own;
  };
}

const distinctAtMost = 100_000;

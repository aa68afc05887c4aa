/** Where a table of a font begins (OpenType 1.9, “Table Directory”); throws where there is none. */
function tableOf(font: Buffer, tag: string): number {
  const tables = font.readUInt16BE(4);
  for (let at = 12; at < 12 + tables * 16; at += 16) if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8);
  throw new Error(`the font has no table ${tag}`);
}

/**
 * The characters a font has a glyph for, read from its character map (OpenType 1.9, “cmap”, format 12 or 4). The press refuses a paper with a
 * glyph that is missing, and does not say which.
 */
export function charactersOf(font: Buffer): ReadonlySet<number> {
  const map = tableOf(font, 'cmap');
  const maps = Array.from({ length: font.readUInt16BE(map + 2) }, (_, index) => map + font.readUInt32BE(map + 4 + index * 8 + 4));
  const ofFormat = (format: number) => maps.find((at) => font.readUInt16BE(at) === format);
  const [large, small] = [ofFormat(12), ofFormat(4)];
  if (large !== undefined) return new Set(groupsIn(font, large));
  if (small !== undefined) return new Set(segmentsIn(font, small));
  throw new Error('the font has no character map that is read here');
}

function* groupsIn(font: Buffer, at: number): Generator<number> {
  const groups = font.readUInt32BE(at + 12);
  for (let group = at + 16; group < at + 16 + groups * 12; group += 12) {
    const first = font.readUInt32BE(group);
    const last = font.readUInt32BE(group + 4);
    for (let character = first; character <= last; character += 1)
      if (font.readUInt32BE(group + 8) + character - first > 0) yield character;
  }
}

function* segmentsIn(font: Buffer, at: number): Generator<number> {
  const twice = font.readUInt16BE(at + 6);
  const [ends, starts, deltas, offsets] = [at + 14, at + 16 + twice, at + 16 + 2 * twice, at + 16 + 3 * twice];
  for (let segment = 0; segment < twice; segment += 2) {
    const first = font.readUInt16BE(starts + segment);
    const last = font.readUInt16BE(ends + segment);
    const offset = font.readUInt16BE(offsets + segment);
    for (let character = first; character <= last && character < 0xffff; character += 1) {
      const own = offset === 0 ? character : font.readUInt16BE(offsets + segment + offset + (character - first) * 2);
      if (own !== 0 && ((own + font.readUInt16BE(deltas + segment)) & 0xffff) !== 0) yield character;
    }
  }
}

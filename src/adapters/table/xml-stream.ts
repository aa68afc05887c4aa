import { SaxesParser } from 'saxes';
import { Unreadable } from './limits.ts';

/** What a part is read by, element by element; names and attributes without their prefixes. */
export type XmlReader = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
  /** The row that is being read, for whoever is told that something in it is too long. */
  row?(): number | null;
};

const depthAtMost = 40;
/** What stands between two elements: far more than any cell may have. */
const runAtMost = 1_000_000;
/** Added later by programs for themselves; nothing in them is a cell. */
const SKIPPED = new Set(['extLst', 'Choice']);

/** Reads a part of a workbook as it is unpacked. Throws {@link Unreadable} at what is broken; document types are refused unread. */
export async function readXml(pieces: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  const parser = parserFor(reader);
  const decode = decoder();
  const watch = watchRuns(reader);
  for await (const piece of pieces) {
    const text = decode(piece);
    watch(text);
    parser.write(text);
  }
  parser.write(decode(null)).close();
}

function parserFor(reader: XmlReader): SaxesParser<{ position: false }> {
  const parser = new SaxesParser<{ position: false }>({ position: false });
  let [depth, skipped] = [0, 0];
  parser.on('error', () => {
    throw new Unreadable('broken');
  });
  parser.on('doctype', () => {
    throw new Unreadable('broken');
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > depthAtMost) throw new Unreadable('broken');
    const own = localName(name);
    if (skipped > 0 || SKIPPED.has(own)) skipped += 1;
    else reader.open(own, withoutPrefixes(attributes as Record<string, string>));
  });
  parser.on('text', (text) => {
    if (skipped === 0) reader.text(text);
  });
  parser.on('cdata', (text) => {
    if (skipped === 0) reader.text(text);
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    if (skipped > 0) skipped -= 1;
    else reader.close(localName(name));
  });
  return parser;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function withoutPrefixes(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name in attributes) if (!name.startsWith('xmlns')) found[localName(name)] = attributes[name] as string;
  return found;
}

/** UTF-8, or UTF-16 by its mark. */
function decoder(): (piece: Buffer | null) => string {
  let found: TextDecoder | null = null;
  return (piece) => {
    if (piece === null) return found?.decode() ?? '';
    const mark = piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : piece[0] === 0xfe && piece[1] === 0xff ? 'utf-16be' : 'utf-8';
    found ??= new TextDecoder(mark);
    return found.decode(piece, { stream: true });
  };
}

/** The parser keeps a text until its end: one without an end is refused before it is kept. */
function watchRuns(reader: XmlReader): (text: string) => void {
  let run = 0;
  return (text) => {
    const last = text.lastIndexOf('<');
    const first = text.indexOf('<');
    run += first === -1 ? text.length : first;
    if (run > runAtMost) throw new Unreadable('too_large', reader.row?.() ?? null);
    if (last !== -1) run = text.length - last;
  };
}

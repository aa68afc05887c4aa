import { type TableLimits, Unreadable } from './limits.ts';
import { readXml } from './xml-stream.ts';
import type { Parts } from './zip-parts.ts';

/** A sheet of a workbook and the part it lies in; `null` where it is no table, a chart. */
export type SheetPart = { readonly name: string; readonly isHidden: boolean; readonly part: string | null; readonly notes: string | null };

/** A workbook's parts, found by its relationships; where an exporter left these out, by the types of its parts, then by their usual names. */
export type Book = {
  readonly sheets: readonly SheetPart[];
  readonly strings: string | null;
  readonly styles: string | null;
  /** Whether days are counted from 1904. */
  readonly is1904: boolean;
};

type Link = { readonly id: string; readonly type: string; readonly part: string };

/** Finds the parts of a workbook; `null` when the archive is something else. */
export async function findBook(parts: Parts, limits: TableLimits): Promise<Book | null> {
  const types = await typesIn(parts, limits);
  const [root] = (await linksOf('', parts, limits)).filter(({ type }) => type === 'officedocument');
  const at = [root?.part, byType(types, 'sheet.main')[0], 'xl/workbook.xml'].find((part) => part !== undefined && parts.has(part));
  if (at === undefined) return null;
  const book = await readBook(parts, at, limits);
  if (book === null) return null;
  const links = await linksOf(at, parts, limits);
  const only = (type: string, contentType: string, usual: string) =>
    links.find((link) => link.type === type)?.part ?? byType(types, contentType)[0] ?? [usual].find((part) => parts.has(part)) ?? null;
  const worksheets = byType(types, 'worksheet');
  const sheets = book.sheets.map(async ({ name, isHidden, link }, place) => {
    const found = links.find(({ id }) => id === link);
    const guessed = worksheets[place] ?? `xl/worksheets/sheet${place + 1}.xml`;
    const part = links.length === 0 ? guessed : found?.type === 'worksheet' ? found.part : null;
    if (found === undefined && links.length > 0) throw new Unreadable('broken');
    const notes = part === null ? null : ((await linksOf(part, parts, limits)).find(({ type }) => type === 'comments')?.part ?? null);
    return { name, isHidden, part, notes };
  });
  return {
    sheets: await Promise.all(sheets),
    strings: only('sharedstrings', 'sharedStrings', 'xl/sharedStrings.xml'),
    styles: only('styles', 'styles', 'xl/styles.xml'),
    is1904: book.is1904,
  };
}

async function readBook(parts: Parts, at: string, limits: TableLimits) {
  const sheets: { readonly name: string; readonly isHidden: boolean; readonly link: string }[] = [];
  let [root, is1904] = ['', false];
  await readXml(parts.pieces(at), {
    open(name, attributes) {
      root ||= name;
      if (name === 'workbookPr') is1904 = ['1', 'true', 'on'].includes((attributes['date1904'] ?? '').toLowerCase());
      if (name !== 'sheet') return;
      if (sheets.length >= limits.sheets) throw new Unreadable('too_large');
      const { state = 'visible', id = '', name: title = '' } = attributes;
      sheets.push({ name: title.slice(0, 100), isHidden: state !== 'visible', link: id });
    },
    text: () => undefined,
    close: () => undefined,
  });
  return root === 'workbook' ? { sheets, is1904 } : null;
}

/** What a part links to; a target is seen from the part's folder, or from the top where it begins with a slash. */
async function linksOf(part: string, parts: Parts, limits: TableLimits): Promise<readonly Link[]> {
  const cut = part.lastIndexOf('/') + 1;
  const at = `${part.slice(0, cut)}_rels/${part.slice(cut)}.rels`;
  const links: Link[] = [];
  if (!parts.has(at)) return links;
  await readXml(parts.pieces(at), {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      if (links.length >= limits.entries) throw new Unreadable('too_large');
      const { Id = '', Type = '', Target = '' } = attributes;
      const type = Type.slice(Type.lastIndexOf('/') + 1).toLowerCase();
      links.push({ id: Id, type: type === '' ? typeByName(Target) : type, part: resolved(part.slice(0, cut), Target) });
    },
    text: () => undefined,
    close: () => undefined,
  });
  return links;
}

/** Some exporters leave the type of a link out. */
function typeByName(target: string): string {
  return /sharedStrings|styles/i.exec(target)?.[0].toLowerCase() ?? 'worksheet';
}

function resolved(folder: string, target: string): string {
  const { pathname } = new URL(target.replaceAll('\\', '/'), new URL(folder, 'file:///'));
  try {
    return decodeURIComponent(pathname).replace(/^\/+/, '');
  } catch {
    throw new Unreadable('broken');
  }
}

type TypeNamed = { readonly part: string; readonly type: string };

async function typesIn(parts: Parts, limits: TableLimits): Promise<readonly TypeNamed[]> {
  const found: TypeNamed[] = [];
  if (!parts.has('[Content_Types].xml')) return found;
  await readXml(parts.pieces('[Content_Types].xml'), {
    open(name, { PartName = '', ContentType = '' }) {
      if (name !== 'Override') return;
      if (found.length >= limits.entries) throw new Unreadable('too_large');
      found.push({ part: PartName.replace(/^\/+/, ''), type: ContentType });
    },
    text: () => undefined,
    close: () => undefined,
  });
  return found;
}

function byType(types: readonly TypeNamed[], words: string): readonly string[] {
  return types.filter(({ type }) => type.toLowerCase().includes(`${words}+xml`.toLowerCase())).map(({ part }) => part);
}

import { crc32, deflateRawSync } from 'node:zlib';

/** The parts of a workbook of one sheet with these rows; whoever needs it otherwise lays other parts over them. */
export function partsOf(rows: string, more = ''): Readonly<Record<string, string>> {
  return {
    'xl/workbook.xml': '<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd.mmm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="17"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': '<sst><si><t>Школа</t></si><si><r><t>Манас</t></r><r><t xml:space="preserve"> &amp; Ко</t></r></si></sst>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData>${more}</worksheet>`,
  };
}

/** Rows of texts as a sheet has them. */
export function rowsOf(table: readonly (readonly string[])[], attributes: (row: number) => string = () => ''): string {
  return table
    .map((cells, index) => `<row r="${index + 1}" ${attributes(index + 1)}>${cells.map((text) => inlineCell(text)).join('')}</row>`)
    .join('');
}

function inlineCell(text: string): string {
  return `<c t="inlineStr"><is><t xml:space="preserve">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
}

/** The parts of a workbook of several sheets: name → rows, and what is said of the sheet in the workbook. */
export function bookOf(
  sheets: readonly { readonly name: string; readonly rows: string; readonly state?: string }[],
): Readonly<Record<string, string>> {
  const named = sheets.map(
    ({ name, state }, place) => `<sheet name="${name}" ${state === undefined ? '' : `state="${state}"`} r:id="r${place}"/>`,
  );
  const links = sheets.map((_, place) => `<Relationship Id="r${place}" Type="x/worksheet" Target="worksheets/s${place}.xml"/>`);
  const bodies = sheets.map(
    ({ rows }, place) => [`xl/worksheets/s${place}.xml`, `<worksheet><sheetData>${rows}</sheetData></worksheet>`] as const,
  );
  return {
    'xl/workbook.xml': `<workbook xmlns:r="x"><sheets>${named.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${links.join('')}</Relationships>`,
    ...Object.fromEntries(bodies),
  };
}

/** An archive as a spreadsheet program packs it. */
export function zip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const [title, packed, sum] = [Buffer.from(name), deflateRawSync(content), crc32(content)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(sum, 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(sum, 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, title, packed);
    directory.push(entry, title);
    offset += local.length + title.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

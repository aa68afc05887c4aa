import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestTable, largeTables } from '#test/support/large-tables.ts';
import { partsOf, zip } from '#test/support/workbook.ts';
import { tableLimits } from './limits.ts';
import { readTable } from './read-table.ts';
import { createTables } from './tables.ts';

for (const [what, { because, make }] of Object.entries(largeTables))
  test(`a file with ${what} is refused as ${because}, in a process that keeps its limits`, async () => {
    const head = await createTables().head(make());
    assert.deepEqual([head.kind, head.kind === 'refused' && head.because], ['refused', because]);
  });

test('the largest table that may be sent is read', async () => {
  const head = await createTables().head(largestTable());
  assert.ok(head.kind === 'head', JSON.stringify(head));
  assert.deepEqual([head.sheets[0]?.rows, head.sheets[0]?.sample.length], [50_000, 60]);
});

test('a part that unpacks beyond the bound is too large, and so is the sum of all parts', async () => {
  const [shared, own] = ['a', 'b'].map((letter) => `<si><t>${letter.repeat(3000)}</t></si>`);
  const book = zip({ ...partsOf('<row><c><v>1</v></c><c><v>2</v></c></row>'), 'xl/sharedStrings.xml': `<sst>${shared}${own}</sst>` });
  const within = async (unpackedBytes: number) => {
    const table = await readTable(book, { ...tableLimits, unpackedBytes });
    return table.kind === 'refused' ? table.because : table.kind;
  };
  assert.equal(await within(5000), 'too_large', 'one part is larger');
  assert.equal(await within(6300), 'too_large', 'each is smaller, all of them are larger');
  assert.equal(await within(20_000), 'table');
});

test('a process that needs more memory than it may have, or more time, is ended, and the file refused', async () => {
  const rows = Buffer.from(`a;b\n${'школа;дом\n'.repeat(40_000)}`);
  const [little, short] = await Promise.all([
    createTables({ heapMb: 12, timeMs: 60_000 }).head(Buffer.concat([rows, Buffer.from('x;y\n'.repeat(5000))])),
    createTables({ heapMb: 300, timeMs: 1 }).head(rows),
  ]);
  assert.deepEqual(little, { kind: 'refused', because: 'too_large' });
  assert.deepEqual(short, { kind: 'refused', because: 'took_too_long' });
});

test('nobody works on for somebody who has gone', async () => {
  const gone = new AbortController();
  const began = createTables().head(largestTable(), gone.signal);
  gone.abort();
  assert.equal((await began).kind, 'refused');
  const never = await createTables().head(Buffer.from('a;b\n'), gone.signal);
  assert.equal(never.kind, 'refused', 'what nobody waits for is not begun');
});

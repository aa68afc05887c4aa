import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { line, lines, linesOrNothing } from './input.ts';

const rule = { missing: 'missing', long: 'long', atMost: 20 };
const said = (schema: ReturnType<typeof line>, given: unknown) => {
  const read = schema.safeParse(given);
  return read.success ? read.data : `: ${read.error.issues[0]?.message}`;
};

const table: readonly (readonly [what: string, given: unknown, inLine: string, inLines: string])[] = [
  ['a word', 'Ош', 'Ош', 'Ош'],
  ['spaces around it', '  Ош \u00a0', 'Ош', 'Ош'],
  ['a tab out of a table', 'а\tб', 'а б', 'а\tб'],
  ['two lines', 'а\nб', ': text_signs', 'а\nб'],
  ['lines of another system', 'а\r\nб\rв', ': text_signs', 'а\nб\nв'],
  ['a line of its own kind', 'а\u2028б', ': text_signs', 'а\u2028б'],
  ['a zero', 'а\u0000б', ': text_signs', ': text_signs'],
  ['a bell', '\u0007', ': text_signs', ': text_signs'],
  ['a sign to delete', 'а\u007fб', ': text_signs', ': text_signs'],
  ['a control sign of the upper half', 'а\u0085б', ': text_signs', ': text_signs'],
  ['half of a pair', 'а\ud83d', ': text_signs', ': text_signs'],
  ['a whole pair', '👪', '👪', '👪'],
  ['blanks alone', ' \t\u00a0 ', ': missing', ': missing'],
  ['nothing', '', ': missing', ': missing'],
  ['no text', undefined, ': missing', ': missing'],
  ['a number', 5, ': missing', ': missing'],
  ['a file', new Blob(['a']), ': missing', ': missing'],
  ['too much', 'а'.repeat(21), ': long', ': long'],
];

for (const [what, given, inLine, inLines] of table) {
  test(`${what} typed where a text of one line, and of several, is asked for`, () => {
    assert.equal(said(line(rule), given), inLine);
    assert.equal(said(lines(rule), given), inLines);
  });
}

test('a text that may be empty may be left out only where its field may', () => {
  assert.equal(said(line({ ...rule, mayBeEmpty: true }), '  '), '');
  assert.equal(said(line({ ...rule, mayBeEmpty: true }), undefined), ': missing');
  assert.equal(linesOrNothing(rule).parse(undefined), '');
  assert.equal(linesOrNothing(rule).safeParse('а'.repeat(21)).success, false, 'what is too long is said, not dropped');
});

test('whatever is taken can be kept by the database, printed and put into JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const read = lines({ ...rule, atMost: 100 }).safeParse(text);
      if (read.success) assert.ok(read.data.isWellFormed() && !read.data.includes('\0') && read.data === read.data.trim());
    }),
  );
});

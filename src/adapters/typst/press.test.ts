import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Sheet } from '#server/ports.ts';
import { createTypstPress } from './press.ts';

const press = createTypstPress();
after(() => press.close());

const sheet: Sheet = {
  language: 'ky',
  day: '2025-05-12',
  site: 'Мектепке электрондук каттоо',
  title: 'Катталгандыгын ырастоо',
  outcome: 'Катталды',
  rows: [
    { term: 'Бала', text: 'Өмүрбекова Нурзаң Ү.' },
    { term: 'Мектеп', text: '№ 61 мектеп' },
  ],
  parts: [
    { title: 'Эмне алып баруу керек', paragraphs: ['2025-жылдын 4-августу'], points: ['Сүрөт', 'Маалымкат'], closing: 'Башка эч нерсе' },
  ],
  proof: {
    title: 'Текшерүү',
    text: 'Баракчаны ачыңыз',
    qr: { size: 21, path: 'M0 0h7v7h-7z' },
    address: 'https://mektep.example/verify/1-abc',
    shown: 'mektep.example/verify',
    code: '1-abc',
  },
  foot: 'Төмөнкү сап',
};
const textOf = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');

test('a sheet is set on one page of A4, with its fonts inside and a link that can be followed', async () => {
  const pdf = textOf(await press.print(sheet));
  assert.match(pdf, /^%PDF-1\.7/);
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1);
  assert.match(pdf, /\/MediaBox\s*\[0 0 595\.\d+ 841\.\d+\]/);
  assert.match(pdf, /NotoSans-Regular/);
  assert.match(pdf, /NotoSans-Bold/);
  assert.doesNotMatch(pdf, /LibertinusSerif|NewCM|DejaVu/, 'every letter, ң ө ү among them, is found in the font that was meant');
  assert.ok(pdf.includes('https://mektep.example/verify/1-abc'));
});

test('what somebody is called never becomes a part of the program that sets the page', async () => {
  const hostile = ['#panic("x")', '"; #read("/etc/passwd")', '$1/0$', '\\u{0}', '*_`<label>@ref', '= head', '#{', ']'];
  const pdf = await press.print({
    ...sheet,
    title: hostile.join(' '),
    rows: hostile.map((text) => ({ term: text, text })),
    foot: hostile.join('\n'),
  });
  assert.match(textOf(pdf), /^%PDF-1\.7/);
});

test('a sheet that cannot be set fails alone: the next one is printed', async () => {
  await assert.rejects(press.print({ ...sheet, rows: null as unknown as Sheet['rows'] }), /the press refused/);
  const [one, two] = await Promise.all([press.print(sheet), press.print({ ...sheet, outcome: 'Зачислен' })]);
  assert.notDeepEqual(one, two);
});

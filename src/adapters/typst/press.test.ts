import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { qrOf } from '#lib/qr.ts';
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

const named = (text: string): Sheet => ({ ...sheet, rows: [{ term: 'Бала', text }], outcome: text });

for (const [what, text] of [
  ['a sign of another script', 'Иванова 王 Айжан'],
  ['letters of many scripts', 'שלום مرحبا नमस्ते ไทย 한국 ქართული'],
  ['a sign of the private area, as office texts have it', 'Айжан \uf0b7 Иванова'],
  ['a picture of a family', '👨‍👩‍👧‍👦 Айжан 🇰🇬'],
  ['marks upon marks', `А${'\u0336\u0301\u0323'.repeat(30)}`],
  ['signs that turn the direction', '\u202eАйжан\u202c\u200b\ufeff'],
  ['half of a pair', 'Айжан \ud83d'],
  ['control characters', 'Ай\u0000жан\u0007'],
  ['a very long name', 'Ө'.repeat(20_000)],
  ['an empty name', ''],
  ['signs that nobody has given a meaning yet', 'Айжан \u{e0fff} \uffff'],
] as const) {
  test(`KG25-21.12 a family whose record holds ${what} gets the paper all the same, as a document that lasts`, async () => {
    const pdf = textOf(await press.print(named(text)));
    assert.match(pdf, /^%PDF-1\.7/);
    assert.match(pdf, /pdfaid:part>2</);
  });
}

for (const letters of [20, 60, 120, 400]) {
  test(`KG25-21.12 a family gets the paper whatever picture its address makes: one of ${letters} letters`, async () => {
    const address = `https://mektep.example/verify/${'k9x2'.repeat(letters / 4)}`;
    const pdf = textOf(await press.print({ ...sheet, proof: { ...sheet.proof, qr: qrOf(address), address } }));
    assert.match(pdf, /^%PDF-1\.7/);
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1);
  });
}

test('whatever signs there are, a sheet is printed', async () => {
  const signs = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(signs, async (text) => assert.match(textOf(await press.print(named(text))), /^%PDF/)),
    { numRuns: 30 },
  );
});

test('a press that is full says so to the next, one that takes too long is ended, and another prints on', async () => {
  const small = createTypstPress({ ordersAtMost: 2, ordersOfOneAtMost: 2, patienceMs: 60_000, memoryMb: 2048 });
  const hurried = createTypstPress({ ordersAtMost: 2, ordersOfOneAtMost: 2, patienceMs: 1, memoryMb: 2048 });
  const narrow = createTypstPress({ ordersAtMost: 2, ordersOfOneAtMost: 2, patienceMs: 60_000, memoryMb: 1 });
  try {
    const taken = ['a', 'b', 'c'].map((by) => small.print(sheet, { by }));
    await assert.rejects(small.print(sheet, { by: 'd' }), { name: 'PressTrouble' });
    assert.equal((await Promise.all(taken)).length, 3);
    await assert.rejects(hurried.print(sheet), { name: 'PressTrouble', message: /too long/ });
    await assert.rejects(narrow.print(sheet), { name: 'PressTrouble', message: /too large/ });
    assert.match(textOf(await small.print(sheet)), /^%PDF/);
  } finally {
    await Promise.all([small.close(), hurried.close(), narrow.close()]);
  }
});

test('one person’s sheets do not fill the press, and what nobody waits for any more is not printed', async () => {
  const own = createTypstPress({ ordersAtMost: 10, ordersOfOneAtMost: 2, patienceMs: 60_000, memoryMb: 2048 });
  try {
    const gone = new AbortController();
    const [first, second] = [own.print(sheet, { by: 'a' }), own.print(sheet, { by: 'a', signal: gone.signal })];
    await assert.rejects(own.print(sheet, { by: 'a' }), { name: 'PressTrouble', message: /of one person/ });
    const other = own.print(sheet, { by: 'b' });
    gone.abort();
    await assert.rejects(second, { name: 'PressTrouble', message: /nobody waits/ });
    assert.equal((await Promise.all([first, other])).length, 2);
    await assert.rejects(own.print(sheet, { by: 'a', signal: gone.signal }), { name: 'PressTrouble' });
  } finally {
    await own.close();
  }
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { jpeg, pdf, photo, png } from '#test/support/files.ts';
import { createFileInspector } from './inspector.ts';

const inspector = createFileInspector({ patienceMs: 120_000 });
after(() => inspector.close());
const kindOf = async (mediaType: string, bytes: Uint8Array) => (await inspector.inspect(mediaType, bytes)).kind;

test('KG25-21.12 a document with pages, a picture and a photograph open', async () => {
  const written = await PDFDocument.create();
  written.addPage();
  for (const [mediaType, bytes] of [
    ['application/pdf', pdf()],
    ['application/pdf', await written.save()],
    ['application/pdf', Buffer.concat([Buffer.from('efbbbf', 'hex'), pdf(), Buffer.alloc(2048)])],
    ['image/png', png()],
    ['image/png', Buffer.concat([png(), Buffer.from('behind')])],
    ['image/jpeg', await photo()],
  ] as const)
    assert.equal(await kindOf(mediaType, bytes), 'opens', mediaType);
});

test('what has the marks of a document or a picture and nothing within them does not open', async () => {
  const whole = await photo(64, 64);
  const noPages = pdf().toString('latin1').replace('/Kids[3 0 R]/Count 1', '/Kids[]/Count 0');
  const wrongSum = Buffer.from(png());
  wrongSum[45] = (wrongSum[45] ?? 0) ^ 0xff;
  for (const [what, mediaType, bytes] of [
    ['a frame of a photograph', 'image/jpeg', jpeg()],
    ['a photograph that breaks off', 'image/jpeg', whole.subarray(0, whole.length / 2)],
    ['a picture with a wrong sum', 'image/png', wrongSum],
    ['a document without a page', 'application/pdf', Buffer.from(noPages, 'latin1')],
    ['a header and an end', 'application/pdf', Buffer.from('%PDF-1.4\n%%EOF\n')],
    ['nothing', 'image/png', Buffer.alloc(0)],
  ] as const)
    assert.equal(await kindOf(mediaType, bytes), 'broken', what);
});

test('a photograph is drawn anew: upright, and without where and with what it was taken', async () => {
  const taken = await photo();
  assert.ok(taken.includes('Telephone of Bermet') && (await sharp(taken).metadata()).exif !== undefined);
  const kept = await inspector.inspect('image/jpeg', taken);
  assert.ok(kept.kind === 'opens');
  assert.ok(!Buffer.from(kept.bytes).includes('Telephone of Bermet'));
  const { exif, format, width } = await sharp(kept.bytes).metadata();
  assert.deepEqual([exif, format, width], [undefined, 'jpeg', 8]);
});

test('a picture that says it has more points than anybody photographs is not decoded', async () => {
  const wide = Buffer.from(png());
  wide.writeUInt32BE(100_000, 16);
  wide.writeUInt32BE(100_000, 20);
  assert.ok(['too_many_pixels', 'broken'].includes(await kindOf('image/png', wide)));
});

test('a file that ends the process it is opened in ends no other: who waited is told that nothing is known, and the next file opens', async () => {
  const hasty = createFileInspector({ patienceMs: 0 });
  assert.equal((await hasty.inspect('application/pdf', pdf())).kind, 'not_inspected');
  await hasty.close();
  const [stopped] = await Promise.all([inspector.inspect('application/pdf', pdf()), inspector.close()]);
  assert.equal(stopped.kind, 'not_inspected');
  assert.equal(await kindOf('application/pdf', pdf()), 'opens');
});

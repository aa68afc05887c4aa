import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMediaTypes } from '#adapters/media-type/file-type.ts';
import { heic, jpeg, pdf, png, svg, zip } from '#test/support/files.ts';
import { fileAtMostBytes, judgeFile, tidyName } from './acceptance.ts';

const mediaTypes = createMediaTypes();

/** What is answered to somebody who sends these bytes under this name. */
async function answerTo(name: string, bytes: Uint8Array): Promise<string> {
  const judged = judgeFile({ name, bytes, isCut: false }, await mediaTypes.of(bytes));
  return judged.kind === 'accepted' ? judged.fileKind : judged.problem;
}

const taken = [
  ['a scanned order', 'order.pdf', pdf(), 'application/pdf'],
  ['a name in capitals', 'ORDER.PDF', pdf(), 'application/pdf'],
  ['a photograph', 'IMG_2025.jpg', jpeg(), 'image/jpeg'],
  ['the other ending of a photograph', 'photo.jpeg', jpeg(), 'image/jpeg'],
  ['a photograph with what a telephone writes behind it', 'photo.jpg', jpeg('photo', Buffer.from('SEFH motion photo')), 'image/jpeg'],
  ['a picture of a screen', 'screen.png', png(), 'image/png'],
  ['a photograph as a browser saves it', 'photo.jfif', jpeg(), 'image/jpeg'],
  ['a photograph without an ending', 'IMG_2025', jpeg(), 'image/jpeg'],
  ['a document without an ending', 'order', pdf(), 'application/pdf'],
  ['a document named as a picture', 'order.png', pdf(), 'application/pdf'],
  ['a document with a second ending', 'order.pdf.exe', pdf(), 'application/pdf'],
  ['a document behind a byte-order mark', 'order.pdf', Buffer.concat([Buffer.from('efbbbf', 'hex'), pdf()]), 'application/pdf'],
  ['a document behind the first lines of a mail', 'order.pdf', Buffer.concat([Buffer.from('x\n'.repeat(200)), pdf()]), 'application/pdf'],
  ['a document with zeros behind it', 'order.pdf', Buffer.concat([pdf(), Buffer.alloc(4096)]), 'application/pdf'],
  ['a document with empty lines behind it', 'order.pdf', Buffer.concat([pdf(), Buffer.from('\r\n \t'.repeat(900))]), 'application/pdf'],
  ['a picture with bytes behind its end', 'screen.png', Buffer.concat([png(), Buffer.from('made by a telephone')]), 'image/png'],
] as const;

for (const [what, name, bytes, kind] of taken) {
  test(`a guardian who attaches ${what} is understood`, async () => {
    assert.equal(await answerTo(name, bytes), kind);
  });
}

const refused = [
  ['nothing', 'order.pdf', Buffer.alloc(0), 'file_missing'],
  ['a file larger than the limit', 'order.pdf', Buffer.concat([pdf(), Buffer.alloc(fileAtMostBytes), pdf()]), 'file_too_large'],
  ['an archive named as a document', 'order.pdf', zip(), 'file_type'],
  ['a drawing with a script', 'order.svg', svg(), 'file_type'],
  ['a drawing named as a picture', 'order.png', svg(), 'file_type'],
  ['words', 'order.pdf', Buffer.from('I am her grandmother'), 'file_type'],
  ['a document that begins far from its beginning', 'order.pdf', Buffer.concat([Buffer.from('x\n'.repeat(600)), pdf()]), 'file_type'],
  ['a photograph of a telephone that writes HEIC', 'IMG_1.HEIC', heic(), 'file_heic'],
  ['a HEIC photograph named as another', 'IMG_1.jpg', heic(), 'file_heic'],
  ['a document that is cut off', 'order.pdf', pdf().subarray(0, 60), 'file_type'],
  ['a picture that is cut off', 'screen.png', png().subarray(0, -6), 'file_type'],
  ['a photograph that is cut off', 'photo.jpg', jpeg().subarray(0, -2), 'file_type'],
  ['a document that is an archive, too', 'order.pdf', Buffer.concat([pdf(), zip(), pdf()]), 'file_type'],
  ['a photograph that is an archive, too', 'photo.jpg', jpeg('photo', zip()), 'file_type'],
  ['a picture with an archive behind it', 'screen.png', Buffer.concat([png(), zip()]), 'file_type'],
  ['a photograph that is a document, too', 'photo.jpg', jpeg('%PDF-1.4 %%EOF'), 'file_type'],
  ['a photograph that is a page, too', 'photo.jpg', jpeg('<HTML><script>alert(1)</script>'), 'file_type'],
] as const;

for (const [what, name, bytes, problem] of refused) {
  test(`a guardian who attaches ${what} is told so`, async () => {
    assert.equal(await answerTo(name, bytes), problem);
  });
}

test('a file of exactly the largest size is taken, one byte more is not', async () => {
  const full = Buffer.concat([jpeg(), Buffer.alloc(fileAtMostBytes - jpeg().length)]);
  assert.equal(await answerTo('photo.jpg', full), 'image/jpeg');
  assert.equal(await answerTo('photo.jpg', Buffer.concat([full, Buffer.alloc(1)])), 'file_too_large');
});

test('no bytes of any kind break the judge', () => {
  const begun = fc.constantFrom(pdf(), png(), jpeg(), zip(), Buffer.from('ffd8ff', 'hex'));
  const kind = fc.constantFrom('application/pdf', 'image/png', 'image/jpeg', 'toString', null);
  const name = fc.constantFrom('a.pdf', 'a.png', 'a.jpg');
  fc.assert(
    fc.property(begun, fc.nat(200), fc.uint8Array({ maxLength: 200 }), kind, name, (begin, keep, rest, detected, called) => {
      const bytes = Buffer.concat([begin.subarray(0, keep), rest]);
      return ['accepted', 'refused'].includes(judgeFile({ name: called, bytes, isCut: false }, detected).kind);
    }),
  );
});

test('a file’s name keeps its letters and loses what could lead or steer', () => {
  assert.equal(tidyName('Камкордук чечими.pdf', 'application/pdf'), 'Камкордук чечими.pdf');
  assert.equal(tidyName('../../etc/passwd', 'application/pdf'), '.._.._etc_passwd.pdf');
  assert.equal(tidyName('order.pdf.exe', 'application/pdf'), 'order.pdf.exe.pdf');
  assert.equal(tidyName('IMG.JFIF', 'image/jpeg'), 'IMG.JFIF');
  assert.equal(tidyName('gpj.\u202efdp.exe\u0000\r\n', 'image/png'), 'gpj._fdp.exe___.png');
  assert.equal(tidyName(`${'я'.repeat(300)}.pdf`, 'application/pdf').length, 200);
});

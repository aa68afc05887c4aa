import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { typedText } from './typed-text.ts';

test('what stands in an address is read without signs that nothing could keep', () => {
  assert.equal(typedText(' Токтогул ', 100), 'Токтогул');
  assert.equal(typedText('а\u0000б\r\nв', 100), 'а б  в');
  assert.equal(typedText('\u0000', 100), '');
  assert.equal(typedText(null, 100), '');
  assert.equal(typedText('👪👪👪', 2), '👪👪');
  assert.equal(typedText('а\ud83d', 100), 'а\ufffd');
});

test('whatever is read has no control characters, no half of a pair and no more than its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(50), (text, atMost) => {
      const read = typedText(text, atMost);
      assert.ok(read.isWellFormed() && !/\p{Cc}/u.test(read) && Array.from(read).length <= atMost);
      assert.equal(typedText(read, atMost), read);
    }),
  );
});

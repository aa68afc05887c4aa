import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inAddress, ownPath } from './own-path.ts';

const table: readonly (readonly [given: string | null | undefined, expected: string | null])[] = [
  ['/', '/'],
  ['/children/1?grade=2&x=1#seats', '/children/1?grade=2&x=1#seats'],
  ['/search?q=%D1%8B', '/search?q=%D1%8B'],
  ['/ы', '/%D1%8B'],
  ['/a b', '/a%20b'],
  ['/👪', '/%F0%9F%91%AA'],
  ['/\u200b', '/%E2%80%8B'],
  ['/\ud83d', '/%EF%BF%BD'],
  ['/100%', '/100%'],
  ['/a//b', '/a//b'],
  [null, null],
  [undefined, null],
  ['', null],
  ['children', null],
  ['//evil.example', null],
  ['/\\evil.example', null],
  ['/a\\b', null],
  ['https://evil.example', null],
  [' /a', null],
  ['/\u007f', null],
  ['/\u0000', null],
  ['/a\r\nset-cookie: x=1', null],
  ['/\u0085', null],
  [`/${'a'.repeat(500)}`, null],
];

for (const [given, expected] of table) {
  test(`somebody led back to ${JSON.stringify(given)?.slice(0, 60)} goes to ${expected}`, () => assert.equal(ownPath(given), expected));
}

test('whatever somebody types as a way back, it fits into a header and leads nowhere but to our own site', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const path = ownPath(`/${text}`);
      if (path === null) return;
      assert.match(path, /^[\x21-\x7e]+$/);
      assert.equal(new URL(path, 'https://mektep.example').origin, 'https://mektep.example');
      assert.equal(inAddress(path), path);
    }),
  );
});

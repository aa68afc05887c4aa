import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCode, spaced, writeCode } from './confirmation.ts';

const proof = fc.uint8Array({ minLength: 16, maxLength: 32 });
const number = fc.integer({ min: 1, max: 999_999_999_999 });

test('a code is read back from the address, from paper, in capitals, with spaces for dashes', () => {
  fc.assert(
    fc.property(number, proof, (arrival, bytes) => {
      const code = writeCode(arrival, bytes);
      const ways = [
        code,
        spaced(code),
        spaced(code).toUpperCase(),
        ` ${spaced(code).replaceAll('-', ' ')} `,
        spaced(code).replaceAll('-', ' – '),
      ];
      for (const typed of ways) assert.deepEqual(readCode(typed), { number: arrival, code }, typed);
    }),
  );
});

test('letters that look like digits are forgiven', () => {
  const code = writeCode(7, new Uint8Array(16));
  assert.equal(code, '7-00000000000000000000000000');
  assert.equal(readCode(code.replaceAll('0', 'O'))?.code, code);
  assert.equal(readCode('7-1l1i0000000000000000000000')?.code, '7-11110000000000000000000000');
});

test('two proofs that differ in one of 128 bits give two codes', () => {
  const codes = new Set([writeCode(1, new Uint8Array(16))]);
  for (let bit = 0; bit < 128; bit += 1) {
    const bytes = new Uint8Array(16);
    bytes[bit >> 3] = 1 << (bit & 7);
    codes.add(writeCode(1, bytes));
  }
  assert.equal(codes.size, 129);
});

test('what cannot be a code is none', () => {
  for (const text of [
    '',
    '1042',
    '1042-',
    '-abcd',
    '1042-abc',
    `1042-${'u'.repeat(26)}`,
    `1042-${'a'.repeat(27)}`,
    `x-${'a'.repeat(26)}`,
    `1-${'я'.repeat(26)}`,
    '../../etc/passwd',
  ]) {
    assert.equal(readCode(text), null, text);
  }
});

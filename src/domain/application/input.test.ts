import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactsInput, declineInput, enrolInput, passportInput, wishesIn, wishesInput } from './input.ts';

const draft = '6f1f0a3e-7d1c-4a70-9a51-8b8f3f4f0001';

const codesOf = (result: { success: boolean; error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }) =>
  result.error?.issues.map(({ path, message }) => `${String(path[0])}: ${message}`) ?? [];

test('KG25-21.5/choose-language a parent who chose no language is asked to choose', () => {
  assert.deepEqual(codesOf(enrolInput.safeParse({ draft })), ['pool: pool_missing']);
  assert.deepEqual(codesOf(enrolInput.safeParse({ draft, pool: '12; drop' })), ['pool: pool_missing']);
  assert.deepEqual(enrolInput.parse({ draft, pool: '12' }), { draft, pool: 12 });
});

test('KG25-21.9/reason-mandatory declining without a reason is not taken', () => {
  assert.deepEqual(codesOf(declineInput.safeParse({ draft, understood: 'yes' })), ['reason: reason_missing']);
});

test('KG25-21.10/warned-before declining is not taken until the parent says the warning is understood', () => {
  assert.deepEqual(codesOf(declineInput.safeParse({ draft, reason: 'private_school' })), ['understood: understood_missing']);
  assert.equal(declineInput.safeParse({ draft, reason: 'private_school', understood: 'yes' }).success, true);
});

test('KG25-21.13 a list of wishes is read in its order, once each, as many as a program may send', () => {
  assert.deepEqual(wishesInput.parse({ draft, wishes: '45-12-45-x-7' }), { draft, wishes: [45, 12, 7] });
  assert.deepEqual(wishesIn(Array.from({ length: 30 }, (_, place) => place + 1).join('-')), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const wishes of ['', '-', 'x', '1'.repeat(12)])
    assert.deepEqual(codesOf(wishesInput.safeParse({ draft, wishes })), ['wishes: pool_missing']);
});

test('KG25-28/nothing-records-one a form that enrols carries nothing about what the child knows', () => {
  assert.deepEqual(Object.keys(enrolInput.shape), ['draft', 'pool']);
  assert.deepEqual(Object.keys(wishesInput.shape), ['draft', 'wishes']);
});

const contacts = [
  ['+996 555 12-34-56', '', [], 'a phone as people write it'],
  ['', 'aigul@example.kg', [], 'no phone'],
  ['позвоните', '', ['phone: phone_wrong'], 'a word for a phone'],
  ['', 'aigul@', ['email: email_wrong'], 'half an address'],
] as const;

for (const [phone, email, expected, title] of contacts) {
  test(`KG25-8.2/mobile-phone KG25-8.2/work-phone KG25-8.2/e-mail contacts with ${title}`, () => {
    assert.deepEqual(codesOf(contactsInput.safeParse({ phone, workPhone: '', email })), expected);
  });
}

test('KG25-8.2/mobile-phone KG25-8.2/work-phone KG25-8.2/e-mail an empty contact is kept as none', () => {
  assert.deepEqual(contactsInput.parse({ phone: ' ', workPhone: '', email: ' ' }), { phone: null, workPhone: null, email: null });
});

test('KG25-8.2/passport-series-and-number a passport is read as people copy it', () => {
  assert.deepEqual(passportInput({ series: ['ID', 'AN'], digits: 7 }).parse({ series: ' id ', number: '123 45-67' }), {
    series: 'ID',
    number: '1234567',
  });
  assert.deepEqual(codesOf(passportInput({ series: ['ID', 'AN'], digits: 7 }).safeParse({ series: '12', number: '123' })), [
    'series: series_wrong',
    'number: number_wrong',
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainToUnicode } from 'node:url';
import { contactsInput } from './input.ts';
import { mailAddress } from './mail-address.ts';

const usual = [
  ['aigul@example.org', 'aigul@example.org'],
  ['Aigul.B+school@Example.KG', 'Aigul.B+school@example.kg'],
  ["o'neil@example.org", "o'neil@example.org"],
] as const;

test('KG25-8.2 an address with a Cyrillic host is taken, kept as mail understands it, and read as it was typed', () => {
  for (const typed of ['aigul@мектеп.кг', 'aigul@почта.рф', 'aigul@мектеби-өзгөн.kg', 'aigul@қала.қаз', 'a.b+c@мектеп.example.kg']) {
    const kept = mailAddress(typed);
    assert.ok(kept !== undefined && /^[\x21-\x7e]+$/.test(kept), typed);
    assert.equal(kept.replace(/[^@]+$/, domainToUnicode), typed);
    assert.equal(mailAddress(kept), kept, 'the kept form is an address, too');
    assert.equal(contactsInput.parse({ phone: '', workPhone: '', email: ` ${typed} ` }).email, kept);
  }
  for (const [typed, kept] of usual) assert.equal(mailAddress(typed), kept, typed);
});

test('what is no address is refused beside its field', () => {
  const wrong = [
    'aigul',
    '@example.org',
    'aigul@',
    'aigul@example',
    'aigul@мектеп',
    'aigul@127.0.0.1',
    'aigul@1.2',
    'a@b@example.org',
    'a b@example.org',
    'a..b@example.org',
    '.a@example.org',
    'a.@example.org',
    'aigul@-example.org',
    'aigul@exa_mple.org',
    'aigul@example..org',
    'aigul@example.org.',
    'aigul@example.org:25',
    'aigul@user@example.org',
    'aigul@example.org/x',
    'aigul@example.org?x',
    'aigul@[::1]',
    'aigul@%65xample.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
    'айгуль@example.org',
    'aigul@\u0000.org',
  ];
  for (const typed of wrong) {
    assert.equal(mailAddress(typed), undefined, typed);
    const read = contactsInput.safeParse({ phone: '', workPhone: '', email: typed });
    assert.ok(!read.success && read.error.issues[0]?.path[0] === 'email', typed);
  }
});

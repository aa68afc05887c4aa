import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import { cookieIn, cookieNames, setCookie } from './cookies.ts';

test('over https our cookies are bound to the host and to TLS, in the demo they are not', () => {
  assert.deepEqual(cookieNames('https://1mektep.edu.gov.kg'), {
    session: '__Host-mektep',
    attempt: '__Host-mektep-sign-in',
    language: '__Host-language',
    languageBefore: 'language',
  });
  assert.deepEqual(cookieNames('http://127.0.0.1:3000'), {
    session: 'mektep',
    attempt: 'mektep-sign-in',
    language: 'language',
    languageBefore: 'language',
  });
});

test('a cookie is HttpOnly, SameSite, for the whole host and no domain; Secure over https', () => {
  assert.equal(
    setCookie('__Host-mektep', 'abc', { secure: true, maxAgeSeconds: 60 }),
    '__Host-mektep=abc; Path=/; SameSite=Lax; Max-Age=60; HttpOnly; Secure',
  );
  assert.equal(setCookie('mektep', '', { secure: false, maxAgeSeconds: 0 }), 'mektep=; Path=/; SameSite=Lax; Max-Age=0; HttpOnly');
});

test('a cookie is found by its whole name among others', () => {
  const table = tableOf(
    `mektep=a                         → a
     other=1; mektep=a; more=2        → a
     mektep-sign-in=x                 → none
     xmektep=b; mektep=c              → c
     mektep                           → none
     mektep=a=b                       → a=b
     =mektep                          → none`,
  );
  for (const { given, expected } of table) assert.equal(cookieIn(given, 'mektep') ?? 'none', expected, given);
  assert.equal(cookieIn(undefined, 'mektep'), null);
});

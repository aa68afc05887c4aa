import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForeign, isOwnHost } from './origin.ts';

const ours = 'https://mektep.example';
const from = (origin: string | undefined, more: Readonly<Record<string, string>> = {}) => ({
  host: 'mektep.example',
  ...(origin === undefined ? {} : { origin }),
  ...more,
});

const table: readonly (readonly [who: string, headers: Readonly<Record<string, string>>, foreign: boolean])[] = [
  ['a page of ours', from(ours), false],
  ['a page of ours, with the port written out', from('https://mektep.example:443'), false],
  ['a page of ours, in capitals', from('HTTPS://Mektep.Example'), false],
  ['a program that names no page', from(undefined), false],
  ['an address typed by hand', from(undefined, { 'sec-fetch-site': 'none' }), false],
  ['a page of ours that names itself only by its site', from(undefined, { 'sec-fetch-site': 'same-origin' }), false],
  ['a page of ours without encryption', from('http://mektep.example'), true],
  ['our host at another port', from('https://mektep.example:8443'), true],
  ['another site that the request’s own host repeats', from('https://evil.example', { host: 'evil.example' }), true],
  ['another site over http that the host repeats', from('http://evil.example', { host: 'evil.example' }), true],
  ['a page without an origin', from('null'), true],
  ['an empty origin', from(''), true],
  ['two origins', from(`${ours}, ${ours}`), true],
  ['an origin with a path', from(`${ours}/children`), true],
  ['an origin with a name before ours', from('https://mektep.example@evil.example'), true],
  ['an origin that only begins as ours', from('https://mektep.example.evil.example'), true],
  ['a page of a sister domain that names no origin', from(undefined, { 'sec-fetch-site': 'same-site' }), true],
  ['a page of a sister domain', from('https://forum.mektep.example', { 'sec-fetch-site': 'same-site' }), true],
  ['a page of another site that names no origin', from(undefined, { 'sec-fetch-site': 'cross-site' }), true],
  ['a site that is named in a way nobody knows', from(undefined, { 'sec-fetch-site': 'x' }), true],
  ['our own machine, where the site is open to the world', from('http://127.0.0.1:3000', { host: '127.0.0.1:3000' }), true],
];

for (const [who, headers, foreign] of table) {
  test(`a form sent by ${who} is ${foreign ? 'turned away' : 'taken'}`, () => assert.equal(isForeign(headers, ours), foreign));
}

test('the public address may be written with a slash, a port or in capitals', () => {
  for (const written of ['https://mektep.example/', 'https://mektep.example:443', 'https://MEKTEP.example'])
    assert.equal(isForeign(from(ours), written), false, written);
});

test('in the demo every name of the machine that was asked is ours, and no other', () => {
  const demo = 'http://127.0.0.1:3000';
  assert.equal(isForeign({ host: 'localhost:3000', origin: 'http://localhost:3000' }, demo), false);
  assert.equal(isForeign({ host: '[::1]:3000', origin: 'http://[::1]:3000' }, demo), false);
  assert.equal(isForeign({ host: 'localhost:3000', origin: 'http://localhost:4000' }, demo), true);
  assert.equal(isForeign({ host: 'rebound.example:3000', origin: 'http://rebound.example:3000' }, demo), true);
});

test('the demo knows the names of its own machine and its public one', () => {
  const demo = 'http://demo.local:3000';
  for (const host of ['localhost:3000', '127.0.0.1', '[::1]:3000', 'demo.local:3000', 'LOCALHOST'])
    assert.equal(isOwnHost(host, demo), true, host);
  for (const host of ['rebound.example', '127.0.0.1.evil.example', 'evil.example:3000', '', undefined, '127.0.0.1@evil.example'])
    assert.equal(isOwnHost(host, demo), false, host);
});

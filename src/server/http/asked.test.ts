import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCookie } from 'cookie';
import { understand } from './asked.ts';
import { cookieNames } from './cookies.ts';

const demo = cookieNames('http://127.0.0.1');
const spoken = ['ky', 'ru', 'kk', 'en'] as const;
type Headers = Readonly<Record<string, string>>;

const languages: readonly (readonly [who: string, headers: Headers, language: string])[] = [
  ['chose Russian before', { cookie: 'language=ru', 'accept-language': 'ky' }, 'ru'],
  ['chose in escaped letters', { cookie: 'language=%6By', 'accept-language': 'ru' }, 'ky'],
  ['has an empty choice', { cookie: 'language=', 'accept-language': 'ru' }, 'ru'],
  ['has a choice of another case', { cookie: 'language=KY', 'accept-language': 'ru' }, 'ru'],
  ['has a cookie of another case', { cookie: 'Language=ky', 'accept-language': 'ru' }, 'ru'],
  ['has spaces around the choice', { cookie: 'other=1;  language = ky ', 'accept-language': 'ru' }, 'ky'],
  ['has two choices', { cookie: 'language=ky; language=ru' }, 'ky'],
  ['chose a language we do not speak', { cookie: 'language=de', 'accept-language': 'ru' }, 'ru'],
  ['has a broken choice', { cookie: 'language=%zz', 'accept-language': 'ru' }, 'ru'],
  ['has a Russian browser', { 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.8' }, 'ru'],
  ['has a browser that likes Kyrgyz more', { 'accept-language': 'ru;q=0.5, ky;q=0.9' }, 'ky'],
  ['writes weights in capitals', { 'accept-language': 'RU;Q=0.5, KY;Q=0.9' }, 'ky'],
  ['refuses Russian', { 'accept-language': 'ru;q=0, en;q=0.1' }, 'en'],
  ['refuses the only language she names', { 'accept-language': 'ru;q=0' }, 'ky'],
  ['takes anything', { 'accept-language': '*' }, 'ky'],
  ['has a German browser', { 'accept-language': 'de-DE,de;q=0.9' }, 'ky'],
  ['has a browser that says nothing', {}, 'ky'],
  ['has a browser that says nonsense', { 'accept-language': ';;q=,=,,q=1' }, 'ky'],
];

for (const [who, headers, language] of languages) {
  test(`a reader who ${who} reads ${language}`, () => assert.equal(understand({ ...headers }, demo, spoken).language, language));
}

test('a campaign that speaks two languages is read in those', () => {
  const asked = (headers: Headers) => understand({ ...headers }, demo, ['kk', 'ru']).language;
  assert.deepEqual(
    [asked({ 'accept-language': 'en' }), asked({ cookie: 'language=en' }), asked({ 'accept-language': 'ru' })],
    ['kk', 'kk', 'ru'],
  );
});

test('over https the choice has a name that no sister domain can set, and the name it had before is still read', () => {
  const names = cookieNames('https://mektep.example');
  const asked = (cookie: string) => understand({ cookie, 'accept-language': 'en' }, names, spoken).language;
  assert.equal(asked('__Host-language=ky'), 'ky');
  assert.equal(asked('language=ru'), 'ru');
  assert.equal(asked('language=ru; __Host-language=ky'), 'ky');
});

const packings: readonly (readonly [wish: string | null, packing: string])[] = [
  [null, 'identity'],
  ['', 'identity'],
  ['br', 'br'],
  ['gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['*', 'br'],
  ['gzip, *', 'br'],
  ['gzip, *;q=0', 'gzip'],
  ['gzip, br;q=0', 'gzip'],
  ['gzip;Q=0, br;Q=0.1', 'br'],
  ['gzip;q=1.0, br;q=0.5', 'gzip'],
  ['xgzip', 'identity'],
  ['notbr, gzipped', 'identity'],
  ['identity', 'identity'],
  ['identity;q=0', 'identity'],
  ['identity;q=0, gzip', 'gzip'],
  [' br , gzip ', 'br'],
  ['deflate', 'deflate'],
  [';q=1', 'identity'],
];

for (const [wish, packing] of packings) {
  test(`a browser that takes ${wish === null ? 'says nothing' : `«${wish}»`} is sent ${packing}`, () => {
    const headers = wish === null ? {} : { 'accept-encoding': wish };
    assert.equal(understand(headers, demo, spoken).packing, packing);
  });
}

test('whoever reads the headers afterwards reads what was understood, and nothing of what was sent', () => {
  for (const [, sent] of languages) {
    for (const [wish] of packings) {
      const headers: Record<string, string> = { ...sent, ...(wish === null ? {} : { 'accept-encoding': wish }) };
      const asked = understand(headers, demo, spoken);
      assert.deepEqual([headers['accept-language'], headers['accept-encoding']], [asked.language, asked.packing]);
      assert.deepEqual(understand({ ...headers, cookie: '' }, demo, spoken), { ...asked, hasSession: false }, 'read again, it is the same');
    }
  }
});

test('a session is seen in front wherever the pages would see one', () => {
  const written = [
    'mektep=a',
    'mektep=%61',
    'mektep=',
    'mektep="a"',
    ' mektep = a',
    'a=1;mektep=b',
    'Mektep=a',
    '%6Dektep=a',
    'mektep',
    '=mektep',
    'mektep=a; mektep=b',
    'xmektep=a',
    'a=mektep=b',
    'mektep\t=a',
    ';;mektep=a',
    'mektep=%zz',
    '',
  ];
  for (const cookie of written) {
    // The framework of the pages reads cookies with this library, and takes any text for a session to ask for.
    const pages = parseCookie(cookie)[demo.session] !== undefined;
    assert.equal(understand({ cookie }, demo, spoken).hasSession, pages, cookie);
  }
});

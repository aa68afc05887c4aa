import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogueOf } from './catalogues.ts';
import { judge } from './judge.ts';
import type { Reply } from './rough-browser.ts';

const origin = 'http://127.0.0.1:1';
const child = '01a1f992-c99f-7f94-966a-e25b5847fe2c';
const pin = '20708199302342';
const expected = {
  origin,
  providerOrigin: 'http://127.0.0.1:2',
  language: 'ky',
  ownChildren: new Set([child]),
  secrets: new Set([pin]),
} as const;
const headers = {
  'content-type': 'text/html',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'",
  'cache-control': 'private, no-store',
};
const html = `<html lang="ky"><title>Балдарым</title><body><a href="/me">Маалыматтарым</a><main><h1>Балдарым</h1><a href="/children/${child}">Айгерим</a></main></body></html>`;

const reply = (change: Partial<Reply>): Reply => ({
  asked: { method: 'GET', url: `${origin}/children` },
  status: 200,
  headers,
  text: html,
  ...change,
});
const page = (from: string | RegExp, to: string): Reply => reply({ text: html.replace(from, to) });
const without = (name: string): Reply =>
  reply({ headers: Object.fromEntries(Object.entries(headers).filter(([known]) => known !== name)) });
const json = (status: number, type: string, text: string): Reply => reply({ status, text, headers: { ...headers, 'content-type': type } });

test('a page as it must be passes the judge of the walks', () => {
  assert.equal(judge(reply({}), expected)?.title, 'Балдарым');
});

test('words of another language pass where the page says in which language they are', () => {
  assert.ok(judge(page('Айгерим', '<span lang="ru">Мои дети<br></span>'), expected));
});

const breaches: readonly (readonly [string, Reply])[] = [
  ['a fault', reply({ status: 500 })],
  ['a refusal to answer now that does not say when', reply({ status: 503 })],
  ['no title', page('<title>Балдарым', '<title>')],
  ['two main headings', page('</h1>', '</h1><h1>x</h1>')],
  ['another language than the reader’s', page('lang="ky"', 'lang="ru"')],
  ['a dead end', page(/<a href="\/children[^]*<\/a>/, '')],
  ['a key in place of words', page('Айгерим', 'nav.children')],
  ['what is no text', page('Айгерим', 'undefined')],
  ['an argument that was not filled in', page('Айгерим', 'Класс {grade}')],
  ['words of another language', page('Айгерим', 'Мои дети')],
  ['words of another language read aloud', page('<h1>', '<nav aria-label="Мои дети"></nav><h1>')],
  ['a phrase of another language inside a text', page('Айгерим', `Айгерим, ${catalogueOf('en').phrasesOnlyHere[0]}`)],
  ['a link to somebody else’s child', page(child, child.replace('0', '1'))],
  ['somebody else’s national id', page('Айгерим', pin)],
  ['markup of an intruder', page('Айгерим', '<x-hostile>')],
  ['a script', page('Айгерим', '<script>1</script>')],
  ['a summary that leads nowhere', page('<h1>', '<div class="error-summary"><ul><li><a href="#pool">x</a></li></ul></div><h1>')],
  ['no content policy', without('content-security-policy')],
  ['a type that may be guessed', without('x-content-type-options')],
  ['a personal page that may be stored', without('cache-control')],
  ['a header that was slipped in', reply({ headers: { ...headers, 'x-hostile': '1' } })],
  ['a cookie that was slipped in', reply({ headers: { ...headers, 'set-cookie': ['x-hostile=1'] } })],
  ['a way to a stranger', reply({ status: 303, headers: { ...headers, location: '//evil.example/' } })],
  ['an error of the API that is no problem', json(400, 'application/json', '{"error":"Bad Request"}')],
  ['a problem that does not say its status', json(400, 'application/problem+json', '{"type":"urn:mektep:invalid","title":"x"}')],
  ['an error in plain text', json(404, 'text/plain', 'Not found')],
];
for (const [what, broken] of breaches) {
  test(`the judge of the walks sees ${what}`, () => {
    assert.throws(() => judge(broken, expected), assert.AssertionError);
  });
}

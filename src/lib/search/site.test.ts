import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { spokenLanguages } from '#lib/messages.ts';
import { findOnSite } from '#lib/search/site.ts';

const policy = policies['kg-2025'];

/** What a parent types → where she must be led, among the first three. */
const QUESTIONS = [
  ['ребёнка нет в списке', '/help#no-children'],
  ['балам тизмеде жок', '/help#no-children'],
  ['нет школы', '/help#no-school'],
  ['мектеп жок', '/help#no-school'],
  ['мектеп көрсөтүлгөн эмес', '/help#no-school'],
  ['пожаловаться', '/help#complain'],
  ['куда жаловаться', '/help#complain'],
  ['даттануу', '/help#complain'],
  ['какие документы', '/documents'],
  ['кандай документтер', '/documents'],
  ['прививки', '/documents'],
  ['эмдоо', '/documents'],
  ['опекун', '/help#guardian'],
  ['законный представитель', '/help#guardian'],
  ['отменить запись', '/help#decline'],
  ['поменять школу', '/guide#move'],
  ['мектепти алмаштыруу', '/guide#move'],
  ['учитель льгота', '/guide#preference'],
  ['кайрылман', '/guide#preference'],
  ['сроки', '/#dates'],
  ['моонот', '/#dates'],
  ['комиссия', '/help#commission'],
] as const;

for (const [query, href] of QUESTIONS) {
  test(`KG25-7/public-information a parent who looks for «${query}» is led to ${href}`, () => {
    for (const reader of spokenLanguages) {
      const { help } = findOnSite(policy, query, reader);
      assert.ok(
        help.slice(0, 3).some((hit) => hit.href === href),
        `${reader}: ${help.map((hit) => hit.href).join(' ')}`,
      );
    }
  });
}

/** Words of the regulation → its clause. */
const CLAUSES = [
  ['гендерного соотношения', '/acts/17'],
  ['экзаменов конкурсов', '/acts/28'],
  ['кайрылмандын кубологу', '/acts/24'],
  ['п. 21', '/acts/21'],
] as const;

for (const [query, href] of CLAUSES) {
  test(`KG25-20/governing-acts a parent who looks for «${query}» is led to the clause`, () => {
    for (const reader of spokenLanguages) {
      const { acts } = findOnSite(policy, query, reader);
      assert.ok(
        acts.slice(0, 3).some((hit) => hit.href === href),
        `${reader}: ${acts.map((hit) => hit.href).join(' ')}`,
      );
    }
  });
}

test('what is found in the other language is shown in that language, under a title in the reader’s own', () => {
  const [hit] = findOnSite(policy, 'даттануу', 'ru').help;
  assert.equal(hit?.title, 'Куда жаловаться');
  const act = findOnSite(policy, 'гендерного', 'ky').acts[0];
  assert.equal(act?.language, 'ru');
  assert.ok(act.pieces.some(({ hit: isHit, text }) => isHit && text === 'гендерного'));
});

test('nothing is made up where nothing is found', () => {
  assert.deepEqual(findOnSite(policy, 'космодром', 'ru'), { help: [], acts: [], near: true });
});

test('the site can be searched under every law', () => {
  for (const pack of Object.values(policies)) assert.ok(findOnSite(pack, 'школа', 'ru').help.length > 0, pack.code);
});

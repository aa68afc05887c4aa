import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonsToDecline } from '#domain/application/decline.ts';
import en from '../../messages/en.json' with { type: 'json' };
import kk from '../../messages/kk.json' with { type: 'json' };
import ky from '../../messages/ky.json' with { type: 'json' };
import ru from '../../messages/ru.json' with { type: 'json' };
import { policies } from '#domain/policy/registry.ts';
import { clauseIn } from '#lib/acts/cited-act.ts';
import { type MessageKey, messagesFor, type Spoken, spokenLanguages } from '#lib/messages.ts';
import { paperKey, reasonKey, stageKey, stageTextKey } from '#lib/names.ts';

const policy = policies['kg-2025'];

test('KG25-21.9/nine-reasons-in-order a parent reads the nine reasons in the words and the order of the regulation, in both its languages', () => {
  for (const language of ['ky', 'ru'] as const) {
    const t = messagesFor(language);
    const [clause] = clauseIn('regulation', '21', language) ?? [];
    const said = reasonsToDecline(policy).map(({ code }) => `– ${t(reasonKey(code))}`);
    const first = clause?.paragraphs.indexOf(said[0] ?? '') ?? -1;
    assert.equal(said.length, 9);
    assert.deepEqual(clause?.paragraphs.slice(first, first + 9), said);
  }
});

/** The glossary's Kazakh words, which the memos for parents use, and the words Kazakh and English pages have for the regulation's. */
const ownWords: readonly (readonly [MessageKey, string, string])[] = [
  ['child.enrolled', 'Қабылданды', 'Enrolled'],
  ['child.national_id', 'ЖСН', 'Personal number (PIN)'],
  ['child.submit', 'Өтініш беру', 'Apply'],
  ['child.withdraw', 'Өтінішті кері қайтарып алу', 'Withdraw the application'],
  ['nav.notices', 'Хабарламалар', 'Notices'],
  ['school.free', 'Бос орындар', 'Free seats'],
  ['state.documents_not_submitted', 'Құжаттарын тапсырмады', 'Documents not submitted'],
];

for (const [key, kazakh, english] of ownWords) {
  test(`a parent reads one word for one thing: ${kazakh}, ${english}`, () => {
    assert.equal(messagesFor('kk', 'kazakh')(key), kazakh);
    assert.equal(messagesFor('en', 'kyrgyz')(key), english);
  });
}

/** Texts that name what stands elsewhere on the screen, and what they name. */
const quoting: readonly (readonly [MessageKey, ...MessageKey[]])[] = [
  ['home.step_enrol', 'child.enrol', 'child.enrolled'],
  ['home.step_submit', 'child.submit'],
  ['child.lead_open', 'child.enrol'],
  ['child.lead_choose', 'child.enrol'],
  ['choose.kept_press', 'child.enrol'],
  ['help.no_children_three', 'site.name', 'children.refresh'],
  ['help.decline_text', 'child.decline'],
  ['missing.wrong_text', 'nav.children', 'children.refresh'],
  ['remedy.register_address', 'children.refresh'],
  ['guardian.sent_next', 'site.name'],
];

test('a text that names a button or a section names it as it is written there, in every language', () => {
  for (const language of spokenLanguages) {
    const t = messagesFor(language, policy.vocabulary.code);
    for (const [text, ...named] of quoting)
      for (const key of named) assert.ok(t(text).toLowerCase().includes(t(key).toLowerCase()), `${language}: ${text} names ${t(key)}`);
  }
});

test('no text is left in another language: English has no Cyrillic words but names, Kazakh no text of the Russian or the Kyrgyz', () => {
  const names = /Кыргызча|Русский|Қазақша|ЦОН|кайрылман|12а|Ф-\d+|\d+\/у/g;
  // How an act writes houses is shown as acts write it.
  const shown = /^(unread|boundaries|problem)\./;
  const own = (key: string, text: string) => (shown.test(key) ? text.replace(/[“«][^”»]*[”»]/g, '') : text).replace(names, '');
  for (const [key, text] of Object.entries(en)) assert.doesNotMatch(own(key, text), /\p{Script=Cyrillic}/u, key);
  const copied = Object.entries(kk).filter(
    ([key, text]) => /\p{L}{4}.*\p{L}{4} /u.test(text) && [ru, ky].some((other) => other[key as MessageKey] === text),
  );
  assert.deepEqual(copied, []);
});

const exactWords: readonly (readonly [MessageKey, string, string])[] = [
  ['site.name', 'Электронная запись в школу', 'Мектепке электрондук каттоо'],
  ['child.enrol', 'Записать', 'Жазуу'],
  ['child.enrolled', 'Зачислен', 'Катталды'],
  ['state.enrolled', 'Зачислен', 'Катталды'],
  ['child.decline', 'Отменить запись', 'Жазууну жокко чыгаруу'],
];

for (const [key, russian, kyrgyz] of exactWords) {
  test(`a parent reads the regulation's own words: ${russian}, ${kyrgyz}`, () => {
    assert.equal(messagesFor('ru')(key), russian);
    assert.equal(messagesFor('ky')(key), kyrgyz);
  });
}

test('every stage and every paper of every pack has a text in every language', () => {
  for (const pack of Object.values(policies)) {
    const keys = [
      ...pack.stages.flatMap(({ code }) => [stageKey(code), stageTextKey(code)]),
      ...pack.documents.toSchool.list.map(({ code }) => paperKey(code)),
      ...reasonsToDecline(pack).map(({ code }) => reasonKey(code)),
    ];
    for (const language of spokenLanguages) for (const key of keys) assert.ok(messagesFor(language)(key).length > 5, `${language} ${key}`);
  }
});

test('free seats are counted as the language counts', () => {
  const seats = (language: Spoken, free: number) => messagesFor(language)('child.free', { free, capacity: 30 });
  assert.deepEqual(
    [0, 1, 2, 5].map((free) => seats('ru', free)),
    ['свободных мест нет', 'свободно 1 место из 30', 'свободно 2 места из 30', 'свободно 5 мест из 30'],
  );
  assert.deepEqual(
    [0, 1, 5].map((free) => seats('ky', free)),
    ['бош орун жок', '30 орундун 1 бош', '30 орундун 5 бош'],
  );
  assert.deepEqual(
    [0, 1, 5].map((free) => seats('kk', free)),
    ['бос орын жоқ', '30 орыннан 1 орын бос', '30 орыннан 5 орын бос'],
  );
  assert.deepEqual(
    [0, 1, 5].map((free) => seats('en', free)),
    ['no free seats', '1 free seat of 30', '5 free seats of 30'],
  );
});

test('great numbers are written as each language writes them', () => {
  const schools = (language: Spoken) => messagesFor(language)('inbox.unread', { count: 12_345 });
  assert.equal(schools('kk'), '12\u00a0345 жаңа хабарлама');
  assert.equal(schools('en'), '12,345 new notices');
});

test('the sign of a number never parts from its number at the end of a line', () => {
  for (const catalogue of [ru, ky, kk, en])
    for (const [key, text] of Object.entries(catalogue)) assert.doesNotMatch(text, /(№|No\.) /, key);
});

test('a text about an institution is given the state’s words, and fails where no state is named', () => {
  assert.equal(messagesFor('ru', 'kyrgyz')('guardian.pin'), 'ПИН ребёнка');
  assert.equal(messagesFor('ru', 'kazakh')('guardian.pin'), 'ИИН ребёнка');
  assert.throws(() => messagesFor('ru')('guardian.pin'), /nationalId/);
});

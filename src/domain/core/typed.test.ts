import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCode, writeCode } from '../application/confirmation.ts';
import { contactsInput, passportInput } from '../application/input.ts';
import { streetKey } from '../catchment/street-key.ts';
import { findIn, formsOf, soughtIn } from '../search/find.ts';
import { foldWord } from '../search/stems.ts';
import { parseNationalId } from './national-id.ts';
import { asTyped, lookAlikes } from './typed.ts';

/** What a screen does not show: marks of direction, joiners, soft hyphens, byte-order marks, selectors. */
const INVISIBLE = '\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u202d\u202e\u2060\u2066\u2069\ufeff\ufe0f\u034f\u061c\u180e\u3164';
const DASHES = '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe58\ufe63\u2043\u02d7\u207b\u058a';
const SPACES = ' \u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u3000\t\n';

/** Latin letters that look like those of a language's alphabet, written with the words they would be mixed into. */
const MIXED: readonly (readonly [language: string, typed: string, meant: string])[] = [
  ['Russian', 'Токтогyла, Aхунбаeва, Tула, Hаyка', 'Токтогула, Ахунбаева, Тула, Наука'],
  ['Kyrgyz', 'Мoнгoл, Caгын, ɵмур, Ɵзгɵн', 'Монгол, Сагын, өмур, Өзгөн'],
  ['Kyrgyz', 'Ŋ, ŋ', 'Ң, ң'],
  ['Kazakh', 'Əуезов, Бiржан, Қahарман, Iле', 'Әуезов, Біржан, Қаһарман, Іле'],
  ['Kazakh', 'əke, Әкe', 'әке, Әке'],
  ['Ukrainian', 'Kиïв, Iван, їжак, Xapкiв', 'Київ, Іван, їжак, Харків'],
];

for (const [language, typed, meant] of MIXED) {
  test(`in ${language}, «${typed}» typed with letters of the other alphabet is «${meant}»`, () => {
    assert.equal(asTyped(typed, 'cyrillic'), meant);
  });
}

test('every pair of look-alikes is folded both ways, and a right text is left alone', () => {
  for (const [latin, cyrillic] of lookAlikes) {
    assert.match(latin, /^\p{Script=Latin}$/u);
    assert.match(cyrillic, /^\p{Script=Cyrillic}$/u);
    assert.deepEqual([asTyped(latin, 'cyrillic'), asTyped(cyrillic, 'latin')], [cyrillic, latin]);
    assert.deepEqual([asTyped(latin, 'latin'), asTyped(cyrillic, 'cyrillic')], [latin, cyrillic]);
  }
  const alphabets = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя әғқңөұүһі ңөү ґєії';
  assert.equal(asTyped(alphabets, 'cyrillic'), alphabets);
  assert.equal(asTyped('abcdefghijklmnopqrstuvwxyz', 'latin'), 'abcdefghijklmnopqrstuvwxyz');
});

test('every dash is a hyphen, every space one space, digits of any script are digits', () => {
  for (const dash of DASHES) assert.equal(asTyped(`1${dash}2`, 'any'), '1-2', dash.codePointAt(0)?.toString(16));
  for (const space of SPACES) assert.equal(asTyped(` 1${space}${space}2 `, 'any'), '1 2', space.codePointAt(0)?.toString(16));
  assert.equal(asTyped('１２３ ٤٥٦ 𝟕𝟖𝟗', 'any'), '123 456 789');
});

const code = writeCode(1042, new Uint8Array(16).fill(0b10110101));
const passport = passportInput({ series: ['ID', 'AN'], digits: 7 });
const contacts = (phone: string) => contactsInput.parse({ phone, workPhone: '', email: '' }).phone;

/** Every way into the system that people type into, with a value that is right. */
const WAYS: readonly (readonly [what: string, right: string, read: (text: string) => unknown])[] = [
  ['a national id', '11502201800123', (text) => parseNationalId(text, { digits: 14 })],
  ['a phone', '+996 555 000 111', contacts],
  ['a passport', 'AN', (text) => passport.parse({ series: text, number: '1234567' })],
  ['the number of a passport', '1234567', (text) => passport.parse({ series: 'ID', number: text })],
  ['the code of a confirmation', code, readCode],
  ['the address of a confirmation', `https://mektep.example/verify/${code}`, readCode],
  ['the key of a street', 'ул. Біржан сал', streetKey],
  ['a word to search for', 'Токтогула', foldWord],
];

for (const [what, right, read] of WAYS) {
  test(`signs that cannot be seen change nothing in ${what}`, () => {
    const meant = read(right);
    assert.ok(meant !== null && meant !== '');
    const placed = fc.array(fc.record({ at: fc.nat(right.length), sign: fc.constantFrom(...INVISIBLE) }), { maxLength: 5 });
    fc.assert(
      fc.property(placed, (signs) => {
        const typed = signs.reduce((text, { at, sign }) => text.slice(0, at) + sign + text.slice(at), right);
        assert.deepEqual(read(typed), meant, JSON.stringify(typed));
      }),
    );
  });
}

test('KG25-8.2 a phone is taken as telephones copy it', () => {
  assert.equal(contacts('\u202d+996 555 000 111\u202c'), '+996 555 000 111');
  assert.equal(contacts('0555\u201312\u201334\u201356'), '0555-12-34-56');
  assert.equal(contacts('(0555) 12.34.56'), '(0555) 12.34.56');
});

test('KG25-8.3 a passport’s series typed in Cyrillic is the one that is issued, by its look or by its sound', () => {
  const series = (text: string) => passport.parse({ series: text, number: '123–45 67' });
  for (const typed of ['АН', 'ан', ' А-Н ', 'AN', 'an']) assert.deepEqual(series(typed), { series: 'AN', number: '1234567' }, typed);
  assert.equal(series('ИД').series, 'ID');
  assert.equal(passportInput({ series: ['AC'], digits: 7 }).parse({ series: 'АС', number: '1234567' }).series, 'AC');
});

test('a code is read from paper with any keyboard, and from the whole address of its QR code', () => {
  const [number = '', letters = ''] = code.split('-');
  const cyrillic = letters.replaceAll('a', 'а').replaceAll('c', 'с').replaceAll('y', 'у').replaceAll('p', 'р').replaceAll('x', 'х');
  for (const typed of [
    `№ ${code}`,
    `№${number} ${letters.toUpperCase()}`,
    `${number}\u2011${letters.slice(0, 4)}\u2011${letters.slice(4)}`,
    `${number}.${letters}`,
    `${number}-${cyrillic}`,
    `https://mektep.example:8443/verify/${code}?from=qr#top`,
    `http://127.0.0.1:3000/verify/${code}/`,
  ])
    assert.deepEqual(readCode(typed), { number: 1042, code }, typed);
});

test('a street has one key however its letters were typed', () => {
  for (const [typed, meant] of [
    ['Бiржан сал көшесі', 'Біржан сал көшесі'],
    ['Бiржан сал көшесi', 'Біржан сал көшесі'],
    ['Біржан сал көшесі', 'ул. Біржан сал'],
    ['\u018fуезов көшесі', 'Әуезов көшесі'],
    ['Токтогyла', 'ул. Токтогула'],
  ] as const)
    assert.equal(streetKey(typed), streetKey(meant), typed);
});

const streets = [
  'ул. Токтогула',
  'Чүй проспектиси / проспект Чуй',
  'Жибек Жолу көчөсү',
  'Әуезов көшесі',
  'Ахунбаева',
  'Шабдан Баатыр',
  'Боконбаева',
];
const things = streets.map((name) => ({ item: name, title: formsOf(name), body: '' }));
const found = (query: string) => findIn(things, soughtIn(query)).found[0]?.item;

for (const [query, street] of [
  ['Toktogul', 0],
  ['toktogula', 0],
  ['Токтогyла', 0],
  ['Chuy', 1],
  ['Chui', 1],
  ['Çüy', 1],
  ['Zhibek Zholu', 2],
  ['Jibek Jolu', 2],
  ['Auezov', 3],
  ['Äuezov', 3],
  ['Ahunbaev', 4],
  ['Akhunbayeva', 4],
  ['Shabdan Baatyr', 5],
  ['Bokonbayeva', 6],
] as const) {
  test(`a street is found by «${query}»`, () => assert.equal(found(query), streets[street]));
}

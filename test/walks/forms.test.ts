import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import type { Spoken } from '#lib/messages.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { badValues } from './bad-values.ts';
import { diceOf, filled, sending } from './fill-form.ts';
import { judge } from './judge.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type People, peopleOf, type Person } from './people.ts';
import { type FormRead, type PageRead, readPage } from './read-page.ts';
import { type Reply, roughBrowser, type RoughBrowser } from './rough-browser.ts';

/**
 * Every field of every form that the pages show, and what a bad value in it is answered with. After “but”: values that are no mistake there,
 * and their answer. 400, and 422 of an upload, mean: the message stands in the summary and beside the field, in the reader's language, and nothing typed is lost.
 */
const fields = `
  /address district            200
  /address street              200
  /address house               200
  /search q                    200
  /verify code                 200
  ?/enrol draft                400, but 404 for uuid
  ?/enrol pool                 400, but 303 for zero
  ?/decline draft              400, but 404 for uuid
  ?/decline reason             400
  ?/decline understood         400
  ?/save phone                 400, but 303 for empty spaces zeroWidth huge overInt4 overInt8 date
  ?/save workPhone             400, but 303 for empty spaces zeroWidth huge overInt4 overInt8 date
  ?/save email                 400, but 303 for empty spaces zeroWidth
  ?/confirm series             400
  ?/confirm number             400
  ?/end session                303
  ?/read upTo                  303
  /api/v1/guardianships key    303
  /api/v1/guardianships pin    422
  /api/v1/guardianships relation 422
  /api/v1/guardianships file   422
`;

/** Where the forms are found: by whom, when. */
const pages = [
  '/',
  '/address',
  '/verify',
  '/children',
  '/children/:child',
  '/children/:child/decline',
  '/me',
  '/me/contacts',
  '/me/passport',
  '/notices',
  '/children/guardian',
] as const;

let town: Town;
let ledger: Ledger;
let people: People;
let browser: RoughBrowser;
let person: Person;
before(async () => {
  town = await openTown({ pages: 'build', env: { REGISTER_TIMEOUT_SECONDS: '20', FILES_PER_DAY: '10000' } });
  ledger = await openLedger(town);
  people = peopleOf(town, ledger);
  browser = roughBrowser('ky');
  person = await people.enter(browser, 0);
});
after(async () => {
  await ledger.close();
  await town.close();
});

const real = (path: string) => town.origin + path.replace(':child', [...person.children][0] ?? '');
const lineOf = (form: FormRead, field: string) => `${form.action.split('&')[0]} ${field}`;

async function see(reply: Reply, language: Spoken): Promise<PageRead | null> {
  return judge(reply, {
    origin: town.origin,
    providerOrigin: new URL(town.config.OIDC_ISSUER).origin,
    language,
    ownChildren: person.children,
    secrets: people.secretsBut(person),
  });
}

async function open(path: string, language: Spoken): Promise<PageRead> {
  browser.setCookie(town.origin, 'language', language);
  const page = await see(await browser.send({ method: 'GET', url: real(path) }), language);
  assert.ok(page, path);
  return page;
}

type Rule = { readonly line: string; readonly usual: number; readonly others: ReadonlySet<string>; readonly other: number };

const rules: readonly Rule[] = fields
  .trim()
  .split('\n')
  .map((text) => {
    const [, line = '', usual, other, names = ''] = /^(\S+ \S+)\s+(\d+)(?:, but (\d+) for (.+))?$/.exec(text.trim()) ?? [];
    return { line, usual: Number(usual), other: Number(other), others: new Set(names.split(' ')) };
  });

test('S24 every field of every form is in the table, and no other', async () => {
  const found = new Set<string>();
  // A child enrolled and told of it: then the inbox has a form, too.
  for (const at of ['2025-05-12T10:00', '2025-06-10T12:00']) {
    town.setClock(moment(at));
    for (const path of pages) {
      const reply = await browser.send({ method: 'GET', url: real(path) });
      const { forms } = readPage(reply.text);
      for (const form of forms) for (const { name } of form.fields) found.add(lineOf(form, name));
    }
  }
  town.setClock(moment('2025-05-12T10:00'));
  const known = rules.map(({ line }) => line).filter((line) => line !== '?/read upTo' && !line.startsWith('?/end'));
  assert.deepEqual([...found].filter((line) => !line.startsWith('?/end')).sort(), known.sort());
});

for (const [language, path, act] of [
  ['ky', '/me/contacts', '?/save'],
  ['ru', '/me/contacts', '?/save'],
  ['ky', '/me/passport', '?/confirm'],
  ['ru', '/children/:child', '?/enrol'],
  ['ky', '/children/:child/decline', '?/decline'],
  ['ru', '/address', '/address'],
  ['ky', '/verify', '/verify'],
  ['ky', '/', '/search'],
  ['ru', '/children/guardian', '/api/v1/guardianships'],
] as const satisfies readonly (readonly [Spoken, string, string])[]) {
  test(`S24 S30 S32 whoever fills in ${act} of ${path} wrongly, in ${language}, is told beside the field and in the summary, and loses nothing typed`, async () => {
    const places = () => ledger.count('select count(*) from place where pool_id is not null or guarantee_lost');
    const before = await places();
    const page = await open(path, language);
    const form = page.forms.find(({ action }) => action.split('&')[0] === act);
    assert.ok(form, `${path} has the form ${act}`);
    for (const { name, kind } of form.fields) {
      const rule = rules.find(({ line }) => line === lineOf(form, name));
      assert.ok(rule, `the table has ${lineOf(form, name)}`);
      for (const [label, value] of Object.entries(badValues)) await fillWrongly(form, path, language, rule, { name, kind, label, value });
    }
    assert.equal(await places(), before, 'nothing was enrolled or given up');
    await ledger.holds();
  });
}

type Wrong = { readonly name: string; readonly kind: string; readonly label: string; readonly value: string };

async function fillWrongly(form: FormRead, path: string, language: Spoken, rule: Rule, { name, kind, label, value }: Wrong): Promise<void> {
  const well = filled(form, 'well', diceOf([7]), town).map(([field, text]) => [field, field === name ? value : text] as const);
  const reply = await browser.send(sending(form, new URL(form.action, real(path)).href, well));
  const page = await see(reply, language);
  const about = `${rule.line} = ${label}`;
  assert.equal(reply.status, rule.others.has(label) ? rule.other : rule.usual, about);
  if (reply.status !== 400 && reply.status !== 422) return;
  assert.ok(page, about);
  const visible = kind !== 'hidden';
  const problem = page.problems.find(({ field }) => field === name) ?? (visible ? undefined : page.problems[0]);
  assert.ok(problem, `${about}: the summary has a line`);
  if (visible) assert.equal(problem.beside, problem.text, `${about}: the same words stand beside the field`);
  const again = page.forms.find(({ action }) => action.split('&')[0] === form.action.split('&')[0]);
  for (const [field, typed] of well) {
    const shown = again?.fields.find((one) => one.name === field);
    if (shown?.kind === 'text') assert.equal(asKept(shown.value), asKept(String(typed)), `${about}: what was typed into ${field} is kept`);
  }
}

/** What a browser sends, and a page can show, of a text; letters may be drawn together, as they look the same. */
function asKept(typed: string): string {
  return typed.toWellFormed().normalize('NFC');
}

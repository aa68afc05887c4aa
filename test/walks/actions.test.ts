import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { appointIn } from '#test/support/offices.ts';
import { type Answer, overSocket } from '#test/support/over-socket.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { pageRoutes } from '../access/every-route.ts';
import { diceOf, filled } from './fill-form.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { peopleOf } from './people.ts';
import { type FormRead, readPage } from './read-page.ts';
import { roughBrowser } from './rough-browser.ts';

/** Every act of every page, with a form that is not as the page drew it. */
let town: Town;
let ledger: Ledger;
let cookie: string;
let known: Readonly<Record<string, string>>;
before(async () => {
  town = await openTown({ pages: 'build', env: { REGISTER_TIMEOUT_SECONDS: '20' } });
  ledger = await openLedger(town);
  const browser = roughBrowser('ru');
  const person = await peopleOf(town, ledger).enter(browser, 0);
  const school = await asActor(
    town,
    'system',
    async (tx) => (await tx.selectFrom('boundary_version').select('school_id as id').limit(1).executeTakeFirstOrThrow()).id,
  );
  const district = town.population.districts[0]?.districtId ?? 0;
  await appointIn(town, person.adult, { role: 'district', district });
  await appointIn(town, person.adult, { role: 'director', school });
  const token = browser.cookie(town.origin, 'mektep') ?? '';
  cookie = `mektep=${token}`;
  const { boundaryImport, session } = town.composed.mektep;
  const who = await session.who(token);
  assert.ok(who);
  const bytes = Buffer.from('школа;улица;дома\n№ 1;улица Новая;1\n');
  const sent = await boundaryImport.send(who, district, { name: 'a.csv', bytes, isCut: false }, crypto.randomUUID());
  assert.ok(sent.kind === 'sent');
  const [child = ''] = person.children;
  known = { child, school, district: String(district), file: sent.id, number: '1', part: 'school', request: child, version: child };
});
after(async () => {
  await ledger.close();
  await town.close();
});

const real = (path: string) => path.replace(/:(\w+)/g, (_all, name: string) => known[name] ?? 'x');
type Field = readonly [name: string, value: string | Blob];

async function send(path: string, fields: readonly Field[]): Promise<Answer> {
  const isMultipart = fields.some(([, value]) => typeof value !== 'string');
  const body = isMultipart ? new FormData() : new URLSearchParams();
  for (const [name, value] of fields) body.append(name, value as string);
  const encodedBody = new Response(body);
  const headers = {
    cookie,
    accept: 'text/html',
    'accept-language': 'ru',
    origin: town.origin,
    'content-type': encodedBody.headers.get('content-type') ?? '',
  };
  return overSocket(town.origin, { path, method: 'POST', headers, body: Buffer.from(await encodedBody.arrayBuffer()) });
}

/** The form of an act as its page draws it; `null` where the page has none now. */
async function formOf(path: string, act: string): Promise<FormRead | null> {
  for (const query of ['', '?id=1001', `?id=${await aStreet()}`]) {
    const page = await overSocket(town.origin, { path: path + query, headers: { cookie, accept: 'text/html', 'accept-language': 'ru' } });
    if (page.status !== 200) continue;
    const form = readPage(page.text).forms.find(({ action }) => action.includes(`?/${act}`));
    if (form !== undefined) return { ...form, action: new URL(form.action, town.origin + path + query).href.slice(town.origin.length) };
  }
  return null;
}

let street: Promise<number> | null = null;
function aStreet(): Promise<number> {
  street ??= asActor(
    town,
    'system',
    async (tx) => (await tx.selectFrom('boundary').select('street_id as id').limit(1).executeTakeFirstOrThrow()).id,
  );
  return street;
}

test('S19 S24 S25 S34 whatever comes with a form that the page did not draw, the form is told about it, and nothing happens', async () => {
  const acts = (await pageRoutes()).map(({ name }) => name).filter((name) => name.startsWith('POST') && !name.endsWith('?/language'));
  const seen: string[] = [];
  for (const way of acts) {
    const [path = '', act = ''] = way.slice(5).split('?/');
    const form = await formOf(real(path), act);
    const at = form?.action ?? `${real(path)}?/${act}`;
    const well: readonly Field[] =
      form === null
        ? []
        : filled(form, 'well', diceOf([7]), town).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
    const before = await ledger.count('select count(*) from arrival');
    const refused = async (what: string, fields: readonly Field[]) => {
      const answer = await send(at, fields);
      const about = `${way}: ${what} → ${answer.status}`;
      // Where the thing itself is not there, or not now, that is said first.
      assert.ok([400, 404, 303].includes(answer.status) && !(answer.status === 303 && !answer.headers['location']?.includes('/')), about);
      assert.equal(answer.headers['content-type'] ?? 'text/html; charset=utf-8', 'text/html; charset=utf-8', about);
      if (form !== null) assert.equal(answer.status, 400, about);
      if (form !== null && well.length > 1 && answer.status === 400 && readPage(answer.text).problems.length > 0) seen.push(way);
    };
    await refused('a field nobody knows', [...well, ['status', 'enrolled']]);
    await refused('a file nobody knows', [...well, ['upload', new Blob(['a'])]]);
    for (const [name, value] of well) {
      await refused(`${name} twice`, [...well, [name, value]]);
      await refused(`${name} with another value`, [...well, [name, 'x']]);
    }
    for (const [name] of well) {
      const others = well.filter(([other]) => other !== name);
      for (const [what, fields] of [
        ['missing', others],
        ['a file', [...others, [name, new Blob(['a'])]]],
        ['too long', [...others, [name, 'я'.repeat(60_000)]]],
        ['with a zero', [...others, [name, 'a\u0000b']]],
        ['with half a pair', [...others, [name, 'a\ud83d']]],
        ['blank', [...others, [name, ' \t ']]],
      ] as readonly (readonly [string, readonly Field[]])[]) {
        const answer = await send(at, fields);
        assert.ok(answer.status < 500, `${way}: ${name} ${what} → ${answer.status}`);
      }
    }
    const empty = await send(at, []);
    assert.ok(empty.status < 500, `${way}: nothing at all → ${empty.status}`);
    assert.equal(await ledger.count('select count(*) from arrival'), before, `${way}: nothing arrived`);
  }
  assert.ok(new Set(seen).size >= 5, `the forms of ${[...new Set(seen)].join(', ')} told it beside a field`);
});

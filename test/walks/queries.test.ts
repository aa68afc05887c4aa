import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Spoken } from '#lib/messages.ts';
import { asActor } from '#test/support/crowd.ts';
import { appointIn } from '#test/support/offices.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { inProject } from '#tools/project.ts';
import { badValues, brokenEncodings, encoded } from './bad-values.ts';
import { queryNames } from './edit-address.ts';
import { judge } from './judge.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type People, peopleOf, type Person } from './people.ts';
import { type Reply, roughBrowser, type RoughBrowser } from './rough-browser.ts';

/** Every page and route that reads its query, and the names it reads. */
const questions = `
  /address?street=a&house=1         district street id house which
  /search                           q
  /schools                          district page free
  /verify                           code
  /sign-in                          to problem
  /language?set=ru                  set to
  /auth/start                       to turn
  /auth/callback                    code state error iss
  /children                         outage refreshed
  /children/guardian                problem relation
  /children/:child                  grade earlier
  /children/:child/choose           grade region district school wishes
  /children/:child/prepared         pool
  /children/:child/history          before
  /children/:child/confirmation     unprinted
  /notices                          before
  /me                               done
  /office/districts/:district/import             problem
  /office/districts/:district/import/:file       watch
  /office/districts/:district/import/:file/line  from
  /office/districts/:district/additions          from
  /office/schools/:office/boundaries             done
  /office/schools/:office/boundaries/street      street as
  /office/schools/:office/boundaries/publish     act
  /api/v1/children/:child           grade
  /api/v1/children/:child/choice    grade region district school
`;

/** Every address with a part that somebody could change. */
const paths = `
  /:bad
  /acts/:bad
  /schools/:bad
  /schools/:bad/documents/:bad
  /schools/:school/documents/:bad
  /verify/:bad
  /children/:bad
  /children/:bad/choose
  /children/:bad/decline
  /children/:bad/withdraw
  /children/:bad/address
  /children/:bad/history
  /children/:bad/confirmation
  /children/:bad/confirmation.pdf
  /children/:child/:bad
  /me/:bad
  /api/v1/:bad
  /api/v1/children/:bad
  /api/v1/children/:bad/choice
`;

const language: Spoken = 'ky';
const everyValue = [
  ...Object.entries(badValues).map(([name, value]) => [name, encoded(value).slice(0, 6000)] as const),
  ...brokenEncodings.map((code) => [code, code] as const),
];
let town: Town;
let ledger: Ledger;
let people: People;
let person: Person;
let browser: RoughBrowser;
let district: number;
let file: string;
let office: string;
before(async () => {
  town = await openTown({ pages: 'build', now: '2025-06-10T12:00', env: { REGISTER_TIMEOUT_SECONDS: '20' } });
  ledger = await openLedger(town);
  people = peopleOf(town, ledger);
  browser = roughBrowser(language);
  person = await people.enter(browser, 0);
  // She works for her district and a school too, so that the office's pages are asked as well.
  district = town.population.districts[0]?.districtId ?? 0;
  await appointIn(town, person.adult, { role: 'district', district });
  file = await sendFile();
  office = await asActor(town, 'system', async (tx) => (await tx.selectFrom('school').select('id').executeTakeFirstOrThrow()).id);
  await appointIn(town, person.adult, { role: 'director', school: office });
});
after(async () => {
  await ledger.close();
  await town.close();
});

/** A file of boundaries that has been read. */
async function sendFile(): Promise<string> {
  const { boundaryImport, session } = town.composed.mektep;
  const who = await session.who(browser.cookie(town.origin, 'mektep') ?? '');
  assert.ok(who, 'signed in');
  const bytes = Buffer.from('школа;улица;дома\n№ 1;улица Новая;1\n');
  const sent = await boundaryImport.send(who, district, { name: 'a.csv', bytes, isCut: false }, crypto.randomUUID());
  assert.ok(sent.kind === 'sent');
  await boundaryImport.confirmColumns(who, sent.id, (await boundaryImport.head(sent.id)).columns);
  await boundaryImport.whenRead(district, sent.id);
  return sent.id;
}

/** Opens an address that may be broken, and judges the answer. */
async function look(path: string): Promise<Reply> {
  browser.setCookie(town.origin, 'language', null);
  const reply = await browser.send({ method: 'GET', url: town.origin + real(path) });
  // `/language` answers before the cookie it sets counts.
  judge(reply, {
    origin: town.origin,
    providerOrigin: new URL(town.config.OIDC_ISSUER).origin,
    language,
    ownChildren: person.children,
    secrets: people.secretsBut(person),
  });
  return reply;
}

function real(path: string): string {
  const [child = ''] = person.children;
  return path
    .replaceAll(':district', String(district))
    .replaceAll(':file', file)
    .replaceAll(':office', office)
    .replaceAll(':child', child)
    .replaceAll(':school', badValues['uuid'] ?? '');
}

for (const line of questions.trim().split('\n')) {
  const [path = '', ...names] = line.trim().split(/\s+/);
  test(`S24 S30 whatever stands in the query of ${path}, a page answers in the reader’s language, and never with a fault`, async () => {
    for (const name of names) {
      for (const [, value] of everyValue) {
        const sign = path.includes('?') ? '&' : '?';
        const once = await look(`${path}${sign}${name}=${value}`);
        assert.ok([200, 303, 400, 404].includes(once.status), `${path} ${name}=${value.slice(0, 100)} → ${once.status}`);
      }
      await look(`${path}${path.includes('?') ? '&' : '?'}${name}=1&${name}=2&${name}[]=3`);
    }
  });
}

test('S24 S30 whatever stands in a path, there is nothing there, and the page says so', async () => {
  for (const pattern of paths.trim().split(/\s+/)) {
    for (const [name, value] of everyValue) {
      // These are the paths of a page without its last part.
      if (value === '') continue;
      const reply = await look(pattern.replaceAll(':bad', value));
      // A file that is not there sends on to the page that says so.
      const usual = pattern.endsWith('.pdf') ? 303 : 404;
      assert.ok([usual, 404, 308].includes(reply.status), `${pattern} with ${name} → ${reply.status}`);
    }
  }
});

test('S24 every name that a page reads out of its query is asked above', () => {
  const sources = globSync('src/{routes,lib/server}/**/*.{ts,svelte}', { cwd: inProject('.') }).map((file) =>
    readFileSync(inProject(file), 'utf8'),
  );
  const read = sources.flatMap((text) =>
    [...text.matchAll(/searchParams\.(?:get|getAll|has)\('([^']+)'\)|query\.(?:get|has)\('([^']+)'\)|\basked\('([^']+)'\)/g)].map(
      ([, one, two, three]) => one ?? two ?? three ?? '',
    ),
  );
  assert.ok(read.length > 10);
  assert.deepEqual(
    [...new Set(read)].filter((name) => !(queryNames as readonly string[]).includes(name) || !questions.includes(name)),
    [],
  );
});

test('S24 a cookie may hold anything', async () => {
  const before = browser.cookie(town.origin, 'mektep') ?? '';
  for (const name of ['mektep', 'mektep-sign-in', 'other']) {
    for (const [, value] of everyValue) {
      browser.setCookie(town.origin, name, value.slice(0, 3500));
      for (const path of ['/', '/children', '/auth/callback?code=a&state=b', '/api/v1/children']) {
        const reply = await look(path);
        assert.ok([200, 303, 401].includes(reply.status), `${name}=${value.slice(0, 100)}: ${path} → ${reply.status}`);
      }
    }
    browser.setCookie(town.origin, name, name === 'mektep' ? before : null);
  }
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { may, permissions } from '#domain/access/permissions.ts';
import type { Adult } from '#simulators/population/population.ts';
import { familyOf } from '#test/support/journey.ts';
import { tableOf } from '#test/support/table.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { type Visitor, visitor } from '#test/support/visitor.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { otherServerFiles, pageRoutes, serverRoutes, type WayIn } from './every-route.ts';

/**
 * What everybody gets at every door: nobody in particular, the parent of the child, the parent of another. The child, the drafts and the pool
 * in the address and in the form are always those of the parent. “404 journal”: told that there is nothing, and written down.
 */
const doors = `
  GET /                                        → 200, 200, 200
  GET /acts                                    → 200, 200, 200
  GET /acts/:clause                            → 200, 200, 200
  GET /help                                    → 200, 200, 200
  GET /address                                 → 200, 200, 200
  POST /address?/language                      → 200, 200, 200
  GET /schools                                 → 200, 200, 200
  GET /documents                               → 200, 200, 200
  GET /guide                                   → 200, 200, 200
  GET /search                                  → 200, 200, 200
  GET /schools/:school                         → 200, 200, 200
  GET /schools/:school/boundaries              → 200, 200, 200
  GET /schools/:school/map                     → 200, 200, 200
  GET /schools/:school/documents/:document     → 200, 200, 200
  GET /sign-in                                 → 200, 303, 303
  GET /trouble                                 → 404, 404, 404
  GET /verify                                  → 200, 200, 200
  GET /verify/:code                            → 404, 404, 404
  GET /language                                → 303, 303, 303
  GET /healthz                                 → 200, 200, 200
  GET /api/*                                   → 404, 404, 404
  GET /auth/start                              → 303, 303, 303
  GET /auth/callback                           → 303, 303, 303

  GET /office                                  → sign in, 404, 404
  GET /office/schools/:school                  → sign in, 404, 404
  GET /office/schools/:school/boundaries → sign in, 404, 404
  POST /office/schools/:school/boundaries?/withdraw → sign in, 404, 404
  GET /office/schools/:school/boundaries/street → sign in, 404, 404
  POST /office/schools/:school/boundaries/street?/look → sign in, 404, 404
  POST /office/schools/:school/boundaries/street?/keep → sign in, 404, 404
  POST /office/schools/:school/boundaries/street?/remove → sign in, 404, 404
  POST /office/schools/:school/boundaries/street?/forget → sign in, 404, 404
  POST /office/schools/:school/boundaries/street?/language → sign in, 404, 404
  GET /office/schools/:school/boundaries/publish → sign in, 404, 404
  POST /office/schools/:school/boundaries/publish?/publish → sign in, 404, 404
  POST /office/schools/:school/boundaries/publish?/language → sign in, 404, 404
  GET /office/schools/:school/boundaries/versions → sign in, 404, 404
  GET /office/schools/:school/boundaries/versions/:number → sign in, 404, 404
  POST /office/schools/:school/boundaries/versions/:number?/back → sign in, 404, 404
  POST /office/schools/:school/boundaries/versions/:number?/language → sign in, 404, 404
  GET /office/schools/:school/requests         → sign in, 404, 404
  GET /office/schools/:school/requests/:request → sign in, 404, 404
  POST /office/schools/:school/requests/:request?/add → sign in, 404, 404
  POST /office/schools/:school/requests/:request?/refuse → sign in, 404, 404
  POST /office/schools/:school/requests/:request?/language → sign in, 404, 404
  GET /office/schools/:school/readiness        → sign in, 404, 404
  POST /office/schools/:school/readiness?/confirm → sign in, 404, 404
  GET /office/readiness                        → sign in, 404, 404
  GET /office/additions                        → sign in, 404, 404
  GET /office/districts/:district              → sign in, 404, 404
  GET /office/districts/:district/import → sign in, 404, 404
  GET /office/districts/:district/import/:file → sign in, 404, 404
  POST /office/districts/:district/import/:file?/columns → sign in, 404, 404
  POST /office/districts/:district/import/:file?/again → sign in, 404, 404
  POST /office/districts/:district/import/:file?/publish → sign in, 404, 404
  POST /office/districts/:district/import/:file?/back → sign in, 404, 404
  POST /office/districts/:district/import/:file?/delete → sign in, 404, 404
  POST /office/districts/:district/import/:file?/language → sign in, 404, 404
  GET /office/districts/:district/import/:file/:part → sign in, 404, 404
  POST /office/districts/:district/import/:file/:part?/choose → sign in, 404, 404
  POST /office/districts/:district/import/:file/:part?/language → sign in, 404, 404
  GET /office/districts/:district/readiness    → sign in, 404, 404
  GET /office/districts/:district/additions    → sign in, 404, 404
  GET /office/districts/:district/additions/:version → sign in, 404, 404
  POST /office/districts/:district/additions/:version?/review → sign in, 404, 404
  POST /office/districts/:district/additions/:version?/language → sign in, 404, 404
  GET /office/districts/:district/agreements   → sign in, 404, 404
  GET /office/districts/:district/agreements/:proposal → sign in, 404, 404
  POST /office/districts/:district/agreements/:proposal?/answer → sign in, 404, 404
  POST /office/districts/:district/agreements/:proposal?/language → sign in, 404, 404

  GET /children                                → sign in, 200, 200
  POST /children?/refresh                      → sign in, 303, 303
  GET /children/:child                         → sign in, 200, 404 journal
  POST /children/:child?/language              → sign in, 200, 404 journal
  POST /children/:child?/enrol                 → sign in, 303, 404 journal
  GET /children/:child/confirmation            → sign in, 200, 404 journal
  GET /children/:child/history                 → sign in, 200, 404 journal
  GET /children/:child/address                 → sign in, 200, 404 journal
  POST /children/:child/address?/send          → sign in, 303, 404 journal
  GET /children/:child/choose                  → sign in, 303, 404 journal
  POST /children/:child/choose?/enrol          → sign in, 303, 404 journal
  POST /children/:child/choose?/add            → sign in, 303, 404 journal
  POST /children/:child/choose?/list           → sign in, 303, 404 journal
  POST /children/:child/choose?/language       → sign in, 200, 404 journal
  GET /children/:child/decline                 → sign in, 200, 404 journal
  POST /children/:child/decline?/language      → sign in, 200, 404 journal
  POST /children/:child/decline?/decline       → sign in, 303, 404 journal
  GET /children/:child/prepared                → sign in, 303, 404 journal
  POST /children/:child/prepared?/enrol        → sign in, 303, 404 journal
  GET /children/:child/withdraw                → sign in, 303, 404 journal
  POST /children/:child/withdraw?/language     → sign in, 303, 404 journal
  POST /children/:child/withdraw?/withdraw     → sign in, 404 journal, 404 journal
  GET /children/guardian                       → sign in, 200, 200
  POST /children/guardian?/language            → sign in, 200, 200
  GET /children/guardian/sent                  → sign in, 200, 200
  GET /me                                      → sign in, 200, 200
  POST /me?/end                                → sign in, 303, 303
  POST /me?/endOthers                          → sign in, 303, 303
  GET /notices                                 → sign in, 200, 200
  POST /notices?/read                          → sign in, 303, 303
  GET /me/contacts                             → sign in, 200, 200
  POST /me/contacts?/save                      → sign in, 303, 303
  POST /me/contacts?/language                  → sign in, 200, 200
  GET /me/passport                             → sign in, 200, 200
  POST /me/passport?/confirm                   → sign in, 400, 400
  POST /me/passport?/language                  → sign in, 200, 200

  GET /api/v1/clock                            → 200, 200, 200
  GET /api/v1/session                          → 401, 200, 200
  GET /api/v1/children                         → 401, 200, 200
  GET /api/v1/children/:child                  → 401, 200, 404 journal
  GET /api/v1/children/:child/choice           → 401, 200, 404 journal
  POST /api/v1/claims                          → 401, 200, 404 journal
  POST /api/v1/guardianships                   → sign in, 422, 422
  POST /api/v1/districts/:district/boundary-imports → sign in, 404 journal, 404 journal
  POST /auth/end                               → 303, 303, 303
`;

let town: Town;
before(async () => {
  town = await openTown({ pages: 'build' });
});
after(() => town.close());

const everyWay = async (): Promise<readonly WayIn[]> => [...(await pageRoutes()), ...serverRoutes(town)];

test('KG25-10/each-only-his every page, every form and every route of the API names a permission of the one table', async () => {
  for (const { name, permission } of [...(await everyWay()), ...(await otherServerFiles())]) {
    assert.ok(permission !== undefined && permission in permissions, `${name} names no permission`);
  }
});

test('KG25-10/each-only-his whoever is not signed in gets in where the table lets the public in, and nowhere else', async () => {
  const rows = new Map(tableOf(doors).map(({ given, expected }) => [given, expected]));
  for (const { name, permission } of await everyWay()) {
    assert.ok(permission);
    const turnedAway = /^(sign in|401)/.test(rows.get(name) ?? '');
    assert.equal(turnedAway, !may('public', permission) && permission !== 'session.end', `${name} asks for ${permission}`);
  }
});

test('KG25-10/applicant KG25-10/each-only-his nobody, the parent, and the parent of another child get at every door what the table says', async () => {
  const table = tableOf(doors);
  assert.deepEqual(
    table.map(({ given }) => given).sort(),
    (await everyWay()).map(({ name }) => name).sort(),
    'the table has every door, and no other',
  );
  const people = await threePeople();
  for (const { given, expected } of table) {
    const [nobody, parent, stranger] = expected.split(', ');
    assert.equal(await knock(people.nobody, given, people.things), nobody, `${given}, not signed in`);
    // The stranger comes first: what he must not do would otherwise have been done already.
    assert.equal(await knock(people.stranger, given, people.things), stranger, `${given}, the parent of another child`);
    assert.equal(await knock(people.parent, given, people.things), parent, `${given}, the parent`);
  }
});

type Things = Readonly<Record<'child' | 'school' | 'document' | 'clause' | 'district' | 'enrolDraft' | 'declineDraft' | 'pool', string>>;

async function threePeople() {
  const { mother: own } = familyOf(town.population, 'one_child', 0);
  const { mother: other } = familyOf(town.population, 'one_child', 1);
  const signedIn = async ({ pin }: Adult): Promise<Visitor> => {
    const person = visitor();
    assert.equal((await person.signIn(town.origin, pin)).status, 200);
    return person;
  };
  const parent = await signedIn(own);
  return { nobody: visitor(), parent, stranger: await signedIn(other), things: await thingsOf(parent) };
}

/** What the parent's own pages speak of. */
async function thingsOf(parent: Visitor): Promise<Things> {
  const json = async (path: string) => JSON.parse((await parent.open(town.origin + path)).text) as FromApi;
  const child = (await json('/api/v1/children')).children?.[0]?.id ?? '';
  const { enrolDraft = '', declineDraft = '', proposals = [] } = await json(`/api/v1/children/${child}`);
  const school = proposals[0]?.school.id ?? '';
  const card = await parent.open(`${town.origin}/schools/${school}`);
  const document = /\/documents\/([^"]+)"/.exec(card.text)?.[1] ?? '';
  const things = {
    child,
    school,
    document,
    clause: '21',
    district: '1',
    enrolDraft,
    declineDraft,
    pool: String(proposals[0]?.pools[0]?.id ?? ''),
  };
  for (const [name, thing] of Object.entries(things)) assert.ok(thing, `the parent's page has a ${name}`);
  return things;
}

type FromApi = {
  readonly children?: readonly { readonly id: string }[];
  readonly enrolDraft?: string;
  readonly declineDraft?: string;
  readonly proposals?: readonly { readonly school: { readonly id: string }; readonly pools: readonly { readonly id: number }[] }[];
};

/** Goes to a door as somebody and tells what happened. */
async function knock(person: Visitor, door: string, things: Things): Promise<string> {
  const [method = 'GET', pattern = '/'] = door.split(' ');
  const address =
    town.origin +
    pattern.replace(/:(child|school|document|clause|district)/g, (_, name: keyof Things) => things[name]).replace('*', 'nothing');
  const before = await writtenDown();
  const headers = { cookie: person.cookieHeader(address), origin: town.origin, ...(method === 'POST' ? bodyHeaders(door, things) : {}) };
  const body = method === 'POST' ? { body: bodyFor(door, things) } : {};
  const response = await fetch(address, { method, redirect: 'manual', headers, ...body });
  await response.body?.cancel();
  if (response.status === 303 && response.headers.get('location')?.startsWith('/sign-in?to=')) return 'sign in';
  const journaled = (await writtenDown()) > before ? ' journal' : '';
  return `${response.status}${journaled}`;
}

function bodyHeaders(door: string, { enrolDraft }: Things): Readonly<Record<string, string>> {
  if (door.endsWith('/claims')) return { 'content-type': 'application/json', 'idempotency-key': enrolDraft };
  return door.endsWith('/guardianships') ? {} : { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
}

function bodyFor(door: string, { enrolDraft, declineDraft, pool }: Things): string | FormData {
  if (door.endsWith('/claims')) return JSON.stringify({ draft: enrolDraft, wishes: [Number(pool)] });
  if (door.endsWith('/guardianships')) return new FormData();
  const decline = { draft: declineDraft, reason: 'leaving_country', understood: 'yes' };
  const contacts = { phone: '', workPhone: '', email: '' };
  const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    enrol: { draft: enrolDraft, pool },
    add: { draft: enrolDraft, pool },
    list: { draft: enrolDraft, wishes: pool },
    decline,
    // A draft of another act is none.
    withdraw: { draft: enrolDraft },
    save: contacts,
    language: { _language: 'ru' },
  };
  return new URLSearchParams(forms[door.split('?/')[1] ?? ''] ?? {}).toString();
}

async function writtenDown(): Promise<number> {
  const text = `
    select (select count(*) from journal where act = 'draft.refused_to_stranger')
         + (select coalesce(sum(times), 0) from journal_tally where act like '%.refused_to_stranger') as count`;
  return withClient(town.test.ownerUrl, async (client) => Number((await client.query<{ count: string }>(text)).rows[0]?.count));
}

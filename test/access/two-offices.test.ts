import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { familyOf } from '#test/support/journey.ts';
import { appointIn } from '#test/support/offices.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { type Visitor, visitor } from '#test/support/visitor.ts';

/** Doors of those who direct a school: what her own school's answer to her is, and that of a school she only looks after for the district. */
const doors = [
  ['GET', 'boundaries/street', 200],
  ['GET', 'boundaries/publish', 303],
  ['POST', 'boundaries/street?/look&id=:street', 400],
  ['POST', 'boundaries/street?/keep&id=:street', 400],
  ['POST', 'boundaries/street?/remove&id=:street', 303],
  // The street was taken out a moment ago, and this form has not seen it.
  ['POST', 'boundaries/street?/forget&id=:street', 409],
  ['POST', 'boundaries/street?/language', 200],
  ['POST', 'boundaries/publish?/publish', 400],
  ['POST', 'boundaries/publish?/language', 200],
  ['POST', 'boundaries/versions/1?/back', 400],
  ['POST', 'boundaries/versions/1?/language', 200],
  // Hers, and there is nothing to withdraw or to answer.
  ['POST', 'boundaries?/withdraw', 404],
  ['GET', 'requests', 200],
  // A form that is none of ours is told so where she directs, and nobody else is told even that.
  ['POST', 'requests/:request?/add', 400, 'unknown=1'],
  ['POST', 'requests/:request?/refuse', 404],
] as const;

let town: Town;
let person: Visitor;
let schools: readonly { readonly id: string; readonly district: number }[];
let street: number;
before(async () => {
  town = await openTown({ pages: 'build' });
  const rows = await asActor(town, 'system', (tx) =>
    tx.selectFrom('school').select(['id', 'district_id as district']).orderBy('district_id').orderBy('code').execute(),
  );
  const own = rows.find(({ district }) => rows.filter((one) => one.district === district).length > 1);
  assert.ok(own);
  schools = rows.filter(({ district }) => district === own.district).slice(0, 2);
  const { father } = familyOf(town.population, 'one_child', 0);
  await appointIn(town, father, { role: 'director', school: schools[0]?.id ?? '' });
  await appointIn(town, father, { role: 'district', district: own.district });
  person = visitor();
  assert.equal((await person.signIn(town.origin, father.pin)).status, 200);
  const streets = await asActor(town, 'system', (tx) =>
    tx.selectFrom('street').select('id').where('district_id', '=', own.district).execute(),
  );
  street = streets[0]?.id ?? 0;
});
after(() => town.close());

async function knock(school: string, method: string, door: string, body = '_language=ru'): Promise<number> {
  const path = door.replace(':street', String(street)).replace(':request', crypto.randomUUID());
  const address = `${town.origin}/office/schools/${school}/${path}`;
  const form = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
  const headers = { cookie: person.cookieHeader(address), ...(method === 'POST' ? form : {}) };
  const response = await fetch(address, { method, redirect: 'manual', headers, ...(method === 'POST' ? { body } : {}) });
  await response.body?.cancel();
  return response.status;
}

test('KG25-10 who directs one school and serves its district changes nothing at another school of the district, at no door', async () => {
  const [own, other] = schools.map(({ id }) => id);
  for (const [method, door, expected, body] of doors) {
    assert.equal(await knock(own ?? '', method, door, body), expected, `${method} ${door}, where she directs`);
    assert.equal(await knock(other ?? '', method, door, body), 404, `${method} ${door}, where she does not`);
  }
  const drafts = await asActor(town, 'system', (tx) => tx.selectFrom('boundary_draft').select('school_id').execute());
  assert.ok(drafts.every(({ school_id: id }) => id === own));
});

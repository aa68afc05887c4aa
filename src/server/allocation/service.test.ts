import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { moment } from '#domain/core/day.ts';
import { transact } from '#server/db/transaction.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

/** A family of one tag signs in; answers what its first child is offered. */
async function familyAt(tag: string, at = 0) {
  const family = town.population.families.filter((candidate) => candidate.tag === tag)[at];
  assert.ok(family, `the population has a family ${tag}`);
  const pin = family.parents[0] as string;
  const person = visitor();
  await person.signIn(town.origin, pin);
  const token = /mektep=([^;]+)/.exec(person.cookieHeader(town.origin))?.[1] as string;
  const who = await town.composed.mektep.session.who(token);
  assert.ok(who);
  return { person, who, token };
}

test('KG25-21.6 a parent presses Enrol once and the register answers with a number', async () => {
  const tags = new Set(town.population.families.map((family) => family.tag));
  console.log([...tags].join(' '));
  const { who } = await familyAt(town.population.families[0]?.tag as string);
  const page = await town.composed.mektep.application.family(who);
  console.log(JSON.stringify(page, null, 1));
  const first = page.children[0];
  assert.ok(first);
  const child = await town.composed.mektep.application.child(who, first.id);
  console.log(JSON.stringify(child, null, 1));
  assert.ok(child?.enrolDraft);
  const answer = await town.composed.mektep.application.enrol(who, { draft: child.enrolDraft, wishes: [child.proposals[0]?.pools[0]?.id as number] });
  console.log(JSON.stringify(answer));
  const after = await town.composed.mektep.application.child(who, first.id);
  console.log(JSON.stringify(after?.place), after?.state);
});

import assert from 'node:assert/strict';
import type { ChildPage, FamilyPage } from '#domain/application/view.ts';
import type { SignedIn } from '#server/session/service.ts';
import type { FamilyTag } from '#simulators/population/family-plans.ts';
import type { Adult } from '#simulators/population/population.ts';
import type { Town } from './town.ts';
import { type Visitor, visitor } from './visitor.ts';

/** A parent of the population who has signed in through the identity provider, and the first child shown to her. */
export type Household = {
  readonly adult: Adult;
  readonly who: SignedIn;
  readonly browser: Visitor;
  readonly token: string;
  readonly childId: string;
  family(): Promise<FamilyPage>;
  page(grade?: number): Promise<ChildPage>;
};

/** Signs a parent of the first family of a kind in: 0 the mother, 1 the father. */
export async function householdOf(town: Town, tag: FamilyTag, parent = 0): Promise<Household> {
  const family = town.population.families.find((candidate) => candidate.tag === tag);
  return signInAs(town, family?.parents[parent] ?? '');
}

/** Signs the person of a national id in. */
export async function signInAs(town: Town, pin: string): Promise<Household> {
  const adult = town.population.adults.find((candidate) => candidate.pin === pin);
  assert.ok(adult, `the population has somebody with the national id asked for`);
  const browser = visitor();
  await browser.signIn(town.origin, pin);
  const token = /(?:^|; )mektep=([^;]+)/.exec(browser.cookieHeader(town.origin))?.[1] ?? '';
  const { session, application } = town.composed.mektep;
  const who = await session.who(token);
  assert.ok(who, 'signed in');
  const childId = (await application.family(who)).children[0]?.id ?? '';
  return {
    adult,
    who,
    browser,
    token,
    childId,
    family: () => application.family(who),
    async page(grade) {
      const page = await application.child(who, childId, grade);
      assert.ok(page, 'the child is hers');
      return page;
    },
  };
}

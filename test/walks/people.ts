import assert from 'node:assert/strict';
import type { Adult } from '#simulators/population/population.ts';
import { laterFamilies } from '#simulators/population/family-plans.ts';
import type { Town } from '#test/support/town.ts';
import type { Ledger, Owner } from './ledger.ts';
import { readPage } from './read-page.ts';
import type { RoughBrowser } from './rough-browser.ts';

/** Somebody of the town who may walk: a parent of one of its families. */
export type Person = Owner & { readonly adult: Adult };

/** The parents of a town, signed in when they are first wanted. */
export type People = {
  /** Gives the browser the session of somebody, by a number that is anybody's. */
  enter(browser: RoughBrowser, anybody: number): Promise<Person>;
  /** National ids and telephones of everybody but this one. */
  secretsBut(person: Person | null): ReadonlySet<string>;
  /** Whom the person's children are known by now. */
  known(person: Person): Promise<Person>;
};

export const sessionCookie = 'mektep';

const families = laterFamilies + 9;

/** The families of a town's beginning: those that everybody meets, and one of each that is unlike others. */
export function peopleOf(town: Town, ledger: Ledger): People {
  const adults = town.population.families.slice(0, families).flatMap(({ parents }) => parents.flatMap((pin) => byPin(town, pin) ?? []));
  const everybody = new Set([
    ...town.population.adults.flatMap(({ pin, phone }) => [pin as string, phone]),
    ...town.population.children.map(({ pin }) => pin as string),
  ]);
  const sessions = new Map<number, { readonly person: Person; readonly token: string }>();

  async function enter(browser: RoughBrowser, anybody: number): Promise<Person> {
    const place = anybody % adults.length;
    const known = sessions.get(place);
    if (known !== undefined && (await town.composed.mektep.session.who(known.token)) !== null) {
      browser.setCookie(town.origin, sessionCookie, known.token);
      return known.person;
    }
    const adult = adults[place] as Adult;
    await signIn(town, browser, adult);
    const token = browser.cookie(town.origin, sessionCookie) ?? '';
    const who = await town.composed.mektep.session.who(token);
    assert.ok(who, 'signed in');
    const person = { adult, id: who.person, children: await ledger.childrenOf(who.person) };
    sessions.set(place, { person, token });
    return person;
  }

  return {
    enter,
    secretsBut: (person) => (person === null ? everybody : everybody.difference(new Set<string>([person.adult.pin, person.adult.phone]))),
    async known(person) {
      return { ...person, children: await ledger.childrenOf(person.id) };
    },
  };
}

/** Goes through the identity provider with a browser of one's own. */
export async function signIn(town: Town, browser: RoughBrowser, { pin }: Adult, to = '/children'): Promise<void> {
  // The provider asks nothing of somebody whom it still knows.
  const login = (await browser.go({ method: 'GET', url: `${town.origin}/auth/start?to=${encodeURIComponent(to)}` })).at(-1);
  assert.ok(login);
  if (login.asked.url.startsWith(town.origin)) return;
  const action = readPage(login.text).forms.find(({ fields }) => fields.some(({ name }) => name === 'pin'))?.action;
  assert.ok(action, `the provider's page has a form: ${login.status} ${login.text.slice(0, 200)}`);
  const url = new URL(action, login.asked.url).href;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin };
  await browser.go({ method: 'POST', url, headers, body: `pin=${pin}` });
}

function byPin(town: Town, pin: string): Adult | undefined {
  return town.population.adults.find((adult) => adult.pin === pin);
}

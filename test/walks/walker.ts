import { isSpoken, type Spoken } from '#lib/messages.ts';
import { control } from '#test/support/journey.ts';
import type { Town } from '#test/support/town.ts';
import { askApi } from './api-steps.ts';
import { editPath, editQuery } from './edit-address.ts';
import { diceOf, type Dice, filled, fillings, type Filling, sending } from './fill-form.ts';
import { judge } from './judge.ts';
import { type People, type Person, sessionCookie, signIn } from './people.ts';
import type { PageRead } from './read-page.ts';
import type { Ask, RoughBrowser } from './rough-browser.ts';

/** What somebody may do next. */
export const stepKinds = [
  'follow',
  'errand',
  'submit',
  'submit_badly',
  'edit_query',
  'edit_path',
  'back',
  'again',
  'language',
  'sign_in',
  'sign_out',
  'api',
  'registers',
  'cookies',
] as const;
export type StepKind = (typeof stepKinds)[number];
export type Step = { readonly kind: StepKind; readonly throws: readonly number[] };

/** Somebody on a walk. `told` is the story so far, for the one who reads a failure. */
export type Walker = {
  readonly told: readonly string[];
  /** Opens the page on which people begin. */
  begin(): Promise<void>;
  /** Takes one step and judges every reply on the way. Throws when one is not as it must be. */
  take(step: Step): Promise<void>;
  /** Leaves the registers of the state as they were. */
  end(): Promise<void>;
};

/** Where people begin when no page is open. */
const entrances = [
  '/',
  '/children',
  '/me',
  '/me/contacts',
  '/me/passport',
  '/notices',
  '/children/guardian',
  '/children/guardian/sent',
  '/address',
  '/schools',
  '/search',
  '/documents',
  '/guide',
  '/help',
  '/acts',
  '/verify',
  '/sign-in',
] as const;
const bodyShown = 200;

/** Begins a walk in a town: `person` is already signed in with `browser`, or `null` for somebody who never does. */
export function walkerIn(town: Town, people: People, language: Spoken, browser: RoughBrowser, person: Person | null): Walker {
  const told: string[] = [];
  const trail: string[] = [];
  const expected = {
    origin: town.origin,
    providerOrigin: new URL(town.config.OIDC_ISSUER).origin,
    ownChildren: person?.children ?? new Set<string>(),
    secrets: people.secretsBut(person),
  };
  let at = `${town.origin}/`;
  let page: PageRead | null = null;
  let lastPost: Ask | null = null;
  let disturbed = false;

  async function go(ask: Ask): Promise<void> {
    told.push(
      `${ask.method} ${ask.url.slice(town.origin.length)}${ask.body === undefined ? '' : ` ← ${ask.body.toString().slice(0, bodyShown)}`}`,
    );
    let next: Ask = ask;
    for (let hops = 0; hops < 10; hops += 1) {
      const reply = await browser.send(next);
      page = judge(reply, { ...expected, language: expectedLanguage() }) ?? page;
      at = next.url;
      const { location } = reply.headers;
      if (typeof location !== 'string') break;
      const to = new URL(location, next.url);
      if (to.origin !== town.origin) break;
      next = { method: 'GET', url: to.href };
    }
    if (ask.method === 'GET') trail.push(at);
    else lastPost = ask;
  }

  function expectedLanguage(): Spoken {
    const chosen = browser.cookie(town.origin, 'language')?.split(';')[0];
    const { spoken } = town.composed.mektep.campaign.policy.languages;
    return isSpoken(chosen) && spoken.includes(chosen) ? chosen : language;
  }

  async function submit(how: Filling, dice: Dice): Promise<void> {
    const form = dice.pick(page?.forms ?? []);
    if (form === undefined) return follow(dice);
    // A form without an action is sent to where it stands; `?/act` takes the place of the query.
    await go(sending(form, new URL(form.action === '' ? at : form.action, at).href, filled(form, how, dice, town)));
  }

  async function follow(dice: Dice): Promise<void> {
    const links = ((dice.number(4) === 0 ? page?.links : page?.mainLinks) ?? []).filter(
      (href) => href.startsWith('/') || href.startsWith('?'),
    );
    const href = dice.number(8) === 0 ? dice.pick(entrances) : (dice.pick(links) ?? dice.pick(entrances));
    await go({ method: 'GET', url: new URL(href ?? '/', at).href });
  }

  const acts: Readonly<Record<StepKind, (dice: Dice) => Promise<void>>> = {
    follow,
    errand: async (dice) => {
      const child = dice.pick([...(person?.children ?? [])]);
      const errand = dice.pick(['', '', '/choose', '/choose', '/decline', '/history', '/address', '/confirmation', '/withdraw']) ?? '';
      if (child === undefined) return follow(dice);
      await go({ method: 'GET', url: `${town.origin}/children/${child}${errand}` });
      // Some go through with it: choosing a school takes several pages.
      for (let more = dice.number(5); more > 0; more -= 1) await submit('well', dice);
    },
    submit: (dice) => submit('well', dice),
    submit_badly: (dice) => submit(dice.pick(fillings) ?? 'empty', dice),
    edit_query: (dice) => go({ method: 'GET', url: editQuery(at, dice) }),
    edit_path: (dice) =>
      go({
        method: dice.pick(['GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']) ?? 'GET',
        url: editPath(at, dice),
        headers: { origin: town.origin },
      }),
    back: (dice) => go({ method: 'GET', url: trail.at(-1 - dice.number(3)) ?? at }),
    again: async (dice) => {
      if (lastPost === null) return follow(dice);
      const ask = lastPost;
      await Promise.all([go(ask), go(ask)]);
    },
    language: (dice) =>
      go({
        method: 'GET',
        url: `${town.origin}/language?set=${dice.pick(['ru', 'ky', 'en', 'xx', '', '%00'])}&to=${encodeURIComponent(at.slice(town.origin.length))}`,
      }),
    sign_in: async (dice) => {
      if (person === null || browser.cookie(town.origin, sessionCookie) !== undefined) return follow(dice);
      told.push('signs in');
      await signIn(town, browser, person.adult);
      await go({ method: 'GET', url: `${town.origin}/children` });
    },
    sign_out: (dice) =>
      browser.cookie(town.origin, sessionCookie) === undefined
        ? follow(dice)
        : go({
            method: 'POST',
            url: `${town.origin}/auth/end`,
            headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
            body: '',
          }),
    api: (dice) => go(askApi(town, person, page, dice)),
    registers: async (dice) => {
      const mode = dice.pick(['down', 'fault', 'nonsense', 'truncated', 'wrong_child', 'garbled_encoding', 'slow', 'ok']) ?? 'ok';
      told.push(`the registers are ${mode}`);
      disturbed = true;
      await control(town, 'mode', {
        service: dice.pick(['*', 'zagsChildren', 'asbAddress', 'passportDataByPSN']) ?? '*',
        mode,
        slowMs: 40,
      });
      if (person !== null)
        await go({
          method: 'POST',
          url: `${town.origin}/children?/refresh`,
          headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
          body: '',
        });
    },
    cookies: async (dice) => {
      const token = browser.cookie(town.origin, sessionCookie);
      const name = dice.pick(['language', sessionCookie, 'mektep-sign-in', 'other']) ?? 'other';
      const before = browser.cookie(town.origin, name);
      browser.setCookie(
        town.origin,
        name,
        dice.pick(['', '%', '%00', 'ru;ky', '"', 'x'.repeat(4000), '%e0%a4%a', 'null', token?.slice(1) ?? 'a']) ?? '',
      );
      told.push(`cookie ${name} is spoilt`);
      await go({ method: 'GET', url: dice.pick([at, `${town.origin}/auth/callback?code=x&state=y`, `${town.origin}/children`]) ?? at });
      browser.setCookie(town.origin, name, before ?? null);
    },
  };

  return {
    told,
    begin: () => go({ method: 'GET', url: `${town.origin}${person === null ? '/' : '/children'}` }),
    take: ({ kind, throws }) => acts[kind](diceOf(throws)),
    async end() {
      if (disturbed) await control(town, 'mode', { service: '*', mode: 'ok' });
    },
  };
}

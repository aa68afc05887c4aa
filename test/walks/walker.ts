import { isSpoken, type Spoken, spokenLanguages } from '#lib/messages.ts';
import { control } from '#test/support/journey.ts';
import type { Town } from '#test/support/town.ts';
import { askApi, claimOn } from './api-steps.ts';
import { editPath, editQuery } from './edit-address.ts';
import { diceOf, type Dice, filled, fillings, type Filling, sending } from './fill-form.ts';
import { judge } from './judge.ts';
import { type People, type Person, sessionCookie, signIn } from './people.ts';
import type { FormRead, PageRead } from './read-page.ts';
import { type Ask, type Reply, roughBrowser, type RoughBrowser } from './rough-browser.ts';

/** What somebody may do next. */
export const stepKinds = [
  'follow',
  'errand',
  'devices',
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

/** Where somebody walks, and what nobody there has seen yet. */
export type Place = { readonly town: Town; readonly people: People; readonly isNew: (ask: Ask) => boolean };

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
/** What a family does about a child, what it does most often more than once. */
const errands = [
  ...['', '', '', '/choose', '/choose', '/choose', '/decline', '/history', '/address', '/address', '/withdraw'],
  ...['/confirmation', '/confirmation.pdf'],
] as const;
/** What a parent does about oneself. */
const ownErrands = ['/me', '/me/contacts', '/me/passport', '/notices', '/children/guardian'] as const;
const bodyShown = 200;

/** Begins a walk in a town: `person` is already signed in with `browser`, or `null` for somebody who never does. */
export function walkerIn({ town, people, isNew }: Place, language: Spoken, browser: RoughBrowser, person: Person | null): Walker {
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

  async function go(ask: Ask): Promise<Reply> {
    told.push(
      `${ask.method} ${ask.url.slice(town.origin.length)}${ask.body === undefined ? '' : ` ← ${ask.body.toString().slice(0, bodyShown)}`}`,
    );
    let next: Ask = ask;
    let reply = await browser.send(next);
    for (let hops = 0; hops < 10; hops += 1) {
      page = judge(reply, { ...expected, language: expectedLanguage() }) ?? page;
      at = next.url;
      const { location } = reply.headers;
      if (typeof location !== 'string') break;
      const to = new URL(location, next.url);
      if (to.origin !== town.origin) break;
      next = { method: 'GET', url: to.href };
      reply = await browser.send(next);
    }
    if (ask.method === 'GET') trail.push(at);
    else lastPost = ask;
    return reply;
  }

  function expectedLanguage(): Spoken {
    const chosen = browser.cookie(town.origin, 'language')?.split(';')[0];
    const { spoken } = town.composed.mektep.campaign.policy.languages;
    return isSpoken(chosen) && spoken.includes(chosen) ? chosen : language;
  }

  /** What the page asks for: its form, or one more choice. */
  async function goOn(dice: Dice): Promise<unknown> {
    const isForm = page?.mainForms.some(({ method }) => method === 'POST') ?? false;
    const choices = page?.mainLinks.filter((href) => /^\?|\/choose|\/address$/.test(href)) ?? [];
    if (isForm || choices.length === 0) return submit('well', dice);
    return go({ method: 'GET', url: new URL(dice.pick(choices) ?? '', at).href });
  }

  async function submit(how: Filling, dice: Dice): Promise<unknown> {
    const anywhere = [...(page?.forms ?? []), ...(page?.otherwise ?? [])];
    const main = page?.mainForms ?? [];
    const news = anywhere.filter((form) => isNew({ method: form.method, url: placeOf(form) }));
    const form = dice.pick(news.length > 0 ? news : main.length === 0 || dice.number(4) === 0 ? anywhere : main);
    if (form === undefined) return follow(dice);
    return send(form, how, dice);
  }

  /** A form without an action is sent to where it stands; `?/act` takes the place of the query. */
  function placeOf({ action }: FormRead): string {
    return new URL(action === '' ? at : action, at).href;
  }

  async function send(form: FormRead, how: Filling, dice: Dice): Promise<unknown> {
    return go(sending(form, placeOf(form), filled(form, how, dice, town, person?.adult)));
  }

  async function follow(dice: Dice): Promise<unknown> {
    const links = ((dice.number(4) === 0 ? page?.links : page?.mainLinks) ?? []).filter(
      (href) => href.startsWith('/') || href.startsWith('?'),
    );
    const href = dice.number(8) === 0 ? dice.pick(entrances) : (dice.pick(links) ?? dice.pick(entrances));
    return go({ method: 'GET', url: new URL(href ?? '/', at).href });
  }

  const acts: Readonly<Record<StepKind, (dice: Dice) => Promise<unknown>>> = {
    follow,
    errand: async (dice) => {
      const child = dice.pick([...(person?.children ?? [])]);
      const isOwn = child === undefined || dice.number(5) === 0;
      const path = isOwn ? dice.pick(ownErrands) : `/children/${child}${dice.pick(errands) ?? ''}`;
      await go({ method: 'GET', url: `${town.origin}${path ?? '/children'}` });
      // Some go through with it: choosing a school takes several pages.
      for (let more = dice.number(6); more > 0; more -= 1) await goOn(dice);
    },
    devices: async (dice) => {
      if (person === null) return follow(dice);
      told.push('signs in with another device');
      await signIn(town, roughBrowser(language), person.adult);
      await go({ method: 'GET', url: `${town.origin}/me` });
      await submit('well', dice);
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
    language: (dice) => {
      const form = dice.pick(page?.otherwise ?? []);
      if (form !== undefined && dice.number(2) === 0) return send(form, dice.pick(fillings) ?? 'well', dice);
      return go({
        method: 'GET',
        url: `${town.origin}/language?set=${dice.pick([...spokenLanguages, 'xx', '', '%00'])}&to=${encodeURIComponent(at.slice(town.origin.length))}`,
      });
    },
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
    api: async (dice) => {
      const child = dice.pick([...(person?.children ?? [])]);
      if (child === undefined || dice.number(3) > 0) return go(askApi(town, person, page, dice));
      const { text, status } = await go({
        method: 'GET',
        url: `${town.origin}/api/v1/children/${child}`,
        headers: { accept: 'application/json' },
      });
      return status === 200 ? go(claimOn(town, text, dice)) : undefined;
    },
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
    begin: async () => void (await go({ method: 'GET', url: `${town.origin}${person === null ? '/' : '/children'}` })),
    take: async ({ kind, throws }) => void (await acts[kind](diceOf(throws))),
    async end() {
      if (disturbed) await control(town, 'mode', { service: '*', mode: 'ok' });
    },
  };
}

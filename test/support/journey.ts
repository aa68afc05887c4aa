import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { fullName } from '#domain/core/person-name.ts';
import { messagesFor, type Spoken, type Translate } from '#lib/messages.ts';
import { loginTexts } from '#simulators/oidc/login-texts.ts';
import type { FamilyTag } from '#simulators/population/family-plans.ts';
import type { Adult, Child, Population, School } from '#simulators/population/population.ts';
import { openBrowser } from './browser.ts';
import { inspect } from './journey-inspection.ts';
import { picture } from './picture.ts';
import { openTown, type Town, type TownPlan } from './town.ts';

/** A town and a browser in front of it, shared by the tests of one file. */
export type Country = {
  readonly town: Town;
  readonly browser: Browser;
  travel(how?: Partial<How>): Promise<Traveller>;
  close(): Promise<void>;
};

export type How = {
  readonly language: Spoken;
  /** Whether the browser runs scripts. */
  readonly script: boolean;
  readonly width: number;
};

/**
 * Somebody with a phone, who finds things by their role and what they are called. Every page that a step ends on is inspected: nothing
 * wider than the screen, the page's language, a title, one main heading, no keys in place of words, no axe violation, nothing blocked.
 */
export type Traveller = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly language: Spoken;
  readonly t: Translate;
  /** What every page seen was called, by address. */
  readonly titles: ReadonlyMap<string, string>;
  /** Opens a path of the site; gives the status. */
  go(path: string): Promise<number>;
  /** Presses a button; gives the status of the page it ends on. */
  press(name: string | RegExp): Promise<number>;
  follow(name: string | RegExp): Promise<number>;
  choose(name: string | RegExp): Promise<void>;
  /** Signs in through the provider and ends on the family's list, or where `to` leads. */
  signIn(adult: Adult, to?: string): Promise<void>;
  /** Opens a child's page from the family's list. */
  openChild(child: Child): Promise<void>;
  /** What can be read on the page. */
  text(): Promise<string>;
  /** Inspects the page as it is now. */
  look(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a town with built pages and a browser. */
export async function openCountry(plan: TownPlan = {}): Promise<Country> {
  const [town, browser] = await Promise.all([openTown({ pages: 'build', ...plan }), openBrowser()]);
  return {
    town,
    browser,
    travel: (how) => travel(browser, town, how),
    async close() {
      await browser.close();
      await town.close();
    },
  };
}

/** A family as the tests speak of it; the child is the eldest. */
export type Family = { readonly mother: Adult; readonly father: Adult; readonly child: Child; readonly children: readonly Child[] };

/** The family that shows a case, by its order among those that do and whose first child passes `also`. */
export function familyOf(population: Population, tag: FamilyTag, place = 0, also: (child: Child) => boolean = () => true): Family {
  const families = population.families
    .filter((family) => family.tag === tag)
    .map(({ parents, children }): Family | null => {
      const [mother, father = mother] = parents.map((pin) => population.adults.find((adult) => adult.pin === pin));
      const own = children.flatMap((pin) => population.children.find((child) => child.pin === pin) ?? []);
      const [child] = own;
      return mother !== undefined && father !== undefined && child !== undefined && also(child)
        ? { mother, father, child, children: own }
        : null;
    });
  const family = families.filter((candidate) => candidate !== null)[place];
  if (family === undefined) throw new Error(`the population has no ${place + 1}. family of the kind ${tag}`);
  return family;
}

/** The schools that the acts truly give a child, in the order of the population. */
export function schoolsFor(population: Population, { home }: Child): readonly School[] {
  return population.schools.filter(({ id }) => home.schoolIds.includes(id));
}

/** A child's name as the pages write it. */
export function nameOf({ name }: Child): string {
  return fullName(name);
}

/** Tells the registers of the town how to behave, or what an office has changed. */
export async function control(town: Town, what: 'mode' | 'link' | 'address', body: object): Promise<void> {
  const response = await fetch(`${town.xroadUrl}/control/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the registers did not take ${what}: ${await response.text()}`);
}

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const phoneHeight = 740;
/** What does not come fails by name; no machine is so slow. */
export const patienceMs = 120_000;

async function travel(browser: Browser, town: Town, how: Partial<How> = {}): Promise<Traveller> {
  const { language = 'ru', script = false, width = 360 } = how;
  const context = await browser.newContext({
    viewport: { width, height: phoneHeight },
    javaScriptEnabled: script,
    locale: `${language}-KG`,
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const trouble = troubleOf(context, town);
  const titles = new Map<string, string>();
  const { code } = town.composed.mektep.campaign.policy.vocabulary;
  const said = messagesFor(language, code);
  const t: Translate = (key, args) => unbroken(said(key, args));

  async function look(): Promise<void> {
    const own = new URL(page.url()).origin === town.origin;
    if (own) await lookAtOwn();
    trouble.throwIfAny(page.url());
  }

  /** A page that goes on by itself may be exchanged while it is looked at: then the one that came is looked at. */
  async function lookAtOwn(triesLeft = 50): Promise<void> {
    try {
      titles.set(page.url().slice(town.origin.length), await inspect(page, script ? axe : null));
      await picture(page, `page-${language}-${width}-${slug(new URL(page.url()).pathname)}-${titles.size}`);
    } catch (fault) {
      if (triesLeft === 0 || !/Execution context was destroyed/.test(String(fault))) throw fault;
      await page.waitForLoadState();
      await lookAtOwn(triesLeft - 1);
    }
  }

  async function arrive(act: () => Promise<unknown>): Promise<number> {
    const answered = page.waitForResponse((response) => response.request().isNavigationRequest() && !isRedirect(response.status()));
    const [response] = await Promise.all([answered, page.waitForEvent('load'), act()]);
    await look();
    return response.status();
  }

  const traveller: Traveller = {
    page,
    context,
    language,
    t,
    titles,
    look,
    go: (path) => arrive(() => page.goto(town.origin + path)),
    press: (name) => arrive(() => page.getByRole('button', { name, exact: true }).click()),
    follow: (name) => arrive(() => page.getByRole('link', { name, exact: true }).first().click()),
    choose: (name) => page.getByLabel(name, { exact: true }).check(),
    async signIn(adult, to = '/children') {
      await traveller.go(`/sign-in?to=${encodeURIComponent(to)}`);
      await traveller.follow(t('sign_in.identity_provider'));
      await page.getByRole('textbox').fill(adult.pin);
      await traveller.press(loginTexts[language].enter);
    },
    async openChild(child) {
      await traveller.follow(nameOf(child));
    },
    text: async () => unbroken(await page.locator('main').innerText()),
    close: () => context.close(),
  };
  return traveller;
}

/** A path as a part of a file's name, its numbers shortened. */
function slug(path: string): string {
  return path
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    .replaceAll('/', '.')
    .slice(0, 120);
}

/** A space that does not break is a space to who reads. */
function unbroken(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** Notes what a page must not do: ask a stranger, break the content policy, fail to load a part of itself, throw. */
function troubleOf(context: BrowserContext, town: Town): { throwIfAny(url: string): void } {
  const seen: string[] = [];
  const known = [town.origin, new URL(town.config.OIDC_ISSUER).origin];
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (!known.includes(origin) && !request.url().startsWith('data:')) seen.push(`asked a stranger: ${request.url()}`);
  });
  context.on('response', (response) => {
    // A claim that is not taken, and a session that has ended, are answers.
    const answers = /\/api\/v1\/(claims|session)$/.test(new URL(response.url()).pathname);
    if (response.status() >= 400 && !answers && !response.request().isNavigationRequest())
      seen.push(`${response.status()} ${response.url()}`);
  });
  context.on('console', (message) => {
    // A page that answers 4xx on purpose is noted by the browser, too.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) seen.push(message.text());
  });
  context.on('weberror', (fault) => void seen.push(String(fault.error())));
  return {
    throwIfAny(url) {
      if (seen.length > 0) throw new Error(`${url}: ${seen.splice(0).join('; ')}`);
    },
  };
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

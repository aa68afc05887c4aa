import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { type Spoken, spokenLanguages } from '#lib/messages.ts';
import type { FamilyTag } from '#simulators/population/family-plans.ts';
import { familyOf } from '#test/support/journey.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { type Page, type Visitor, visitor } from '#test/support/visitor.ts';

/** Words of each state's own institutions, in any language: a family of the other state has never heard of them. */
const ownWords = {
  kyrgyz:
    /(?<!\p{L})(ПИН|ЗАГС|Тундук|Түндүк|Tunduk|ЕСИ|БИС|БСЖ|ESI|PIN|РайОО|РайББ|КДД|[Аа]дресно-справочн|[Дд]аректик-сурап|[Мм]екенжай бюро|address bureau|Children’s Affairs|по делам детей|[Бб]алдар иштери|по-кыргызски|in Kyrgyz or|қырғызша немесе|кыргызча же|0555|ID, AN)/u,
  kazakh:
    /(?<!\p{L})(ИИН|IIN|eGov|РАГС|АХАТ|Физические лица|Жеке адамдар|Жеке тұлғалар|database of individuals|Minors’|по делам несовершеннолетних|жашы жете электер|[Уу]правление образования|[Бб]илим берүү башкармалыг|education department|по-казахски|in Kazakh or|қазақша немесе|казакча же|8 701)/u,
} as const;

const laws = [
  { policy: policies['kz-2026'], own: 'kazakh', other: 'kyrgyz' },
  { policy: policies['kg-2025'], own: 'kyrgyz', other: 'kazakh' },
] as const;

const families: readonly FamilyTag[] = ['two_children', 'no_school', 'no_child_shown', 'no_birth_act', 'older_than_8'];

for (const { policy, own, other } of laws) {
  suite(policy.code, () => {
    let town: Town;
    before(async () => {
      town = await openTown({ policy, pages: 'build' });
    });
    after(() => town.close());

    for (const language of spokenLanguages) {
      test(`a family under ${policy.code} meets no institution of another state on any page (${language})`, async () => {
        const pages = await everyPage(town, language);
        const routes = new Set(pages.map(({ url }) => routeOf(url)));
        for (const route of expected) assert.ok(routes.has(route), `${route} was not seen: ${[...routes].join(' ')}`);
        for (const { url, text } of pages)
          for (const line of linesOf(text)) assert.doesNotMatch(line, ownWords[other], `${language} ${url}: ${line}`);
        const said = pages.flatMap(({ text }) => linesOf(text)).join('\n');
        assert.match(said, ownWords[own], 'and the institutions of its own it does meet');
      });
    }
  });
}

/** Routes that a walk by links must have come through, or it proves little. */
const expected = [
  '/',
  '/help',
  '/guide',
  '/documents',
  '/address',
  '/search',
  '/sign-in',
  '/schools',
  '/me',
  '/me/passport',
  '/children',
  '/children/:id',
  '/children/guardian',
];

/** What a family reads while a register does not answer. */
const away = ['civil_registry', 'passport_service', 'address_bureau'].map((register) => `/children?outage=${register}`);

/** Every kind of page a stranger and these families come to by links, and what they read while no register answers. */
async function everyPage(town: Town, language: Spoken): Promise<readonly Page[]> {
  const stranger = visitor(language);
  const asked = ['/sign-in?problem=refused', '/sign-in?problem=outage', '/search?q=xyzzy', '/nothing'].map((path) => town.origin + path);
  const pages = await walk(stranger, [`${town.origin}/`, `${town.origin}/search`, ...asked]);
  for (const tag of families) {
    const { mother } = familyOf(town.population, tag);
    const me = visitor(language);
    const children = await me.signIn(town.origin, mother.pin);
    pages.push(...(await walk(me, [children.url, `${town.origin}/me`])));
    if (tag === families[0])
      pages.push(...(await wrongly(town, me)), ...(await Promise.all(away.map((path) => me.open(town.origin + path)))));
  }
  return pages;
}

/** Follows links breadth first, two pages of each kind. */
async function walk(me: Visitor, from: readonly string[]): Promise<Page[]> {
  const pages: Page[] = [];
  const waiting = [...from];
  const seen = new Set<string>();
  const ofRoute = new Map<string, number>();
  for (let at = waiting.shift(); at !== undefined && pages.length < pagesAtMost; at = waiting.shift()) {
    const count = ofRoute.get(routeOf(at)) ?? 0;
    if (seen.has(at) || count >= 2) continue;
    seen.add(at);
    ofRoute.set(routeOf(at), count + 1);
    const page = await me.open(at);
    if (!String(page.headers.get('content-type')).startsWith('text/html')) continue;
    pages.push(page);
    const links = [...page.text.matchAll(/href="(\/[^"#]*)/g)].map((match) => new URL((match[1] ?? '').replaceAll('&amp;', '&'), at).href);
    waiting.push(...links.filter((href) => !/\/(_app|api|auth|favicon|style)/.test(href)));
  }
  return pages;
}

const pagesAtMost = 120;

/** Forms sent empty: what is wrong in them is said in words, too. */
async function wrongly(town: Town, me: Visitor): Promise<readonly Page[]> {
  const passport = await me.post(`${town.origin}/me/passport?/confirm`, { series: '1', number: 'x' }, { accept: 'text/html' });
  const contacts = await me.post(`${town.origin}/me/contacts?/save`, { phone: 'x', email: 'x' }, { accept: 'text/html' });
  return [passport, contacts];
}

/** `/children/:id/choose` of an address. */
function routeOf(url: string): string {
  return new URL(url).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/^\/(acts|verify)\/.+/, '/$1/:one');
}

/** The text of a page line by line, attributes that are read aloud among them. */
function linesOf(html: string): readonly string[] {
  const aloud = [...html.matchAll(/ (?:aria-label|placeholder|title|alt|value)="([^"]*)"/g)].map((match) => match[1] ?? '');
  const body = html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<\/?(?:span|a|b|strong|em|time|abbr|bdi|mark)\b[^>]*>/g, '')
    .replace(/<[^>]+>/g, '\n');
  return [...aloud, ...body.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())].filter((line) => line !== '');
}

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { spokenLanguages } from '#lib/messages.ts';
import { idOnPage, isEnrolled, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, openCountry, type Traveller } from '#test/support/journey.ts';

let country: Country;
let family: Family;
before(async () => {
  country = await openCountry();
  family = await openFamily();
});
after(() => country.close());

type Family = { readonly enrolled: string; readonly open: string; readonly school: string; readonly document: string };
const nameOf = { ru: 'Russian', ky: 'Kyrgyz', kk: 'Kazakh', en: 'English' } as const;
const firstViewAtMostBytes = 14 * 1024;
const parents = () => familyOf(country.town.population, 'two_children');

/** A family with one child enrolled and one not, so that every page has something on it; and the addresses of a school and its charter. */
async function openFamily(): Promise<Family> {
  const { mother, children } = parents();
  const me = await country.travel();
  const ids: string[] = [];
  await me.signIn(mother);
  for (const child of children) {
    await me.go('/children');
    await me.openChild(child);
    ids.push(idOnPage(me));
  }
  await me.page.getByRole('radio').first().check();
  await me.press(words.ru.enrol);
  await me.follow(me.t('child.school_card'));
  const school = new URL(me.page.url()).pathname;
  const document = await me.page.locator('main a[href*="/documents/"]').first().getAttribute('href');
  await me.close();
  return { enrolled: `/children/${ids[1]}`, open: `/children/${ids[0]}`, school, document: document ?? '' };
}

const publicPages = () => [
  '/',
  '/sign-in',
  '/sign-in?problem=outage',
  '/acts',
  '/acts/5',
  '/acts/21',
  '/help',
  ...['/address', '/schools', '/documents', '/guide', '/search', '/search?q=прописка'],
  family.school,
  family.document,
  '/nowhere',
];
const familyPages = () => [
  ...['/children', family.open, family.enrolled, `${family.open}/decline`, `${family.enrolled}/decline`],
  ...[
    '/children/guardian',
    '/children/guardian?problem=pin_wrong&problem=file_missing',
    '/children/guardian/sent',
    '/me',
    '/me/contacts',
    '/me/passport',
  ],
];

async function visitAll(me: Traveller, each: (path: string) => Promise<void>): Promise<void> {
  for (const path of publicPages()) {
    assert.equal(await me.go(path), path === '/nowhere' ? 404 : 200, path);
    await each(path);
  }
  await me.signIn(parents().mother);
  for (const path of familyPages()) {
    assert.equal(await me.go(path), 200, path);
    await each(path);
  }
}

for (const language of spokenLanguages) {
  test(`KG25-28/nothing-records-one a parent who reads ${nameOf[language]} can use every page on the narrowest phone or at 400 % zoom, and no page asks for a test`, async () => {
    const me = await country.travel({ language, script: true, width: 320 });
    const fields = new Set<string>();
    await visitAll(me, async () => {
      assert.equal(await me.page.locator('html').getAttribute('lang'), language);
      for (const name of await me.page.locator('main [name]').evaluateAll((all) => all.map((one) => one.getAttribute('name') ?? '')))
        fields.add(name);
    });
    const asked = [
      ...['district', 'street', 'house', 'q'],
      'draft',
      'email',
      'file',
      'key',
      'number',
      'phone',
      'pin',
      'pool',
      'reason',
      'relation',
      'series',
      'session',
      'understood',
      'workPhone',
    ];
    assert.deepEqual(
      [...fields].filter((field) => !asked.includes(field)),
      [],
      'no page asks for more than the law does',
    );
    const places = [...me.titles].filter(([path]) => !path.includes('?') && !path.endsWith(`${family.enrolled}/decline`));
    const titles = places.map(([, title]) => title);
    const twice = places.filter(([, title]) => titles.indexOf(title) !== titles.lastIndexOf(title));
    assert.deepEqual(twice, [], 'every page has a name of its own');
    await me.close();
  });
}

test('pages read from the top to the bottom when no style is loaded, and no heading is passed over', async () => {
  const me = await country.travel({ language: 'ky', width: 320 });
  await me.context.route('**/*.css', (route) => route.abort());
  await visitAll(me, async (path) => {
    const levels = await me.page.getByRole('heading').evaluateAll((all) => all.map((one) => Number(one.tagName.slice(1))));
    assert.equal(levels[path.includes('problem=pin_wrong') ? 1 : 0], 1, `${path} begins with its name`);
    levels.forEach((level, place) =>
      assert.ok(level <= (levels[place - 1] ?? 2) + 1, `${path} passes over a heading: ${levels.join(' ')}`),
    );
    const places = await me.page
      .locator('h1, main h2, main button, main input:not([type=hidden])')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
      `${path} is drawn in the order it is read`,
    );
  });
  await me.close();
});

test('the language changes on every page and the reader stays where she is', async () => {
  const me = await country.travel({ language: 'ru', width: 320 });
  await visitAll(me, async (path) => {
    const before = new URL(me.page.url());
    const act = (await me.page.getByRole('button', { name: me.t('language.ky') }).count()) > 0 ? me.press : me.follow;
    await act(me.t('language.ky'));
    const after = new URL(me.page.url());
    assert.equal(await me.page.locator('html').getAttribute('lang'), 'ky', path);
    assert.equal(after.pathname, before.pathname);
    for (const [name, value] of before.searchParams) assert.ok(after.searchParams.getAll(name).includes(value), `${path} keeps ${name}`);
    await me.context.clearCookies({ name: 'language' });
  });
  await me.close();
});

test('the first view of every page, its text and its style together, comes in the first packets: at most 14 KB', async () => {
  const me = await country.travel();
  const styles = new Map<string, Buffer>();
  await visitAll(me, async (path) => {
    const answer = await me.context.request.get(country.town.origin + path);
    const html = await answer.body();
    const links = [...html.toString('utf8').matchAll(/<link href="([^"]+\.css)" rel="stylesheet"/g)].map((match) => match[1] ?? '');
    assert.ok(links.length > 0, `${path} has a style`);
    for (const link of links)
      if (!styles.has(link)) styles.set(link, await (await me.context.request.get(country.town.origin + link)).body());
    const bytes = [html, ...links.map((link) => styles.get(link) ?? Buffer.alloc(0))].reduce((sum, part) => sum + gzipSync(part).length, 0);
    assert.ok(bytes <= firstViewAtMostBytes, `${path} is ${bytes} bytes`);
    assert.match(answer.headers()['content-encoding'] ?? 'none', /gzip|br/, `${path} travels compressed`);
  });
  await me.close();
});

for (const language of spokenLanguages) {
  const said = {
    ru: {
      free: 'бесплатно',
      tests: 'Никаких экзаменов, тестов и собеседований',
      ministry: 'министерство',
      opens: '1 апреля 2025 года, 9:00',
      clause: 'Необходимо знать: В случае отказа записать ребенка',
    },
    ky: {
      free: 'акысыз',
      tests: 'сынак, тест, аңгемелешүү өткөрүлбөйт',
      ministry: 'министрлик',
      opens: '2025-жылдын 1-апрели, саат 9:00',
      clause: 'Билип алуу керек: баланы сунушталган',
    },
    kk: {
      free: 'тегін',
      tests: 'емтихан, тест, әңгімелесу өткізілмейді',
      ministry: 'министрлік',
      opens: '2025 жылғы 1 сәуір, сағат 9:00',
      clause: 'Билип алуу керек: баланы сунушталган',
    },
    en: {
      free: 'free',
      tests: 'no exams, tests or interviews',
      ministry: 'ministry',
      opens: '1 April 2025, 9:00',
      clause: 'Необходимо знать: В случае отказа записать ребенка',
    },
  }[language];
  test(`KG25-4/free-of-charge KG25-20/governing-acts KG25-20/charter-and-local-documents KG25-26/start-and-end-of-registration KG25-28/no-tests anybody reads in ${nameOf[language]} that it is free and without tests, the ministry’s dates, the regulation and a school’s charter`, async () => {
    const me = await country.travel({ language, script: true });
    await me.go('/');
    const home = await me.text();
    for (const fact of [said.free, said.tests, said.ministry, said.opens]) assert.ok(home.includes(fact), fact);
    await me.follow(me.t('nav.acts'));
    await me.follow(me.t('acts.read_clause', { clause: '21' }));
    assert.ok((await me.text()).includes(said.clause), 'the clause stands there in the words of the act');
    await me.go(family.school);
    await me.follow(await me.page.locator(`main a[href="${family.document}"]`).innerText());
    assert.ok((await me.text()).length > 300, 'the charter can be read, not only named');
    await me.close();
  });
}

test('KG25-21.6/message KG25-21.14/documents-brought an enrolled child’s page says what to bring, when, and what the number means', async () => {
  const me = await country.travel({ language: 'ru' });
  await me.signIn(parents().mother);
  await me.go(family.enrolled);
  assert.ok(await isEnrolled(me));
  const text = await me.text();
  for (const fact of ['С 4 августа 2025 года по 5 сентября 2025 года', me.t('document.photo_3x4'), 'кто раньше, тот раньше'])
    assert.ok(text.includes(fact), fact);
  await me.close();
});

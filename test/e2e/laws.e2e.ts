import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type PolicyCode, policies } from '#domain/policy/registry.ts';
import { messagesFor } from '#lib/messages.ts';
import { familyOf, nameOf } from '#test/support/journey.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { type Page, type Visitor, visitor } from '#test/support/visitor.ts';

const t = messagesFor('ru');

/** What the child's page says on the second day of the first stage, and what a link to its rule is called. */
const laws: Readonly<Record<PolicyCode, { readonly button: string; readonly rule: string }>> = {
  'kg-2022': { button: t('child.enrol'), rule: 'Статья: «Электронная запись состоит из 2 этапов»' },
  'kg-2025': { button: t('child.enrol'), rule: 'п. 21 Положения' },
  'kg-2026': { button: t('child.enrol'), rule: 'п. 21 Положения' },
  'kz-2026': { button: t('choose.begin'), rule: 'Памятка: «Сроки приёма документов»' },
};

for (const policy of Object.values(policies) as readonly Policy[]) {
  suite(policy.code, () => {
    let town: Town;
    before(async () => {
      town = await openTown({ policy, pages: 'build' });
    });
    after(() => town.close());

    test(`a family of ${policy.code} signs in, finds its child and reads by which rule it may ask for a school`, async () => {
      const { mother, child } = familyOf(town.population, 'one_child');
      const me = visitor('ru');
      const list = await me.signIn(town.origin, mother.pin);
      assert.ok(list.text.includes(nameOf(child)), 'the child is in the list');
      const page = await openChild(me, town, list);
      const { button, rule } = laws[policy.code as PolicyCode];
      assert.ok(textOf(page).includes(button), `the button ${button}: ${textOf(page)}`);
      assert.ok(textOf(page).includes(rule), `the rule ${rule}: ${textOf(page)}`);
      await everyRuleCanBeRead(me, town, page);
      const before = await early(me, town, page);
      assert.match(textOf(before), /Запись ещё не открыта/, 'and on the day before it begins nothing can be pressed');
    });
  });
}

suite('where the law asks for no reason', () => {
  let town: Town;
  before(async () => {
    town = await openTown({ policy: policies['kg-2022'], pages: 'build' });
  });
  after(() => town.close());

  test('KG22-1/by-registered-address KG22-4/all-of-the-microdistrict a family of 2022 takes its guaranteed place even in a full school, gives it back without a reason, and loses nothing', async () => {
    await fill(town);
    const me = visitor('ru');
    const page = await openChild(me, town, await me.signIn(town.origin, familyOf(town.population, 'one_child').mother.pin));
    assert.match(textOf(page), /даже если свободных мест не осталось/);
    const enrolled = await press(me, town, page, 'enrol');
    assert.match(textOf(enrolled), /Зачислен/);
    const withdrawn = await withdraw(me, town, enrolled);
    assert.match(textOf(withdrawn), new RegExp(t('child.enrol')));
    assert.match(textOf(await press(me, town, withdrawn, 'enrol')), /Зачислен/);
  });
});

suite('where the school decides', () => {
  let town: Town;
  before(async () => {
    town = await openTown({ policy: policies['kz-2026'], pages: 'build' });
  });
  after(() => town.close());

  test('KZA-4/catalogue KZA-4/send KZA-9/withdrawn-first KZA-9/then-again a family chooses a school from the catalogue and applies; it can apply to another one only after it withdrew', async () => {
    const me = visitor('ru');
    const page = await openChild(me, town, await me.signIn(town.origin, familyOf(town.population, 'one_child').mother.pin));
    const catalogue = textOf(await me.open(`${page.url}/choose?grade=1`));
    assert.match(catalogue, new RegExp(`${t('choose.microdistrict')}.*${t('choose.inside')}.*${t('choose.other_schools')}`));
    const waiting = await apply(me, town, page);
    assert.match(textOf(waiting), /Заявление подано/);
    assert.match(textOf(waiting), /Школа ответит в течение 1 рабочего дня/);
    assert.doesNotMatch(waiting.text, /\?\/enrol/, 'nothing more can be asked for');
    const [chosen] = await takenAndWaiting(town);
    assert.deepEqual(chosen, { taken: 0, waiting: 1 }, 'the application takes no seat');
    const again = await withdraw(me, town, waiting);
    assert.match(textOf(again), new RegExp(t('choose.begin')));
    assert.match(textOf(await apply(me, town, again)), /Заявление подано/);
    const notices = await me.open(`${town.origin}/children`);
    assert.match(textOf(notices), /заявление отозвано/);
  });
});

async function openChild(me: Visitor, town: Town, list: Page): Promise<Page> {
  const href = /href="(\/children\/[0-9a-f-]{36})"/.exec(list.text)?.[1];
  assert.ok(href, `the child's page is linked: ${textOf(list)}`);
  return me.open(town.origin + href);
}

/** The same page a day before the first stage. */
async function early(me: Visitor, town: Town, page: Page): Promise<Page> {
  const { policy } = town.composed.mektep.campaign;
  const [first] = policy.stages.filter(({ grades }) => grades === null || grades.includes(1));
  assert.ok(first);
  town.setClock(
    moment(
      `${first.opens.slice(0, 8).replace(/-(\d\d)-$/, (_, month: string) => `-${String(Number(month) - 1).padStart(2, '0')}-`)}20T10:00`,
    ),
  );
  return me.open(page.url);
}

async function everyRuleCanBeRead(me: Visitor, town: Town, page: Page): Promise<void> {
  const links = new Set([...page.text.matchAll(/href="(\/acts\/[\w-]+)"/g)].map((match) => match[1] ?? ''));
  assert.ok(links.size > 0);
  for (const link of links) assert.equal((await me.open(town.origin + link)).status, 200, link);
}

/** Presses the button of a form of the page as it stands, with the first seat it offers. */
async function press(me: Visitor, town: Town, page: Page, act: string): Promise<Page> {
  const { pathname } = new URL(page.url);
  const draft = /name="draft" value="([^"]+)"/.exec(page.text)?.[1];
  const pool = /name="pool"[^>]*value="(\d+)"/.exec(page.text)?.[1] ?? /value="(\d+)"[^>]*name="pool"/.exec(page.text)?.[1];
  assert.ok(draft, `a form of ${pathname}: ${textOf(page)}`);
  return me.post(`${town.origin}${pathname}?/${act}`, { draft, ...(pool !== undefined && { pool }) }, { accept: 'text/html' });
}

async function withdraw(me: Visitor, town: Town, page: Page): Promise<Page> {
  const form = await me.open(`${town.origin}${new URL(page.url).pathname}/withdraw`);
  return press(me, town, form, 'withdraw');
}

/** Goes through the catalogue by its first links to the form, and sends it. */
async function apply(me: Visitor, town: Town, page: Page): Promise<Page> {
  const { pathname } = new URL(page.url);
  let step = await me.open(`${town.origin}${pathname}/choose?grade=1`);
  for (let steps = 0; steps < 4 && !step.text.includes('name="draft"'); steps += 1) {
    const main = step.text.slice(step.text.indexOf('<h1'));
    const deeper = [...main.matchAll(/href="(\/children\/[0-9a-f-]{36}\/choose\?[^"]+)"/g)].map((match) =>
      (match[1] ?? '').replaceAll('&amp;', '&'),
    );
    assert.ok(deeper[0], `a step deeper: ${textOf(step)}`);
    step = await me.open(town.origin + deeper[0]);
  }
  assert.match(textOf(step), /Подать заявление/);
  return press(me, town, step, 'enrol');
}

/** Leaves no free seat anywhere. */
async function fill(town: Town): Promise<void> {
  const client = await town.database.pool.connect();
  await client.query("begin; select set_config('mektep.actor', 'register', true)");
  await client.query('update pool set taken = capacity + over_quota');
  await client.query('commit');
  client.release();
}

async function takenAndWaiting(town: Town): Promise<readonly { readonly taken: number; readonly waiting: number }[]> {
  const client = await town.database.pool.connect();
  try {
    await client.query("begin; select set_config('mektep.actor', 'system', true)");
    const { rows } = await client.query<{ taken: number; waiting: number }>(
      'select p.taken, count(*)::int as waiting from place l join pool p on p.id = l.waiting_pool_id group by p.id, p.taken',
    );
    return rows;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

function textOf(page: Page): string {
  return page.text
    .slice(Math.max(0, page.text.indexOf('<main')))
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

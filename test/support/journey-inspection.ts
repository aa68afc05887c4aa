import assert from 'node:assert/strict';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import ru from '../../messages/ru.json' with { type: 'json' };

/** Judges the page that is open as any page of ours is judged; by axe too where scripts run, for axe is one. Gives the page's title. */
export async function inspect(page: Page, axe: string | null): Promise<string> {
  const where = page.url();
  const facts = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    switchedTo: document.querySelector('header [aria-current="true"]')?.closest('li')?.lang,
    title: document.title,
    mainHeadings: document.querySelectorAll('h1').length,
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    text: document.body.innerText,
    scripts: [...document.scripts].map(({ src }) => new URL(src || 'inline:script').pathname),
    contentWidth: document.documentElement.scrollWidth,
    screenWidth: window.innerWidth,
  }));
  assert.ok(facts.contentWidth <= facts.screenWidth, `${where} is ${facts.contentWidth} px wide on a screen of ${facts.screenWidth}`);
  assert.equal(facts.lang, facts.switchedTo, `${where} says the language it is written in`);
  assert.ok(facts.title.trim().length > 0, `${where} has a title`);
  assert.equal(facts.mainHeadings, 1, `${where} has one main heading`);
  const twice = facts.ids.filter((id, place) => facts.ids.indexOf(id) !== place);
  assert.deepEqual(twice, [], `${where} gives a name to one part only: a label or a problem would lead to another`);
  assert.deepEqual(keysIn(facts.text), [], `${where} shows keys in place of words`);
  assert.doesNotMatch(facts.text, /undefined|\bnull\b|\bNaN\b|\[object|\{\w+[,}]/, `${where} shows what is not a text`);
  // A page may bring a file of ours that makes it nicer: every errand is walked without scripts, too.
  const nicer = nicerPages.find(({ page: path }) => path.test(new URL(where).pathname))?.script;
  const others = facts.scripts.filter((path) => nicer?.test(path) !== true);
  assert.deepEqual(others, [], `${where} needs no script`);
  if (axe !== null) assert.deepEqual(await violations(page, axe), [], `${where} has no obstacle that axe can find`);
  return facts.title;
}

const nicerPages = [
  { page: /\/prepared$/, script: /^\/_app\/immutable\/workers\/countdown-[\w-]+\.js$/ },
  { page: /\/boundaries\//, script: /^\/live-houses\.js$/ },
] as const;

const keys = Object.keys(ru);

function keysIn(text: string): readonly string[] {
  return keys.filter((key) => text.includes(key));
}

async function violations(page: Page, axe: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      rules: { 'target-size': { enabled: true } },
    }),
  );
  return results.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

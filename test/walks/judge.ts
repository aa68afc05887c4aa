import assert from 'node:assert/strict';
import { isSpoken, type Spoken, spokenLanguages } from '#lib/messages.ts';
import { catalogueOf } from './catalogues.ts';
import { mark } from './bad-values.ts';
import { type PageRead, readPage } from './read-page.ts';
import type { Reply } from './rough-browser.ts';

/** What must hold for whatever the server answers to whomever. */
export type Expected = {
  /** The site, and the identity provider: nobody is ever sent elsewhere. */
  readonly origin: string;
  readonly providerOrigin: string;
  /** The only language the reader chose; `null` when the request itself may have changed it. */
  readonly language: Spoken | null;
  /** Ids of the children whose pages the reader may see. */
  readonly ownChildren: ReadonlySet<string>;
  /** National ids and telephones that no page may show to this reader. */
  readonly secrets: ReadonlySet<string>;
};

/** Judges a reply; gives the page when it is one. Throws with everything that is wrong. */
export function judge(reply: Reply, expected: Expected): PageRead | null {
  const type = String(reply.headers['content-type'] ?? '');
  const page = type.startsWith('text/html') && reply.asked.method !== 'HEAD' ? readPage(reply.text) : null;
  const faults = [
    ...statusFaults(reply, page),
    ...headerFaults(reply, page, expected),
    ...(page === null ? bodyFaults(reply, type) : reply.status === 500 ? [] : pageFaults(page, expected)),
    ...secretFaults(reply, expected),
  ];
  assert.deepEqual(faults, [], `${reply.asked.method} ${reply.asked.url.slice(0, 300)} → ${reply.status}`);
  return page;
}

function statusFaults({ status, headers }: Reply, page: PageRead | null): readonly string[] {
  if (status < 500) return [];
  if (status !== 503) return [`status ${status}`];
  if (headers['retry-after'] === undefined) return ['503 without Retry-After'];
  return page === null && !String(headers['content-type']).startsWith('application/problem+json') ? ['503 without a clear page'] : [];
}

function headerFaults({ asked, headers, status }: Reply, page: PageRead | null, { origin, providerOrigin }: Expected): readonly string[] {
  const faults: string[] = [];
  const { location } = headers;
  if (typeof location === 'string') {
    const to = new URL(location, origin);
    if (to.origin !== origin && to.origin !== providerOrigin) faults.push(`sent on to ${to.origin}`);
    if (![301, 302, 303, 307, 308].includes(status) && status !== 201) faults.push(`location under status ${status}`);
  }
  if (headers[mark] !== undefined || JSON.stringify(headers['set-cookie'] ?? '').includes(mark)) faults.push('a header was slipped in');
  if (headers['x-content-type-options'] !== 'nosniff') faults.push('without nosniff');
  if (headers['access-control-allow-origin'] !== undefined) faults.push('open to other sites');
  if (page !== null && !/default-src 'none'/.test(String(headers['content-security-policy']))) faults.push('without a content policy');
  const isPersonal = page?.links.includes('/me') ?? (status === 200 && asked.url.startsWith(`${origin}/api/v1/children`));
  if (isPersonal && !String(headers['cache-control']).includes('no-store')) faults.push('a personal answer that may be stored');
  return faults;
}

/** What is neither a page nor a redirect: JSON, files, and a short text where a page of another site sends a form. */
function bodyFaults({ asked, status, text }: Reply, type: string): readonly string[] {
  if (text === '' || (status >= 300 && status < 400)) return [];
  if (type.startsWith('application/problem+json')) {
    const { type: kind, status: said, title } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isWhole = typeof kind === 'string' && kind.startsWith('urn:mektep:') && said === status && typeof title === 'string';
    return isWhole ? [] : [`not a whole problem: ${text.slice(0, 200)}`];
  }
  if (status >= 400 && type.startsWith('application/json')) {
    // The framework's own way of asking for a page, of which our pages make no use.
    const isFramework = /\/__data\.json(\?|$)/.test(asked.url);
    return isFramework ? [] : [`an error that is no problem+json: ${text.slice(0, 200)}`];
  }
  // What no page of ours links to: other methods, files of an older build, a form of another site.
  const isForPrograms = status === 403 || (status === 405 && asked.method !== 'GET') || /^http:\/\/[^/]+\/_app\//.test(asked.url);
  if (status >= 400 && !isForPrograms) return [`neither a page nor a problem: ${type} ${text.slice(0, 200)}`];
  return [];
}

function pageFaults(page: PageRead, { language, ownChildren }: Expected): readonly string[] {
  const faults: string[] = [];
  const { lang } = page;
  if (!isSpoken(lang)) faults.push(`a page in the language “${lang}”`);
  if (language !== null && lang !== language) faults.push(`a page in ${lang} for a reader of ${language}`);
  if (page.title === '') faults.push('no title');
  if (page.mainHeadings !== 1) faults.push(`${page.mainHeadings} main headings`);
  if (!page.hasMain || page.waysOn === 0) faults.push('a dead end: nothing in the main part leads on');
  for (const { text, lang: said } of [{ text: page.title, lang }, ...page.said]) faults.push(...textFaults(text, said));
  const strange = page.links
    .map((href) => /^\/children\/([0-9a-f-]{36})/.exec(href)?.[1])
    .filter((id) => id !== undefined && !ownChildren.has(id));
  if (strange.length > 0) faults.push(`links to the child of somebody else: ${strange.join(', ')}`);
  if (page.problems.some(({ leadsSomewhere }) => !leadsSomewhere)) faults.push('the summary of what is wrong leads nowhere');
  return faults;
}

const judged = new Map<string, readonly string[]>();

/** Judges a piece of text once in each language. */
function textFaults(text: string, lang: string): readonly string[] {
  const key = `${lang} ${text}`;
  const known = judged.get(key);
  if (known !== undefined) return known;
  const faults: string[] = [];
  if (/\bundefined\b|\bnull\b|\bNaN\b|\[object|Infinity|\{\w+[,}]/.test(text)) faults.push(`not a text: ${text.slice(0, 200)}`);
  for (const word of text.match(/[a-z_]+(?:\.\w+)+/g) ?? [])
    if (catalogueOf('ru').keys.has(word)) faults.push(`a key in place of words: ${word}`);
  const others = spokenLanguages.filter((other) => other !== lang && isSpoken(lang));
  for (const other of others) {
    const { onlyHere, phrasesOnlyHere } = catalogueOf(other);
    const phrase = onlyHere.has(text) ? text : phrasesOnlyHere.find((one) => text.includes(one));
    if (phrase !== undefined) faults.push(`${phrase === text ? '' : `“${phrase}” is `}not translated: ${text}`);
  }
  judged.set(key, faults);
  return faults;
}

/** The one script a page of ours has: a file of ours. */
const countdown = /<script type="module" src="\/_app\/immutable\/workers\/countdown-[\w-]+\.js"><\/script>/;

function secretFaults({ text, asked }: Reply, { secrets }: Expected): readonly string[] {
  const faults: string[] = [];
  if (text.includes(`<${mark}`) || /<script[\s>]/.test(text.replace(countdown, ''))) faults.push('hostile markup came back alive');
  const sent = `${asked.url} ${String(asked.body ?? '')}`;
  for (const [digits] of text.matchAll(/(?<!\d)\+?\d{12,14}(?!\d)/g)) {
    if (secrets.has(digits) && !sent.includes(digits)) faults.push(`shows ${digits} of somebody else`);
  }
  return faults;
}

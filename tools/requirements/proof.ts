import type { TestResult as Recorded } from '#tools/test-record.ts';

/** What one test did in the last run. */
export type TestResult = Pick<Recorded, 'name' | 'file' | 'status'>;

/** A promise and the tests that name it. */
export type Proof = { readonly id: string; readonly verdict: 'proven' | 'missing' | 'failing'; readonly tests: readonly TestResult[] };

const ID = /^(?:KG25|KG22|KZA|KZC)-\d+(?:\.\d+)*[a-z]?$/;

/** The ids of the list: one a line, `#` begins a remark. */
export function readIds(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** The ids of the rows of the tables of a requirements document, in its order. */
export function idsOfDocument(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^\|\s*([A-Z]+\d*-[\w.]+)\s*\|/gm)].map((match) => match[1] ?? '').filter((id) => ID.test(id));
}

/**
 * The ids a test's name begins with, as whole words: `KG25-21.3 KG25-21.7 a parent …` names two; KG25-21.10 is not KG25-21.1.
 * Of a test inside others, whose names are parted by ` > `, each part may begin with ids.
 */
export function idsOfName(name: string): readonly string[] {
  return name.split(' > ').flatMap((part) => {
    const words = part.trim().split(/[\s,]+/);
    const end = words.findIndex((word) => !ID.test(word));
    return words.slice(0, end === -1 ? words.length : end);
  });
}

/** Every id with its tests: proven when at least one passed and none failed; a test left out proves nothing. */
export function prove(ids: readonly string[], results: readonly TestResult[]): readonly Proof[] {
  return ids.map((id) => {
    const tests = results.filter(({ name }) => idsOfName(name).includes(id));
    const failing = tests.some(({ status }) => status === 'failed');
    const proven = tests.some(({ status }) => status === 'ok');
    return { id, verdict: failing ? 'failing' : proven ? 'proven' : 'missing', tests };
  });
}

/** Ids that tests name and the list lacks: a misspelling, most likely. */
export function strangers(ids: readonly string[], results: readonly TestResult[]): readonly string[] {
  return [...new Set(results.flatMap(({ name }) => idsOfName(name)))].filter((id) => !ids.includes(id));
}

import type { TestResult as Recorded } from '#tools/test-record.ts';

/** What one test did in the last run. */
export type TestResult = Pick<Recorded, 'name' | 'file' | 'status'>;

/** A promise, and the parts it consists of: every verb, limit and named field of its clause, with the words it rests on. */
export type Requirement = { readonly id: string; readonly parts: readonly Part[] };
export type Part = { readonly name: string; readonly words: string };

/** What the tests say of a part, or of a requirement none of whose tests passed or one of whose tests failed. */
type Said = 'proven' | 'missing' | 'failing';

/** A part and the tests that name it, as `KG25-18.6/reject`. */
export type PartProof = { readonly name: string; readonly verdict: Said; readonly tests: readonly TestResult[] };

/** `partly`: some parts are proven and others are not. `beside`: tests that name the id alone, and so prove no part. */
export type Proof = {
  readonly id: string;
  readonly verdict: Said | 'partly';
  readonly parts: readonly PartProof[];
  readonly beside: readonly TestResult[];
};

const ID = /^(?:KG25|KG22|KZA|KZC)-\d+(?:\.\d+)*[a-z]?$/;
const NAMED = /^((?:KG25|KG22|KZA|KZC)-\d+(?:\.\d+)*[a-z]?)(?:\/[a-z0-9-]+)?$/;
const PART = /^\s+([a-z0-9-]+) \| (\S.*)$/;

/**
 * The list: an id at the beginning of a line, its parts below it, indented, as `name | words`; `#` begins a remark.
 * @throws Error on a line that is neither, on a requirement without parts and on a part that stands twice
 */
export function readRequirements(text: string): readonly Requirement[] {
  const read: { readonly id: string; readonly parts: Part[] }[] = [];
  for (const line of text.split('\n').map((one) => one.replace(/(^|\s)#.*$/, '').trimEnd())) {
    if (line === '') continue;
    const [, name, words] = PART.exec(line) ?? [];
    if (name !== undefined && words !== undefined) addPart(read.at(-1), { name, words });
    else if (ID.test(line)) read.push({ id: line, parts: [] });
    else throw new Error(`not a requirement and not a part of one: ${line}`);
  }
  const empty = read.find(({ parts }) => parts.length === 0);
  if (empty !== undefined) throw new Error(`${empty.id} has no parts`);
  return read;
}

function addPart(requirement: { readonly id: string; readonly parts: Part[] } | undefined, part: Part): void {
  if (requirement === undefined) throw new Error(`the part ${part.name} stands before any requirement`);
  if (requirement.parts.some(({ name }) => name === part.name)) throw new Error(`${requirement.id}/${part.name} stands twice`);
  requirement.parts.push(part);
}

/** The ids of the rows of the tables of a requirements document, in its order. */
export function idsOfDocument(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^\|\s*([A-Z]+\d*-[\w.]+)\s*\|/gm)].map((match) => match[1] ?? '').filter((id) => ID.test(id));
}

/**
 * The ids and parts a test's name begins with, as whole words: `KG25-21.3/section KG25-21.7 a parent …` names two; KG25-21.10 is not KG25-21.1.
 * Of a test inside others, whose names are parted by ` > `, each level may begin with them.
 */
export function namedBy(name: string): readonly string[] {
  return name.split(' > ').flatMap((level) => {
    const words = level.trim().split(/[\s,]+/);
    const end = words.findIndex((word) => !NAMED.test(word));
    return words.slice(0, end === -1 ? words.length : end);
  });
}

/**
 * Every requirement with its tests. A part is proven when at least one test that names it passed and none failed; a test left out proves nothing. A
 * requirement is proven when all its parts are.
 */
export function prove(requirements: readonly Requirement[], results: readonly TestResult[]): readonly Proof[] {
  const byName = new Map<string, TestResult[]>();
  for (const result of results)
    for (const named of new Set(namedBy(result.name))) byName.set(named, [...(byName.get(named) ?? []), result]);
  return requirements.map(({ id, parts }) => {
    const beside = byName.get(id) ?? [];
    const proofs = parts.map(({ name }): PartProof => {
      const tests = byName.get(`${id}/${name}`) ?? [];
      return { name, verdict: saidBy(tests), tests };
    });
    return { id, verdict: verdictOf(proofs, beside), parts: proofs, beside };
  });
}

function saidBy(tests: readonly TestResult[]): Said {
  if (tests.some(({ status }) => status === 'failed')) return 'failing';
  return tests.some(({ status }) => status === 'ok') ? 'proven' : 'missing';
}

function verdictOf(parts: readonly PartProof[], beside: readonly TestResult[]): Proof['verdict'] {
  if (saidBy(beside) === 'failing' || parts.some(({ verdict }) => verdict === 'failing')) return 'failing';
  if (parts.every(({ verdict }) => verdict === 'proven')) return 'proven';
  return parts.some(({ verdict }) => verdict === 'proven') ? 'partly' : 'missing';
}

/** Ids and parts that tests name and the list lacks: a misspelling, most likely. */
export function strangers(requirements: readonly Requirement[], results: readonly TestResult[]): readonly string[] {
  const known = new Set(requirements.flatMap(({ id, parts }) => [id, ...parts.map(({ name }) => `${id}/${name}`)]));
  return [...new Set(results.flatMap(({ name }) => namedBy(name)))].filter((named) => !known.has(named));
}

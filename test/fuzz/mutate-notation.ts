import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHouse } from '#domain/catchment/house-grammar.ts';
import { readHouses, readItems } from '#domain/catchment/house-list.ts';
import { streetKey } from '#domain/catchment/street-key.ts';
import { streetsOf } from '#domain/catchment/street-names.ts';
import { project } from '#tools/project.ts';

export type FuzzPlan = { readonly inputs: number; readonly seed: number; readonly limitMs: number };

/** What a run found; `slowestMs` is the best of three tries of the slowest input, so that a collection of garbage is not blamed on it. */
export type FuzzFound = {
  readonly inputs: number;
  readonly slowestMs: number;
  readonly slowestInput: string;
  readonly failures: readonly { readonly input: string; readonly because: string }[];
};

/** Feeds the notation with mutated lines of the golden table: it must not throw, lose an item, or take longer than the limit. */
export function fuzzNotation({ inputs, seed, limitMs }: FuzzPlan, progress: (done: number) => void = () => undefined): FuzzFound {
  const dice = diceFrom(seed);
  const corpus = goldenLines();
  const failures: { input: string; because: string }[] = [];
  let slowest = { ms: 0, input: '' };
  for (let done = 1; done <= inputs && failures.length < FAILURES_SHOWN; done += 1) {
    const input = mutated(corpus, dice);
    const because = tried(input, done % 2 === 0);
    if (because.failure !== null) failures.push({ input, because: because.failure });
    const ms =
      because.ms <= slowest.ms ? because.ms : Math.min(because.ms, tried(input, done % 2 === 0).ms, tried(input, done % 2 === 0).ms);
    if (ms > slowest.ms) slowest = { ms, input };
    if (ms > limitMs) failures.push({ input, because: `took ${ms.toFixed(1)} ms` });
    if (done % INPUTS_PER_STEP === 0) progress(done);
  }
  return { inputs, slowestMs: Number(slowest.ms.toFixed(2)), slowestInput: slowest.input, failures };
}

const FAILURES_SHOWN = 20;
const INPUTS_PER_STEP = 100_000;
const LONGEST_INPUT = 400;

function tried(input: string, namesStreet: boolean): { readonly ms: number; readonly failure: string | null } {
  const start = performance.now();
  try {
    const { tokens, unread, confirm } = readHouses(input, 'one_side', { namesStreet });
    const ms = performance.now() - start;
    const items = readItems(input, 'unsure', { namesStreet });
    parseHouse(input);
    streetKey(input);
    streetsOf(input);
    return { ms, failure: items.length === tokens && unread.length + confirm.length <= tokens ? null : 'an item was lost' };
  } catch (error) {
    return { ms: 0, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function goldenLines(): readonly string[] {
  const lines = readFileSync(join(project, 'src/domain/catchment/golden.txt'), 'utf8').split('\n');
  return lines.filter((line) => line.includes('→') && !line.startsWith('#')).map((line) => (line.split('→')[0] ?? '').trim());
}

type Dice = (below: number) => number;

/** A line with one to four changes: signs dropped, doubled, swapped or put in, lines joined, parts repeated. */
function mutated(corpus: readonly string[], dice: Dice): string {
  let text = corpus[dice(corpus.length)] ?? '';
  for (let change = 0; change <= dice(4); change += 1) {
    const at = dice(text.length + 1);
    const cut = at + dice(6);
    const other = corpus[dice(corpus.length)] ?? '';
    const ways = [
      () => text.slice(0, at) + text.slice(cut),
      () => text.slice(0, at) + SIGNS[dice(SIGNS.length)] + text.slice(at),
      () => text.slice(0, at) + other.slice(0, dice(other.length + 1)) + text.slice(at),
      () => text.slice(0, at) + text.slice(at, cut).repeat(1 + dice(20)) + text.slice(cut),
      () => `${text}${SEPARATORS[dice(SEPARATORS.length)]}${other}`,
      () => text.slice(0, at) + String.fromCodePoint(dice(0x3000) + 1) + text.slice(at),
      () => text.slice(cut) + text.slice(0, cut),
    ];
    text = (ways[dice(ways.length)] as () => string)().slice(0, LONGEST_INPUT);
  }
  return text;
}

const SIGNS = [...'0123456789абвдиксуя()[]«»".,;:-–/\\ №\t\n', ' с ', ' по ', ' и ', ' кроме ', ' все ', 'ул. ', 'корп. ', 'уч. '];
const SEPARATORS = [', ', '; ', ' ', ' и ', ' (', ') '];

function diceFrom(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

import { findText } from '#test/architecture/style/rule.ts';
import type { Finding, Source, StyleRule } from '#test/architecture/style/rule.ts';

const EMPTY_NAMES = ['utils', 'util', 'types', 'helpers', 'helper', 'common', 'index', 'misc', 'shared'];
const LONGEST = 300;
const MEDIAN = 80;
const P90 = 200;

/** A file is one thought; its name says which. */
export const tellingNames: StyleRule = {
  name: 'no file or folder has a name that says nothing',
  why: 'A file is named by a noun of the domain or the verb it does.',
  holdsFor: () => true,
  find: ({ path }) =>
    path
      .split('/')
      .map((part) => part.replace(/\..*$/, ''))
      .filter((part) => EMPTY_NAMES.includes(part))
      .map((part) => ({ line: 1, what: part })),
  bad: [
    'src/lib/utils.ts',
    'src/domain/quota/types.ts',
    'src/lib/index.ts',
    'src/server/helpers/text.ts',
    'src/domain/common/day.test.ts',
  ].map((path) => ({
    path,
    text: '',
  })),
  good: [{ path: 'src/domain/core/day.ts', text: '' }],
};

/** No file is longer than one can hold in the head. */
export const shortFiles: StyleRule = {
  name: `no file is longer than ${String(LONGEST)} lines`,
  why: 'A file is one thought.',
  holdsFor: () => true,
  find: ({ text }) => (linesOf(text) > LONGEST ? [{ line: LONGEST + 1, what: `${String(linesOf(text))} lines` }] : []),
  bad: [{ path: 'src/server/main.ts', text: '\n'.repeat(LONGEST + 1) }],
  good: [{ path: 'src/server/main.ts', text: '\n'.repeat(LONGEST) }],
};

/** Nothing is left for later in the code, no test is left out or left alone. */
export const nothingLeftOver: StyleRule = {
  name: 'nothing is left for later, and no test is left out',
  why: 'A note to oneself belongs to the tracker; a test that does not run proves nothing.',
  holdsFor: (path) => !path.startsWith('test/architecture/style/'),
  find: ({ text }) => findText(text, /\b(TODO|FIXME|XXX)\b|\b(test|it|describe|suite)\.(only|skip|todo)\b|\{ only: true\b/g),
  bad: [
    { path: 'src/server/main.ts', text: '// TODO close the pool' },
    { path: 'src/server/main.ts', text: '/* FIXME */' },
    { path: 'src/domain/core/day.test.ts', text: "test.only('a', () => {});" },
    { path: 'src/domain/core/day.test.ts', text: "test.skip('a', () => {});" },
    { path: 'src/domain/core/day.test.ts', text: "test('a', { only: true }, () => {});" },
  ],
};

/** The shape of the whole tree: files are short in the middle, too. */
export function lengthsOutOfShape(sources: readonly Source[]): readonly Finding[] {
  const lengths = sources.map(({ text }) => linesOf(text)).sort((a, b) => a - b);
  const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))] ?? 0;
  return [
    { measured: at(0.5), limit: MEDIAN, name: 'median' },
    { measured: at(0.9), limit: P90, name: '90th percentile' },
  ]
    .filter(({ measured, limit }) => measured >= limit)
    .map(({ measured, limit, name }) => ({ line: 1, what: `${name} is ${String(measured)} lines, not under ${String(limit)}` }));
}

function linesOf(text: string): number {
  return text.endsWith('\n') ? text.split('\n').length - 1 : text.split('\n').length;
}

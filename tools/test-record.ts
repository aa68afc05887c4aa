import path from 'node:path';
import { project } from './project.ts';

/** One test as it ended. `name` is its whole path, suites included, parted by ` > `; `file` is relative to the project. */
export type TestResult = {
  readonly name: string;
  readonly file: string;
  readonly status: 'ok' | 'failed' | 'skipped' | 'todo';
  readonly durationMs: number;
};

/** How long one file took, its process included. */
export type FileTime = { readonly file: string; readonly durationMs: number };

/** The part of the test runner's events that is read here. */
export type TestEvent = { readonly type: string; readonly data: unknown };

type Ended = {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details?: { readonly duration_ms?: number; readonly type?: string };
};

/** A reporter of `node --test`, which demands a default export: writes every test of the run as a JSON list. */
export default async function* record(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const results: TestResult[] = [];
  const open = new Map<string, string[]>();
  for await (const { type, data } of source) {
    if (type === 'test:start') enter(open, data as Ended);
    if (type === 'test:pass' || type === 'test:fail') {
      const result = resultOf(open, data as Ended, type === 'test:pass');
      if (result !== null) results.push(result);
    }
  }
  yield `${JSON.stringify(results, null, 1)}\n`;
}

/** A record in which the files of `fresh` replace what was known of them. */
export function mergeRecords<T extends { readonly file: string }>(known: readonly T[], fresh: readonly T[]): readonly T[] {
  const files = new Set(fresh.map(({ file }) => file));
  return [...known.filter(({ file }) => !files.has(file)), ...fresh];
}

/** Files run side by side, but the runner reports each file's tests in order: one path of open suites per file. */
function enter(open: Map<string, string[]>, { name, nesting, file }: Ended): void {
  const path_ = open.get(file ?? '') ?? [];
  path_.length = nesting;
  path_[nesting] = name;
  open.set(file ?? '', path_);
}

function resultOf(open: Map<string, string[]>, ended: Ended, passed: boolean): TestResult | null {
  const suites = (open.get(ended.file ?? '') ?? []).slice(0, ended.nesting);
  if (ended.details?.type === 'suite' && passed) return null;
  const status = isMarked(ended.skip) ? 'skipped' : isMarked(ended.todo) ? 'todo' : passed ? 'ok' : 'failed';
  const file = ended.file === undefined ? '' : path.relative(project, ended.file);
  return { name: [...suites, ended.name].join(' > '), file, status, durationMs: Math.round(ended.details?.duration_ms ?? 0) };
}

function isMarked(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}

import type { ImportGraph } from './import-graph.ts';

/** Every test of the house. */
export const everyTest = ['src/**/*.test.ts', 'simulators/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts', 'test/e2e/*.e2e.ts'];

/** What makes a test slow: a database, a browser, built pages, a process of its own, a network of its own. */
const slow = /^(playwright-core|pg|node:child_process|node:worker_threads|tools\/build\.ts|test\/support\/database\.ts)$/;

/** Files that play many thousands of cases; they run with all the others, not with the fast ones. */
const long = /^(test\/(simulation|fuzz|walks|architecture)\/|simulators\/)/;

/** A test of the fast kind needs nothing but this process: `npm run test:fast`. */
export function isFast(graph: ImportGraph, file: string): boolean {
  return !long.test(file) && ![...graph.needs(file).keys()].some((needed) => slow.test(needed));
}

import os from 'node:os';

/** For one file, on a machine many times slower than a good one; the run as a whole has no limit, for no test fails because a machine is slow. */
export const fileTimeoutMs = 30 * 60_000;

/** What one test process, and each server it starts, may keep in JavaScript memory: a build that eats memory without end dies alone. */
export const heapMegabytes = 1_536;

/** As many files side by side as there are cores. */
export const filesAbreast = os.availableParallelism();

/** The environment of test processes and of what they start, limited in memory. */
export function limited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = env['NODE_OPTIONS'] ?? '';
  const heap = given.includes('--max-old-space-size') ? '' : `--max-old-space-size=${heapMegabytes}`;
  return { ...env, NODE_OPTIONS: [given, heap].filter(Boolean).join(' ') };
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/**
 * Writes a generated file; with `--check` among the arguments it writes nothing and says (exit code 1) when the file differs
 * from what would be written.
 */
export function writeOrCompare(path: string, text: string): void {
  const name = relative(process.cwd(), path);
  const old = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (old === text) return;
  if (process.argv.includes('--check')) {
    console.error(old === null ? `${name} is missing.` : `${name} is out of date, first at line ${String(firstDifference(old, text))}.`);
    console.error(`Run: npm run generate`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.error(`${name} written.`);
}

/** The first line (from 1) in which two texts differ. */
export function firstDifference(left: string, right: string): number {
  const [a, b] = [left.split('\n'), right.split('\n')];
  return a.findIndex((line, at) => line !== b[at]) + 1 || a.length + 1;
}

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../bench');
const names = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((file) => /^[a-z-]+\.ts$/.test(file))
      .map((file) => file.slice(0, -'.ts'.length))
      .sort()
  : [];

const HELP = `npm run bench -- <name> [--json] [options]

Measures one thing and prints ratios; --json prints one line on standard output.
${names.map((name) => `  ${name.padEnd(10)} ${titleOf(name)}`).join('\n') || '  (there is no bench yet)'}
`;

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === '-h') {
  process.stdout.write(HELP);
} else if (!names.includes(name)) {
  process.stderr.write(`There is no bench “${name}”.\n\n${HELP}`);
  process.exitCode = 1;
} else {
  const child = spawn(process.execPath, [join(FOLDER, `${name}.ts`), ...rest], { stdio: 'inherit' });
  child.on('error', (error) => {
    process.stderr.write(`The bench did not start: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

/** The first sentence of the bench's own docstring. */
function titleOf(bench: string): string {
  const opening = /\/\*\*([\s\S]*?)\*\//.exec(readFileSync(join(FOLDER, `${bench}.ts`), 'utf8'))?.[1] ?? '';
  return (
    opening
      .replace(/^\s*\* ?/gm, ' ')
      .trim()
      .split(/\.\s/)[0] ?? ''
  );
}

import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { project } from './project.ts';

const FOLDER = join(project, 'test/fuzz');
const [name = '', ...rest] = process.argv.slice(2);
const script = join(FOLDER, `${name}.ts`);

if (!/^[a-z]+$/.test(name) || !existsSync(script)) {
  const names = globSync('*.test.ts', { cwd: FOLDER }).map((file) => basename(file, '.test.ts'));
  process.stderr.write(`npm run fuzz -- <name> [--inputs 1000000] [--seed 1] [--json]\n\nThere is: ${names.join(', ')}\n`);
  process.exitCode = 1;
} else {
  const child = spawn(process.execPath, [script, ...rest], { stdio: 'inherit' });
  child.on('error', (error) => {
    process.stderr.write(`It did not start: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

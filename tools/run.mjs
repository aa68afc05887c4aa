/**
 * `node tools/run.mjs <file.ts> …` runs a program of ours on Node 24. npm leaves the scripts before a script out when it is set to ignore
 * scripts, so the set-up is looked at here too (milliseconds when all is well). Plain JavaScript: this may be Node 20.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeForProject, setUpOrExplain } from './setup.mjs';

const [file = '', ...args] = process.argv.slice(2);

if (setUpOrExplain()) {
  if (process.version.startsWith('v24.')) {
    process.argv.splice(1, 2, path.resolve(file));
    await import(pathToFileURL(path.resolve(file)).href);
  } else {
    runOn(nodeForProject());
  }
}

function runOn(node) {
  const child = spawn(node, [file, ...args], { stdio: 'inherit' });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.once('exit', (code, by) => process.exit(code ?? (by === null ? 0 : 1)));
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { runToEnd } from './demo/children.ts';
import { withFileLock } from './file-lock.ts';
import { inData, inProject, project } from './project.ts';

/** Everything the built pages are made from. */
const sources = [
  'src/{routes,lib,domain}/**/*',
  'src/*.{html,ts,css}',
  'static/**/*',
  'messages/*.json',
  '{vite,svelte}.config.*',
  'package-lock.json',
];
const lockWaitMs = 5 * 60_000;
const folder = (demo: boolean) => (demo ? 'build-demo' : 'build');
const stampFile = (demo: boolean) => inProject(folder(demo), '.mektep-build');

/** `demo` builds the pages with the demo's bar, into a folder of their own. */
export type BuildOptions = { readonly log: (line: string) => void; readonly abort?: AbortSignal; readonly demo?: boolean };

/** Builds the pages when their sources have changed since the last build; otherwise costs a few dozen milliseconds. */
export async function ensureBuilt({ log, abort, demo = false }: BuildOptions): Promise<void> {
  if (await isBuildFresh(demo)) return;
  await withFileLock(inData('build.lock'), lockWaitMs, async () => {
    if (await isBuildFresh(demo)) return;
    const stamp = await sourcesHash();
    log('building the pages …');
    const vite = inProject('node_modules', 'vite', 'bin', 'vite.js');
    await runToEnd('Building the pages', [vite, 'build', '--logLevel', 'warn'], {
      env: { NODE_ENV: 'production', DEMO: demo ? '1' : '0' },
      quiet: true,
      ...(abort && { abort }),
    });
    await writeFile(stampFile(demo), stamp);
  });
}

/** True when the built pages were made from the sources as they are now. */
export async function isBuildFresh(demo = false): Promise<boolean> {
  if (!existsSync(inProject(folder(demo), 'handler.js'))) return false;
  const stamp = await readFile(stampFile(demo), 'utf8').catch(() => '');
  return stamp === (await sourcesHash());
}

async function sourcesHash(): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(sources, { cwd: project, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.includes('.test.')) files.push(`${entry.parentPath}/${entry.name}`);
  }
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(file.slice(project.length))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

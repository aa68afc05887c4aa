import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inProject, project } from '../project.ts';
import { applied, type Mutation } from './mutation.ts';

/** A copy of the tree in which one change at a time is tried; the tree itself is never touched. */
export type Arena = {
  readonly folder: string;
  /** Makes the change, works, and takes it back. */
  with<T>(mutation: Mutation, work: () => Promise<T>): Promise<T>;
};

const copied = [
  'src',
  'test',
  'tools',
  'simulators',
  'messages',
  'db',
  'docs',
  'static',
  'bench',
  'build',
  'package.json',
  'tsconfig.json',
];
const copiedToo = [
  'vite.config.ts',
  'package-lock.json',
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  '.prettierrc.json',
  'eslint.config.js',
];

/** Copies the tree; what was installed is shared. */
export async function openArena(folder: string): Promise<Arena> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const part of [...copied, ...copiedToo])
    await cp(inProject(part), path.join(folder, part), { recursive: true }).catch((fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'ENOENT') throw fault;
    });
  await symlink(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
  return {
    folder,
    async with(mutation, work) {
      const file = path.join(folder, mutation.file);
      const whole = await readFile(file, 'utf8');
      await writeFile(file, applied(whole, mutation));
      try {
        return await work();
      } finally {
        await writeFile(file, whole);
      }
    },
  };
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inProject, project } from '../project.ts';

/** Who imports whom among the project's own TypeScript, by paths relative to the project. */
export type ImportGraph = {
  /** What a file needs, directly or through others, with how many steps lie between; itself at none. Packages of npm stand by their names. */
  needs(file: string): ReadonlyMap<string, number>;
};

const imported = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'([^']+)'/g;
const rooms: Readonly<Record<string, string>> = {
  '#domain/': 'src/domain/',
  '#server/': 'src/server/',
  '#adapters/': 'src/adapters/',
  '#lib/': 'src/lib/',
  '#simulators/': 'simulators/',
  '#tools/': 'tools/',
  '#test/': 'test/',
};

/** Reads imports as they are written; what is imported as a type alone does not count, for it is not there when the file runs. */
export function importGraph(root: string = project): ImportGraph {
  const direct = new Map<string, readonly string[]>();
  const importsOf = (file: string) => {
    const known = direct.get(file) ?? readImports(root, file);
    direct.set(file, known);
    return known;
  };
  return {
    needs(file) {
      const steps = new Map([[file, 0]]);
      for (const [one, step] of steps) for (const next of importsOf(one)) if (!steps.has(next)) steps.set(next, step + 1);
      return steps;
    },
  };
}

function readImports(root: string, file: string): readonly string[] {
  if (!file.endsWith('.ts')) return [];
  const text = sourceOf(root, file).replaceAll(/^(import|export) type [^;]*;/gm, '');
  return [...text.matchAll(imported)].map(([, name = '']) => resolved(file, name));
}

function sourceOf(root: string, file: string): string {
  try {
    return readFileSync(root === project ? inProject(file) : path.join(root, file), 'utf8');
  } catch {
    return '';
  }
}

function resolved(from: string, name: string): string {
  if (name.startsWith('.')) return path.join(path.dirname(from), name);
  const room = Object.keys(rooms).find((prefix) => name.startsWith(prefix));
  return room === undefined ? name : `${rooms[room]}${name.slice(room.length)}`;
}

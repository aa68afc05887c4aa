import { inProject } from '../project.ts';
import { readFileSync } from 'node:fs';
import type { Mutation } from './mutation.ts';

/** A change that changes nothing anybody could see: where, the line as it stands, what it becomes, and why it is none. */
type Equivalent = { readonly file: string; readonly line: string; readonly from: string; readonly to: string; readonly why: string };

/** Tells whether a change is one of the committed list of those that change nothing. */
export function equivalents(): (mutation: Pick<Mutation, 'file' | 'from' | 'to' | 'line'>) => boolean {
  const known = JSON.parse(readFileSync(inProject('tools', 'mutate', 'equivalents.json'), 'utf8')) as readonly Equivalent[];
  return ({ file, from, to, line }) => {
    const own = known.filter((one) => one.file === file && one.from === from && one.to === to);
    if (own.length === 0) return false;
    const text = readFileSync(inProject(file), 'utf8').split('\n')[line - 1]?.trim() ?? '';
    return own.some((one) => one.line === text);
  };
}

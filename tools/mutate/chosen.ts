import { globSync, readFileSync } from 'node:fs';
import { inProject, project } from '../project.ts';
import { isTypeScript, mutationsInCode } from './in-code.ts';
import type { GuardMutation } from './in-guards.ts';
import { applied, type Mutation } from './mutation.ts';

/** What is changed: the law, the office, the windows, the library of the pages, and the guards of the schema. */
const scope = ['src/domain/**/*.ts', 'src/server/**/*.ts', 'src/adapters/**/*.ts', 'src/lib/server/**/*.ts'];
/** What only says how rows are typed, what the texts of other languages are, or what the demo shows. */
const left = /\.test\.ts$|\/(tables|tables-catchment|ports|vocabulary)\.ts$|^src\/server\/demo\//;

export type Tried = { readonly kind: 'code'; readonly mutation: Mutation } | { readonly kind: 'guard'; readonly guard: GuardMutation };

/** So many changes, chosen by the seed among all there are; every tenth is a guard of the schema. */
export function chooseMutations(seed: number, count: number, guards: readonly GuardMutation[], only: RegExp | null): readonly Tried[] {
  const dice = diceOf(seed);
  const code = globSync(scope, { cwd: project })
    .filter((file) => !left.test(file) && (only === null || only.test(file)))
    .sort()
    .flatMap((file) => mutationsInCode(file, readFileSync(inProject(file), 'utf8')));
  const guarded = guards.filter(({ file }) => only === null || only.test(file));
  const fromGuards = Math.min(guarded.length, code.length === 0 ? count : Math.round(count / 10));
  const picked = drawn(code, count - fromGuards, dice, ({ file, start, end, to }) => {
    const text = readFileSync(inProject(file), 'utf8');
    return isTypeScript(file, applied(text, { start, end, to }));
  });
  return [
    ...picked.map((mutation): Tried => ({ kind: 'code', mutation })),
    ...drawn(guarded, fromGuards, dice, () => true).map((guard): Tried => ({ kind: 'guard', guard })),
  ];
}

function drawn<T>(from: readonly T[], count: number, dice: () => number, counts: (one: T) => boolean): readonly T[] {
  const rest = [...from];
  const taken: T[] = [];
  while (taken.length < count && rest.length > 0) {
    const [one] = rest.splice(Math.floor(dice() * rest.length), 1) as [T];
    if (counts(one)) taken.push(one);
  }
  return taken;
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import { brokenNames, type BuildName } from './builds.ts';
import { tell } from './land.ts';
import { judgeStory, type Violation } from './paper.ts';
import { shorten } from './shorten.ts';
import { storyOf, type StorySize } from './stories.ts';

/** What whole campaigns with moving boundaries came to. */
export type MovingReport = {
  readonly claims: number;
  readonly violations: number;
  readonly publications: number;
  readonly decisionsTouched: number;
  readonly brokenBuilds: number;
  readonly brokenBuildsCaught: number;
};

const large: StorySize = { families: 1_500, deeds: 20_000, schools: 40 };
const storiesForBroken = 400;

/** Plays stories until so many claims were answered, and every broken build until it is found out. `say` is told what went wrong, in its shortest story. */
export function playMoving(
  seed: number,
  claimsWanted: number,
  size: StorySize | undefined = large,
  say: (line: string) => void = () => undefined,
): MovingReport {
  let [claims, violations, publications, touched] = [0, 0, 0, 0];
  for (let story = seed; claims < claimsWanted; story += 1) {
    const verdict = judgeStory(storyOf(story, size), 'product');
    claims += verdict.claims;
    publications += verdict.publications;
    touched += verdict.touched;
    violations += verdict.violations.length;
    const [first] = verdict.violations;
    if (first !== undefined) tellShortest(story, size, 'product', first, say);
  }
  const caught = brokenNames.filter((name) => findOut(name, seed, () => undefined));
  for (const name of brokenNames.filter((one) => !caught.includes(one))) say(`not found out: ${name}`);
  return {
    claims,
    violations,
    publications,
    decisionsTouched: touched,
    brokenBuilds: brokenNames.length,
    brokenBuildsCaught: caught.length,
  };
}

/** Looks for a small story in which a build is found out, and tells the shortest form of it. */
export function findOut(build: BuildName, seed: number, say: (line: string) => void): boolean {
  for (let story = seed; story < seed + storiesForBroken; story += 1) {
    const [first] = judgeStory(storyOf(story), build).violations;
    if (first === undefined) continue;
    tellShortest(story, undefined, build, first, say);
    return true;
  }
  return false;
}

function tellShortest(seed: number, size: StorySize | undefined, build: BuildName, { rule }: Violation, say: (line: string) => void): void {
  const isWrong = (story: ReturnType<typeof storyOf>) => judgeStory(story, build).violations.some((one) => one.rule === rule);
  const shortest = shorten(storyOf(seed, size), isWrong);
  const [wrong] = judgeStory(shortest, build).violations.filter((one) => one.rule === rule);
  say(`seed ${seed}, ${build}: not true that ${rule} (deed ${wrong?.deed}: ${wrong?.why})`);
  for (const line of tell(shortest)) say(`  ${line}`);
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenNames } from './builds.ts';
import { findOut, playMoving } from './moving.ts';
import { judgeStory } from './paper.ts';
import { storyOf } from './stories.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const stories = 150;

test(`KG25-21.4 KG25-18.4 in ${stories} small campaigns in which lists are published meanwhile every claim is decided on what is in force at its turn, and nobody's look counts (seed ${seed})`, () => {
  let [claims, touched, publications] = [0, 0, 0];
  for (let one = seed; one < seed + stories; one += 1) {
    const verdict = judgeStory(storyOf(one), 'product');
    assert.deepEqual(verdict.violations, [], `tell it: npm run simulate -- --boundaries moving --claims 1 --seed ${one}`);
    claims += verdict.claims;
    touched += verdict.touched;
    publications += verdict.publications;
  }
  assert.ok(claims > 1_000 && publications > 200, `${claims} claims, ${publications} publications`);
  assert.ok(touched > claims / 100, `${touched} of ${claims} decisions hung on the last change`);
});

for (const name of brokenNames) {
  test(`a build in which ${name} is found out, and its shortest story is told`, () => {
    const said: string[] = [];
    assert.ok(
      findOut(name, seed, (line) => said.push(line)),
      `seed ${seed}`,
    );
    assert.match(said[0] ?? '', new RegExp(`${name}: not true that`));
    assert.ok(said.length < 30, said.join('\n'));
  });
}

test('the report counts what was played', () => {
  const report = playMoving(seed, 50, { families: 20, deeds: 200, schools: 4 });
  assert.ok(report.claims >= 50 && report.publications > 0);
  assert.deepEqual([report.violations, report.brokenBuildsCaught], [0, report.brokenBuilds]);
});

/** `npm run simulate -- --claims 1000000 [--seed S]` or `--seasons N`: whole campaigns by the law alone, in memory; prints claims a second and what was broken. `--boundaries moving`: with hands that publish lists meanwhile; `--stories N` small ones, each told in full where it is wrong. */
import { parseArgs } from 'node:util';
import { playMoving } from './moving.ts';
import { judge } from './referee.ts';
import { play, seasonOf, type SeasonSize } from './season.ts';

const { values } = parseArgs({
  options: {
    claims: { type: 'string' },
    seasons: { type: 'string' },
    seed: { type: 'string' },
    boundaries: { type: 'string', default: 'still' },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const claimsWanted = Number(values.claims ?? (values.seasons === undefined ? 100_000 : Infinity));
const seasonsWanted = Number(values.seasons ?? Infinity);
if (values.boundaries === 'moving') {
  const report = playMoving(seed, claimsWanted, undefined, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${values.json ? JSON.stringify(report) : JSON.stringify(report, null, 2)}\n`);
  process.exit(report.violations === 0 && report.brokenBuildsCaught === report.brokenBuilds ? 0 : 1);
}
// A million claims are played in large campaigns, a season that failed is played as it was.
const large: SeasonSize | undefined =
  values.seasons === undefined ? { children: 4_000, deeds: 20_000, schools: 40, school: true } : undefined;

let [claims, seasons, violations, decideMs] = [0, 0, 0, 0];
while (claims < claimsWanted && seasons < seasonsWanted) {
  const season = seasonOf(seed + seasons, large);
  const began = performance.now();
  const played = play(season);
  decideMs += performance.now() - began;
  const { broken } = judge(season, played);
  for (const { rule, deed } of broken.slice(0, 5)) process.stderr.write(`seed ${season.seed}, deed ${deed}: not true that ${rule}\n`);
  claims += played.decisions.filter((decision) => decision !== null).length;
  violations += broken.length;
  seasons += 1;
}
const result = {
  seed,
  seasons,
  claims,
  violations,
  ...(violations === 0 ? { claimsPerSecond: Math.round((claims / decideMs) * 1000) } : {}),
};
if (violations > 0)
  process.stderr.write(`Something is wrong. Run it again: npm run simulate -- ${process.argv.slice(2).join(' ')} --seed ${seed}\n`);
process.stdout.write(`${values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
process.exitCode = violations === 0 ? 0 : 1;

/**
 * `npm run faults -- --kills N [--seed S] [--json] [--broken NAME]`: processes and PostgreSQL are killed, wires cut and the clock moved while families
 * claim; nothing may be lost, doubled, oversold or out of order. The last line is one JSON object; the exit code is 1 when anything is wrong.
 */
import { parseArgs } from 'node:util';
import { brokenBuild, brokenBuilds, linesGone } from './broken-builds.ts';
import { isClean } from './report.ts';
import { blow } from './storm.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    broken: { type: 'string' },
    servers: { type: 'string', default: '2' },
    clients: { type: 'string', default: '96' },
    think: { type: 'string', default: '150' },
    vanish: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const broken = values.broken === undefined ? null : brokenBuild(values.broken);
if (!(kills > 0) || !Number.isInteger(seed) || (values.broken !== undefined && broken === null)) {
  process.stderr.write(`--kills and --seed are numbers; --broken is one of ${Object.keys(brokenBuilds).join(', ')}\n`);
  process.exit(2);
}
const gone = broken === null ? [] : linesGone(broken);
if (gone.length > 0) {
  process.stderr.write(`These lines are not in the product any more; such a build breaks nothing:\n${gone.join('\n')}\n`);
  process.exit(2);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(130));

const log = (line: string) => process.stderr.write(`${line}\n`);
process.setMaxListeners(0);
const report = await blow({
  ...{ kills, seed, log, vanish: values.vanish, broken: values.broken ?? null },
  ...{ servers: Number(values.servers), clients: Number(values.clients), thinkMs: Number(values.think) },
});
const { wrong, ...line } = report;
const clean = isClean(report, kills);
for (const one of wrong.slice(0, 12)) log(one);
if (clean) log(`${kills} kills: nothing lost, doubled, oversold or out of order`);
else
  log(
    `Something is wrong. Seed ${seed}: npm run faults -- --kills ${kills} --seed ${seed}${values.broken === undefined ? '' : ` --broken ${values.broken}`}`,
  );
process.stdout.write(`${values.json ? JSON.stringify(line) : `${JSON.stringify(line, null, 2)}\n${JSON.stringify(line)}`}\n`);
// Wires that were torn may still be in the hands of the system; nothing waits for them.
process.stdout.write('', () => process.exit(clean ? 0 : 1));

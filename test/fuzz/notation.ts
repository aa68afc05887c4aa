import { parseArgs } from 'node:util';
import { fuzzNotation } from './mutate-notation.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const plan = { inputs: Number(values.inputs), seed: Number(values.seed), limitMs: 10 };
const found = fuzzNotation(plan, (done) => process.stderr.write(`${done} of ${plan.inputs}\n`));
const { inputs, slowestMs, slowestInput, failures } = found;
const lines = [
  `${inputs} inputs, seed ${plan.seed}: ${failures.length} failures, the slowest took ${slowestMs} ms: ${JSON.stringify(slowestInput)}`,
  ...failures.map(({ input, because }) => `${JSON.stringify(input)}: ${because}`),
];
process.stdout.write(values.json ? `${JSON.stringify({ ...found, seed: plan.seed })}\n` : `${lines.join('\n')}\n`);
if (failures.length > 0) process.exitCode = 1;

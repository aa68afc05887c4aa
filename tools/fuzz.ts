import { parseArgs } from 'node:util';
import { fuzzNotation } from './fuzz/notation.ts';

const HELP = `npm run fuzz -- notation [--inputs 1000000] [--seed 1] [--json]

  notation   the reader of house lists: no crash, no item lost, no wait over 10 ms
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

if (positionals[0] !== 'notation') {
  process.stderr.write(HELP);
  process.exitCode = 1;
} else {
  const plan = { inputs: Number(values.inputs), seed: Number(values.seed), limitMs: 10 };
  const found = fuzzNotation(plan, (done) => process.stderr.write(`${done} of ${plan.inputs}\n`));
  const { inputs, slowestMs, slowestInput, failures } = found;
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ ...found, seed: plan.seed })}\n`
      : [
          `${inputs} inputs, seed ${plan.seed}: ${failures.length} failures, the slowest took ${slowestMs} ms: ${JSON.stringify(slowestInput)}`,
          ...failures.map(({ input, because }) => `${JSON.stringify(input)}: ${because}`),
          '',
        ].join('\n'),
  );
  if (failures.length > 0) process.exitCode = 1;
}

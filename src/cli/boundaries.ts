import { Command } from 'commander';
import { readAct } from '#domain/catchment/act.ts';
import { parseBoundaries, parsedInWords } from './boundaries-parse.ts';
import { resolveAddress, resolvedInWords } from './boundaries-resolve.ts';
import { readBoundaryFile } from './boundary-file.ts';

/** `boundaries parse FILE` and `boundaries resolve FILE --street S --house H`: what Mektep understands of an act, and what the act says of an address. */
export function boundariesCommand(): Command {
  const command = new Command('boundaries').description('read the acts that assign addresses to schools');
  command
    .command('parse')
    .alias('read')
    .description(
      'read a CSV of district, school, street, houses (any header, “;” or “,”) or a text act: what is understood, what is not, and the conflicts',
    )
    .argument('<file>', 'the file: UTF-8, UTF-16 or windows-1251')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: { json?: true }) => {
      const outcome = await readBoundaryFile(file, tell);
      if (outcome.kind === 'refused') return command.error(`${file}: ${outcome.because}`);
      const parsed = parseBoundaries(outcome, tell);
      process.stdout.write(options.json ? `${JSON.stringify(parsed)}\n` : parsedInWords(parsed));
    });
  command
    .command('resolve')
    .description('say which schools an act gives an address to, by which row and item, or the nearest reason why none')
    .argument('<file>', 'the file, as for parse')
    .requiredOption('--street <name>', 'the street, with or without its type')
    .requiredOption('--house <number>', 'the house: 12, 12а, 12/3, 12 корп. 2')
    .option('--grade <number>', 'the grade of the child')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: { street: string; house: string; grade?: string; json?: true }) => {
      const grade = options.grade === undefined ? undefined : Number(options.grade);
      if (grade !== undefined && !(Number.isInteger(grade) && grade >= 0 && grade <= 12))
        return command.error('--grade is a number from 0 to 12');
      const outcome = await readBoundaryFile(file, tell);
      if (outcome.kind === 'refused') return command.error(`${file}: ${outcome.because}`);
      const { street, house } = options;
      const resolved = resolveAddress(readAct(outcome.rows), { street, house, ...(grade !== undefined && { grade }) });
      process.stdout.write(options.json ? `${JSON.stringify(resolved)}\n` : resolvedInWords(resolved));
    });
  return command;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

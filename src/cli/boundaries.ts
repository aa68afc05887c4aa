import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { readAct } from '#domain/catchment/act.ts';
import { type PlaceRead, readPlaces } from '#domain/places/geojson.ts';
import { connect } from '#server/db/connect.ts';
import { transact } from '#server/db/transaction.ts';
import { enterPlaces, type PlacesEntered } from '#server/places/service.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { effectCommand } from './boundaries-effect.ts';
import { parseBoundaries, parsedInWords } from './boundaries-parse.ts';
import { resolveAddress, resolvedInWords } from './boundaries-resolve.ts';
import { readBoundaryFile } from './boundary-file.ts';
import { boundariesEnter } from './entry.ts';

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
  command
    .command('places')
    .description(
      'enter where streets and schools lie, from a GeoJSON file: lines with “street_id” or “street” (and “district”), points with “school”',
    )
    .argument('<file>', 'a FeatureCollection in degrees, longitude first')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: { json?: true }) => {
      const features = readPlaces(await readFile(file, 'utf8'));
      if (features === null) return command.error(`${file}: this is no GeoJSON FeatureCollection`);
      const entered = await enterFile(features, path.basename(file));
      const lines = entered.left.map(({ place, because }) => `feature ${place}: ${because}`);
      const words = [
        `${entered.streets} streets and ${entered.schools} schools entered, ${entered.left.length} features not:`,
        ...lines,
        '',
      ];
      process.stdout.write(options.json ? `${JSON.stringify(entered)}\n` : words.join('\n'));
    });
  return command.addCommand(effectCommand()).addCommand(boundariesEnter());
}

async function enterFile(features: readonly PlaceRead[], source: string): Promise<PlacesEntered> {
  return withDatabase(tell, async ({ appUrl }) => {
    const database = connect(appUrl, { connections: 1, onLost: () => undefined });
    try {
      return await transact(database, 'system', (tx) => enterPlaces(tx, features, source));
    } finally {
      await database.close();
    }
  });
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

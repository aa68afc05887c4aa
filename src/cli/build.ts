import { Command } from 'commander';
import { ensureBuilt } from '#tools/build.ts';

/** `mektep build`: builds the pages when their sources have changed. */
export function buildCommand(): Command {
  return new Command('build').description('build the pages, when their sources have changed since the last time').action(async () => {
    await ensureBuilt({ log: (line) => process.stderr.write(`${line}\n`) });
    process.stdout.write('The pages are built.\n');
  });
}

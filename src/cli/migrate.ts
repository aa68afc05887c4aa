import { Command } from 'commander';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { migrate } from '#tools/migrate.ts';
import { Trouble } from '#tools/trouble.ts';

/** `mektep migrate`: brings the database up to date. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database up to date: that of DATABASE_OWNER_URL (or DATABASE_URL), else the demo’s')
    .action(async () => {
      if (process.env['NODE_ENV'] === 'production' && !process.env['DATABASE_OWNER_URL'])
        throw new Trouble('In production DATABASE_OWNER_URL must name the owner’s account: only it may migrate.');
      const log = (line: string) => process.stderr.write(`${line}\n`);
      const applied = await withDatabase(log, ({ ownerUrl }) => migrate(ownerUrl, { log }));
      process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.length}: ${applied.join(', ')}\n`);
    });
}

import { Command } from 'commander';
import { reportFailure } from '#tools/trouble.ts';
import { doctorCommand } from './doctor.ts';
import { migrateCommand } from './migrate.ts';
import { resetCommand } from './reset.ts';

const program = new Command('mektep')
  .description('The command line of Mektep. Through npm: npm run mektep -- <command>')
  .showHelpAfterError()
  .addCommand(migrateCommand())
  .addCommand(doctorCommand())
  .addCommand(resetCommand());

await program.parseAsync().catch(reportFailure);

import { Command } from 'commander';
import { reportFailure } from '#tools/trouble.ts';
import { boundariesCommand } from './boundaries.ts';
import { buildCommand } from './build.ts';
import { clockCommand } from './clock.ts';
import { doctorCommand } from './doctor.ts';
import { migrateCommand } from './migrate.ts';
import { quotaCommand } from './quota.ts';
import { replayCommand } from './replay.ts';
import { resetCommand } from './reset.ts';
import { seedCommand } from './seed.ts';

const program = new Command('mektep')
  .description('The command line of Mektep. Through npm: npm run mektep -- <command>')
  .showHelpAfterError()
  .addCommand(buildCommand())
  .addCommand(migrateCommand())
  .addCommand(doctorCommand())
  .addCommand(seedCommand())
  .addCommand(clockCommand())
  .addCommand(boundariesCommand())
  .addCommand(replayCommand())
  .addCommand(quotaCommand())
  .addCommand(resetCommand());

await program.parseAsync().catch(reportFailure);

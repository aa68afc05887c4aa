import { Command } from 'commander';
import { reportFailure } from '#tools/trouble.ts';
import { boundariesCommand } from './boundaries.ts';
import { buildCommand } from './build.ts';
import { campaignCommand } from './campaign.ts';
import { clockCommand } from './clock.ts';
import { doctorCommand } from './doctor.ts';
import { entryCommands } from './entry.ts';
import { jobsCommand } from './jobs.ts';
import { keysCommand } from './keys.ts';
import { migrateCommand } from './migrate.ts';
import { quotaCommand } from './quota.ts';
import { replayCommand } from './replay.ts';
import { resetCommand } from './reset.ts';
import { seedCommand } from './seed.ts';
import { staffCommand } from './staff.ts';

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
  .addCommand(campaignCommand())
  .addCommand(staffCommand())
  .addCommand(keysCommand())
  .addCommand(jobsCommand())
  .addCommand(resetCommand());
for (const command of entryCommands()) program.addCommand(command);

await program.parseAsync().catch(reportFailure);

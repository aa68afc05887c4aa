import { Command } from 'commander';
import type { Database } from '#server/db/connect.ts';
import { dropGivenUp, findGivenUp, queueState, retryGivenUp } from '#server/db/job-list.ts';
import { transact } from '#server/db/transaction.ts';
import { append } from '#server/journal/store.ts';
import { Trouble } from '#tools/trouble.ts';
import { type Said, say, withOffice } from './office.ts';

/** `mektep jobs list|retry|drop`: jobs that were given up, and what becomes of them. */
export function jobsCommand(): Command {
  const command = new Command('jobs').description('look after jobs that were given up');
  command
    .command('list')
    .description('show the jobs that were given up, and how the queue stands')
    .action(async () => {
      const { found, state } = await withOffice(async (database) => ({
        found: await findGivenUp(database),
        state: await queueState(database),
      }));
      for (const { id, task, attempts, error, since } of found)
        say(`${id}  ${task}, ${attempts} attempts, since ${since.toISOString()}: ${error ?? 'its process ended with it in hand'}`);
      say(`${state.givenUp} given up, ${state.waiting} waiting, the oldest due for ${state.oldestDueSeconds} seconds.`);
    });
  withSaid(
    command.command('retry').description('begin given-up jobs anew').argument('[ids...]', 'their ids').option('--all', 'all of them'),
  ).action(async (ids: readonly string[], { all, ...said }: Said & { readonly all?: true }) => {
    if (ids.length === 0 && all !== true) throw new Trouble('Which? Give ids of `jobs list`, or --all.');
    await change('job.retried', said, (database) => retryGivenUp(database, all === true ? null : idsOf(ids)));
  });
  withSaid(
    command.command('drop').description('throw given-up jobs away: what they were to do is not done').argument('<ids...>', 'their ids'),
  ).action((ids: readonly string[], said: Said) => change('job.dropped', said, (database) => dropGivenUp(database, idsOf(ids))));
  return command;
}

async function change(act: string, { by, ground }: Said, work: (database: Database) => Promise<readonly string[]>): Promise<void> {
  const done = await withOffice(async (database) => {
    const jobs = await work(database);
    if (jobs.length > 0)
      await transact(database, 'system', (tx) =>
        append(tx, [{ at: new Date(), actor: 'system', act, campaign: null, subject: null, detail: { jobs, by, ground } }]),
      );
    return jobs;
  });
  say(done.length === 0 ? 'None of these was given up: nothing was changed.' : `${done.length}: ${done.join(', ')}`);
  if (done.length === 0) process.exitCode = 1;
}

function idsOf(texts: readonly string[]): readonly string[] {
  const wrong = texts.find((text) => !/^\d{1,18}$/.test(text));
  if (wrong !== undefined) throw new Trouble(`${wrong} is no id of a job; see \`jobs list\`.`);
  return texts;
}

function withSaid(command: Command): Command {
  return command
    .requiredOption('--by <who>', 'who decides it; kept in the journal')
    .requiredOption('--ground <text>', 'why; kept in the journal');
}

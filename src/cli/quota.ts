import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import type { Language } from '#domain/core/language.ts';
import { type CapacityAnswer, openRegister } from '#server/allocation/service.ts';
import { type QuotaService, quotaService } from '#server/allocation/service-quota.ts';
import { demoOffsetSeconds, publishedCampaign } from '#server/campaign/service.ts';
import { clockAhead } from '#server/clock.ts';
import { connect } from '#server/db/connect.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { Trouble } from '#tools/trouble.ts';
import { quotaImport } from './entry.ts';

type Said = { readonly campaign?: string; readonly ground: string; readonly by: string; readonly key?: string };
type Set = Said & { readonly school: string; readonly grade: string; readonly language: string; readonly seats: string };

/** `mektep quota set …` and `mektep quota release-preference …`: seats change in the order of the arrivals, also while a campaign is open. */
export function quotaCommand(): Command {
  const command = new Command('quota').description('change how many seats there are, in the order of the arrivals and on record');
  withSaid(command.command('set').description('set the seats of a school’s class; both shares follow the law'))
    .requiredOption('--school <code>', 'code or id of the school')
    .requiredOption('--grade <number>', 'the grade')
    .requiredOption('--language <code>', 'language of teaching: ky, ru, uz, …')
    .requiredOption('--seats <number>', 'all seats of the class, with the preference share')
    .action(async (said: Set) => {
      const seats = whole('seats', said.seats);
      const given = { school: said.school, grade: whole('grade', said.grade), language: said.language as Language, seats };
      const answer = await withQuota(said, (quota, hand) => quota.set(given, hand));
      if (answer === null) throw new Trouble(`School ${said.school} has no grade ${said.grade} taught in ${said.language}.`);
      process.stdout.write(`${tell(answer)}\n`);
      if (answer.kind !== 'changed') process.exitCode = 1;
    });
  withSaid(
    command
      .command('release-preference')
      .description('give the unused seats of the preference share to everybody: the ministry’s decision'),
  ).action(async (said: Said) => {
    const { pools, seats, refused } = await withQuota(said, (quota, hand) => quota.releasePreference(hand));
    process.stdout.write(
      `${seats} seats of ${pools} classes are free to everybody now.${refused > 0 ? ` ${refused} changed meanwhile: repeat.` : ''}\n`,
    );
    if (refused > 0) process.exitCode = 1;
  });
  return command.addCommand(quotaImport());
}

function withSaid(command: Command): Command {
  return command
    .requiredOption('--ground <text>', 'the order or clause it rests on; kept with the change')
    .option('--by <who>', 'who changes it; kept with the change', 'operator at the command line')
    .option('--key <uuid>', 'idempotency key; repeat a change that was not answered with the key it had')
    .option('--campaign <code>', 'the campaign’s code or id; the newest published one when it is not said');
}

async function withQuota<T>(
  { campaign: code, ground, by, key = randomUUID() }: Said,
  work: (quota: QuotaService, hand: { readonly actor: string; readonly ground: string; readonly key: string }) => Promise<T>,
): Promise<T> {
  return withDatabase(
    (line) => process.stderr.write(`${line}\n`),
    async ({ appUrl }) => {
      const database = connect(appUrl, { connections: 2, onLost: () => undefined });
      try {
        const campaign = await publishedCampaign(database, code);
        const offsetMs = (await demoOffsetSeconds(database)) * 1000;
        const onFault = (fault: unknown) => process.stderr.write(`${String(fault)}\n`);
        const register = openRegister(database, {
          ...{ campaign, clock: clockAhead(() => offsetMs), onFault },
          ...{ queueLimit: 100_000, batchLimit: 512, patienceMs: 60_000 },
        });
        try {
          return await work(quotaService(database, { campaign, register }), { actor: by, ground, key });
        } finally {
          await register.close();
        }
      } finally {
        await database.close();
      }
    },
  );
}

function tell(answer: CapacityAnswer): string {
  if (answer.kind === 'changed')
    return answer.changes.map(({ number, pool, before, after }) => `number ${number}: pool ${pool}, ${before} → ${after} seats`).join('\n');
  if (answer.kind !== 'refused') return 'Not known yet: repeat it with the same --key.';
  return answer.outcome === 'below_taken'
    ? `Refused: ${answer.taken} seats are taken, ${answer.short} too few.`
    : 'Refused: there is no such pool.';
}

function whole(name: string, text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new Trouble(`--${name} ${text} is no whole number of seats or grades.`);
  return Number(text);
}

import { Command } from 'commander';
import { type Moment, moment } from '#domain/core/day.ts';
import { publishedCampaign, setDemoClock } from '#server/campaign/service.ts';
import { connect } from '#server/db/connect.ts';
import { transact } from '#server/db/transaction.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { Trouble } from '#tools/trouble.ts';

/** `mektep clock MOMENT`: moves the demo's clock; it runs on from there. */
export function clockCommand(): Command {
  return new Command('clock')
    .description('move the demo’s clock, e.g. 2025-06-01T23:59; it runs on from there')
    .argument('<moment>', 'the campaign’s wall clock, YYYY-MM-DDTHH:MM')
    .action(async (text: string) => {
      if (process.env['NODE_ENV'] === 'production') throw new Trouble('Production has no demo clock: its campaigns run by the world’s.');
      const at = momentFrom(text);
      await withDatabase(
        (line) => process.stderr.write(`${line}\n`),
        async ({ appUrl }) => {
          const database = connect(appUrl, { connections: 1, onLost: () => undefined });
          try {
            const { policy } = await publishedCampaign(database, undefined);
            await transact(database, 'system', (tx) => setDemoClock(tx, policy, at, Date.now()));
          } finally {
            await database.close();
          }
        },
      );
      process.stdout.write(`The demo’s clock shows ${at} and runs on.\n`);
    });
}

function momentFrom(text: string): Moment {
  try {
    return moment(text);
  } catch {
    throw new Trouble(`“${text}” is no moment. It looks like this: 2025-06-01T23:59`);
  }
}

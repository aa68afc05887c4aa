import { Command } from 'commander';
import { replayCampaign, type Replayed } from '#server/allocation/service-replay.ts';
import { publishedCampaign } from '#server/campaign/service.ts';
import { connect } from '#server/db/connect.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';

/** `mektep replay [--campaign CODE] [--json]`: decides a campaign again and prints “identical” or the first difference; exit code 1 for a difference. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('decide a campaign again from its arrivals and its policy, and say “identical” or what differs first')
    .option('--campaign <code>', 'the campaign’s code or id; the newest published one when it is not said')
    .option('--json', 'print one JSON object')
    .action(async (options: { readonly campaign?: string; readonly json?: true }) => {
      const { code, replayed } = await withDatabase(
        (line) => process.stderr.write(`${line}\n`),
        async ({ appUrl }) => {
          const database = connect(appUrl, { connections: 2, onLost: () => undefined });
          try {
            const campaign = await publishedCampaign(database, options.campaign);
            return { code: campaign.code, replayed: await replayCampaign(database, campaign) };
          } finally {
            await database.close();
          }
        },
      );
      process.stdout.write(options.json ? `${JSON.stringify({ campaign: code, ...replayed })}\n` : `${tell(code, replayed)}\n`);
      if (replayed.difference !== null) process.exitCode = 1;
    });
}

function tell(code: string, { arrivals, changes, batches, difference }: Replayed): string {
  const seen = `${code}: ${arrivals} arrivals and ${changes} changes of seats in ${batches} batches`;
  if (difference === null) return `${seen}: identical`;
  const { seq, what, recorded, decidedAgain } = difference;
  return `${seen}, then a difference${seq > 0 ? ` at number ${seq}` : ''}, ${what}:\n  recorded      ${JSON.stringify(recorded)}\n  decided again ${JSON.stringify(decidedAgain)}`;
}

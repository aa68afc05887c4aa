import { Command } from 'commander';
import { type Day, parseDay } from '#domain/core/day.ts';
import { publishedCampaign } from '#server/campaign/service.ts';
import { type Effect, effectService } from '#server/catchment/service-effect.ts';
import { connect } from '#server/db/connect.ts';
import { transact } from '#server/db/transaction.ts';
import { append } from '#server/journal/store.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { Trouble } from '#tools/trouble.ts';

type Options = {
  readonly from: string;
  readonly to: string;
  readonly campaign?: string;
  readonly children?: true;
  readonly json?: true;
};

/** `boundaries effect --from DAY --to DAY`: resolves every family again by the boundaries of two days, and counts who would move. */
export function effectCommand(): Command {
  return new Command('effect')
    .description('resolve every known family by the boundaries of two days, and say who would move between which schools')
    .requiredOption('--from <day>', 'the boundaries in force on this day, YYYY-MM-DD')
    .requiredOption('--to <day>', '… against those in force on this one')
    .option('--campaign <code>', 'the campaign’s code; the newest published one when it is not said')
    .option('--children', 'write the ids of the children who move into the journal')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const [from, to] = [dayIn('from', options.from), dayIn('to', options.to)];
      const { effect, seconds } = await effectOf(options, from, to);
      process.stdout.write(options.json ? `${JSON.stringify({ from, to, ...counted(effect), seconds })}\n` : told(effect, seconds));
    });
}

function dayIn(name: string, text: string): Day {
  const found = parseDay(text);
  if (found === null) throw new Trouble(`--${name} ${text} is no day. It looks like this: 2025-09-01`);
  return found;
}

function effectOf(options: Options, from: Day, to: Day): Promise<{ readonly effect: Effect; readonly seconds: number }> {
  return withDatabase(
    (line) => process.stderr.write(`${line}\n`),
    async ({ appUrl }) => {
      const database = connect(appUrl, { connections: 2, onLost: () => undefined });
      try {
        const campaign = await publishedCampaign(database, options.campaign);
        const began = performance.now();
        const effect = await effectService(database, campaign).betweenDays(from, to);
        const seconds = Number(((performance.now() - began) / 1000).toFixed(2));
        if (options.children)
          await transact(database, 'system', (tx) =>
            append(
              tx,
              effect.moves.map(({ before, after, children }) => ({
                ...{ at: new Date(), actor: 'system' as const, act: 'boundaries.moves', campaign: campaign.id, subject: null },
                detail: { from, to, before, after, children },
              })),
            ),
          );
        return { effect, seconds };
      } finally {
        await database.close();
      }
    },
  );
}

function counted({ asked, moves, unserved }: Effect) {
  return {
    asked,
    moving: moves.reduce((sum, { children }) => sum + children.length, 0),
    unserved: [...unserved.values()].reduce((sum, children) => sum + children, 0),
    moves: moves.map(({ before, after, children }) => ({ before, after, children: children.length })),
  };
}

function told(effect: Effect, seconds: number): string {
  const { asked, moving, unserved, moves } = counted(effect);
  const schools = (ids: readonly string[]) => (ids.length === 0 ? 'no school' : ids.join(', '));
  return [
    `${asked} children asked about in ${seconds} s: ${moving} would move, ${unserved} would have no school.`,
    ...moves.map(({ before, after, children }) => `  ${children}: ${schools(before)} → ${schools(after)}`),
    '',
  ].join('\n');
}

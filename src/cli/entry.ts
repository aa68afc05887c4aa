import { Command } from 'commander';
import { dayOf } from '#domain/core/day.ts';
import type { EntryForms, EntryRow } from '#domain/entry/input.ts';
import { columnsOf } from '#domain/entry/input.ts';
import { enterDaysOff } from '#server/calendar/service.ts';
import { publishedCampaign } from '#server/campaign/service.ts';
import { addStreets, assignHouses } from '#server/catchment/service.ts';
import { momentAt } from '#server/clock.ts';
import type { Database } from '#server/db/connect.ts';
import { transact, type Tx } from '#server/db/transaction.ts';
import { type Entered, entryService, type Problem } from '#server/entry/service.ts';
import { enterBoundaries } from '#server/entry/service-boundaries.ts';
import { addDistricts, addPools, addSchools } from '#server/school/service.ts';
import { type Said, say, withOffice } from './office.ts';
import { readList } from './read-list.ts';

const writers: Parameters<typeof entryService>[2] = {
  addDistricts,
  addStreets,
  addSchools: async (tx, schools) => {
    await addSchools(
      tx,
      '',
      0,
      schools.map((school) => ({ ...school, seats: [], documents: [] })),
    );
  },
  addPools,
  enterDaysOff,
};

type Entry = ReturnType<typeof entryService>;

/** `mektep districts|streets|schools|calendar import FILE`: the lists an installation begins with. */
export function entryCommands(): readonly Command[] {
  return [
    listCommand('districts', 'districts', 'districts and their regions, as the address bureau numbers them', (entry, rows) =>
      entry.districts(rows),
    ),
    listCommand('streets', 'streets', 'streets, as the address bureau numbers them', (entry, rows) => entry.streets(rows)),
    listCommand('schools', 'schools', 'schools; one that is there already is brought up to date', (entry, rows) => entry.schools(rows)),
    listCommand(
      'calendar',
      'days_off',
      'days off and Saturdays that are worked; days already there stay as they are',
      async (entry, rows, database) => {
        const { policy } = await publishedCampaign(database, undefined);
        return entry.daysOff(policy.country, rows);
      },
    ),
  ];
}

/** `mektep quota import FILE`: the seats that classes begin with. */
export function quotaImport(): Command {
  return importCommand('quotas', 'the seats that classes of the campaign begin with', async (entry, rows, database, campaign) =>
    entry.quotas(await publishedCampaign(database, campaign), rows),
  ).option('--campaign <code>', 'the campaign’s code or id; the newest published one when it is not said');
}

/** `mektep boundaries enter FILE`: the first boundaries of schools that have none. */
export function boundariesEnter(): Command {
  return importCommand(
    'boundaries',
    'the first boundaries of schools that have none',
    async (_, rows, database, campaign, { tx, hand }) => {
      const { id, policy } = await publishedCampaign(database, campaign);
      const today = dayOf(momentAt(Date.now(), policy.timeZone));
      return enterBoundaries(tx, id, rows, hand, (lists) => assignHouses(tx, id, today, lists));
    },
  ).name('enter');
}

function listCommand<Kind extends keyof EntryForms>(name: string, kind: Kind, what: string, enter: Enter<Kind>): Command {
  return new Command(name).description(`enter ${what}`).addCommand(importCommand(kind, what, enter));
}

type Enter<Kind extends keyof EntryForms> = (
  entry: Entry,
  rows: readonly EntryRow<Kind>[],
  database: Database,
  campaign: string | undefined,
  beside: { readonly tx: Tx; readonly hand: Said },
) => Promise<Entered>;

function importCommand<Kind extends keyof EntryForms>(kind: Kind, what: string, enter: Enter<Kind>): Command {
  return new Command('import')
    .description(`enter ${what}: all of the file or nothing. A CSV with the columns ${columnsOf(kind).known.join(', ')}`)
    .argument('<file>', 'the CSV')
    .requiredOption('--by <who>', 'who enters it; kept in the journal')
    .requiredOption('--ground <text>', 'the order or letter it rests on; kept in the journal')
    .action(async (file: string, { by, ground, campaign }: Said & { readonly campaign?: string }) => {
      const { rows, problems } = await readList(file, kind);
      if (problems.length > 0) return tellProblems(problems);
      const entered = await withOffice((database) =>
        transact(database, 'system', (tx: Tx) =>
          enter(entryService(tx, { by, ground }, writers), rows, database, campaign, { tx, hand: { by, ground } }),
        ),
      );
      if (entered.kind === 'refused') return tellProblems(entered.problems);
      say(`${entered.entered} entered, ${entered.changed} brought up to date, ${entered.same} as they were.`);
    });
}

const problemsShown = 50;

/** Row by row, then how many: nothing was entered. */
export function tellProblems(problems: readonly Problem[]): void {
  const sorted = problems.toSorted((a, b) => a.row - b.row);
  for (const { row, why } of sorted.slice(0, problemsShown)) say(`row ${row}: ${why}`);
  if (sorted.length > problemsShown) say(`… and ${sorted.length - problemsShown} more`);
  say(`Nothing was entered: ${sorted.length} ${sorted.length === 1 ? 'thing is' : 'things are'} wrong.`);
  process.exitCode = 1;
}

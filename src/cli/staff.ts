import { text as textOf } from 'node:stream/consumers';
import { Command } from 'commander';
import type { Office } from '#domain/access/office.ts';
import { isUuid } from '#domain/core/uuid.ts';
import { parseNationalId } from '#domain/core/national-id.ts';
import type { EntryRow } from '#domain/entry/input.ts';
import { publishedCampaign } from '#server/campaign/service.ts';
import type { Database } from '#server/db/connect.ts';
import { openKeyRing } from '#server/db/keys.ts';
import { read, transact, type Tx } from '#server/db/transaction.ts';
import { officeNamed, type Problem } from '#server/entry/service.ts';
import { type Appointment, appoint, appointments, endAppointmentOf } from '#server/staff/service.ts';
import { Trouble } from '#tools/trouble.ts';
import { tellProblems } from './entry.ts';
import { masterKey, type Said, say, tell, withOffice } from './office.ts';
import { readList } from './read-list.ts';

type Row = EntryRow<'appointments'>;

/** `mektep staff appoint|import|list|end`: who holds an office, by the national id, which is read from standard input and never from the command. */
export function staffCommand(): Command {
  const command = new Command('staff').description('appoint people to offices and end appointments, on record');
  withSaid(
    command
      .command('appoint')
      .description('appoint one person; the national id is read from standard input, so that no history of commands keeps it')
      .requiredOption('--role <role>', 'ministry, district or director')
      .option('--office <code>', 'code of the district or of the school', ''),
  ).action(async ({ role, office, ...said }: Said & { readonly role: Row['given']['role']; readonly office: string }) => {
    if (!['ministry', 'district', 'director'].includes(role))
      throw new Trouble(`--role ${role} is neither ministry, district nor director.`);
    if (process.stdin.isTTY) tell('The national id, then Enter and Ctrl-D:');
    const given = { national_id: (await textOf(process.stdin)).trim(), role, office };
    const problems = await appointAll([{ row: 1, given }], said);
    if (problems.length === 0) return;
    throw new Trouble(problems.map(({ why }) => why).join('; '));
  });
  withSaid(
    command
      .command('import')
      .description('appoint everybody of a CSV with the columns national_id, role, office: all of them or nobody')
      .argument('<file>', 'the CSV'),
  ).action(async (file: string, said: Said) => {
    const { rows, problems } = await readList(file, 'appointments');
    const all = problems.length > 0 ? problems : await appointAll(rows, said);
    if (all.length > 0) tellProblems(all);
  });
  command
    .command('list')
    .description('show the appointments in force, by their ids; names are not shown')
    .option('--ended', 'those that ended, too')
    .action(async ({ ended }: { readonly ended?: true }) => {
      const found = await withOffice((database) => read(database, 'system', (reader) => appointments(reader, ended === true)));
      if (found.length === 0) say('Nobody is appointed.');
      for (const one of found) say(inWords(one));
    });
  withSaid(command.command('end').description('end an appointment').argument('<id>', 'its id, as `staff list` shows it')).action(
    async (id: string, { by, ground }: Said) => {
      if (!isUuid(id)) throw new Trouble(`${id} is no id of an appointment; see \`staff list\`.`);
      const ended = await withOffice((database) => transact(database, 'system', (tx) => endAppointmentOf(tx, id, by, ground)));
      say(
        ended
          ? 'The appointment has ended; its doors are closed with the next request.'
          : 'There is no such appointment in force: nothing was changed.',
      );
    },
  );
  return command;
}

function withSaid(command: Command): Command {
  return command
    .requiredOption('--by <who>', 'who appoints or ends; kept in the journal')
    .requiredOption('--ground <text>', 'the order it rests on; kept in the journal');
}

async function appointAll(rows: readonly Row[], said: Said): Promise<readonly Problem[]> {
  return withOffice(async (database: Database) => {
    const { policy } = await publishedCampaign(database, undefined);
    const keys = await openKeyRing(database, await masterKey());
    return transact(database, 'system', async (tx: Tx) => {
      const problems: Problem[] = [];
      const ready: (readonly [NonNullable<ReturnType<typeof parseNationalId>>, Office])[] = [];
      for (const { row, given } of rows) {
        const person = parseNationalId(given.national_id, policy.nationalId);
        const office = await officeNamed(tx, given.role, given.office);
        // A wrong number is told by its row and never repeated.
        if (person === null) problems.push({ row, why: `the national id does not have ${policy.nationalId.digits} digits` });
        if (typeof office === 'string') problems.push({ row, why: office });
        else if (person !== null) ready.push([person, office]);
      }
      if (problems.length > 0) return problems;
      let made = 0;
      for (const [person, office] of ready)
        if ((await appoint(tx, keys, policy.country, person, office, said.by, new Date(), said.ground)) !== null) made += 1;
      say(`${made} appointed, ${ready.length - made} held that office already.`);
      return [];
    });
  });
}

function inWords({ id, role, school, district, appointedBy, appointedAt, endedAt, hasSignedIn }: Appointment): string {
  const where = school ?? district;
  const end = endedAt === null ? '' : `, ended ${endedAt.toISOString().slice(0, 10)}`;
  return `${id}  ${role}${where === null ? '' : ` of ${where}`}, by ${appointedBy} on ${appointedAt.toISOString().slice(0, 10)}${end}${hasSignedIn ? '' : ', has not signed in yet'}`;
}

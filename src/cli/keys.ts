import { Command } from 'commander';
import { openKeyRing } from '#server/db/keys.ts';
import { dataKeys, resealValues, rewrapDataKeys, rotateDataKey } from '#server/db/rotate-keys.ts';
import { masterKey, requireKey, type Said, say, tell, withOffice } from './office.ts';

/** `mektep keys list|rotate|reseal|rewrap`: the keys are changed while the processes run. */
export function keysCommand(): Command {
  const command = new Command('keys').description('look after the keys that seal personal data; nothing is stopped for it');
  command
    .command('list')
    .description('show the data keys; a retired one opens what it sealed and seals nothing more')
    .action(async () => {
      const found = await withOffice(dataKeys);
      for (const { id, purpose, madeAt, retiredAt } of found)
        say(
          `${id}  ${purpose}, made ${madeAt.toISOString().slice(0, 10)}${retiredAt === null ? '' : `, retired ${retiredAt.toISOString().slice(0, 10)}`}`,
        );
    });
  withSaid(
    command.command('rotate').description('make a new data key; the one before is retired. Processes use it after half a minute'),
  ).action(async (said: Said) => {
    const key = await masterKey();
    const id = await withOffice((database) => rotateDataKey(database, key, said));
    say(`Key ${id} seals from now on. Half a minute later: npm run mektep -- keys reseal`);
  });
  command
    .command('reseal')
    .description('seal anew in the database what retired keys sealed; files stay under the key they were written with')
    .action(async () => {
      const key = await masterKey();
      const count = await withOffice(async (database) => resealValues(database, await openKeyRing(database, key), tell));
      say(`${count} values sealed anew.`);
    });
  withSaid(
    command
      .command('rewrap')
      .description('wrap the data keys under another master key: MASTER_KEY holds the present one, NEW_MASTER_KEY the next'),
  ).action(async (said: Said) => {
    const from = await masterKey();
    const to = requireKey('NEW_MASTER_KEY', process.env['NEW_MASTER_KEY']);
    const count = await withOffice((database) => rewrapDataKeys(database, { from, to }, said));
    say(`${count} keys are wrapped under the new master key. Give it to every process as MASTER_KEY before its next start.`);
  });
  return command;
}

function withSaid(command: Command): Command {
  return command
    .requiredOption('--by <who>', 'who changes the keys; kept in the journal')
    .requiredOption('--ground <text>', 'why; kept in the journal');
}

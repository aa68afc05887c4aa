import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type CampaignDates, datesFor, datesTroubles, underDates } from '#domain/policy/dates.ts';
import { daysOffOf } from '#domain/policy/days-off.ts';
import { campaignDatesSchema } from '#domain/policy/input.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policies, policyOf } from '#domain/policy/registry.ts';
import { enterDaysOff } from '#server/calendar/service.ts';
import { policyHash, type Published, publishCampaign, publishedCampaigns } from '#server/campaign/service.ts';
import { momentAt } from '#server/clock.ts';
import { read, readerOf, transact, type Tx } from '#server/db/transaction.ts';
import { Trouble } from '#tools/trouble.ts';
import { type Said, say, withOffice } from './office.ts';

/** `mektep campaign draft|publish|show`: a campaign is a pack under the ministry's dates, frozen when it is published. */
export function campaignCommand(): Command {
  const command = new Command('campaign').description('draft, publish and show campaigns');
  command
    .command('draft')
    .description('write a file with the dates of a pack, moved to a year, for the ministry to set')
    .argument('<file>', 'the file to write, JSON; one that is there is not overwritten')
    .requiredOption('--pack <code>', `the pack: ${Object.keys(policies).join(', ')}`)
    .requiredOption('--code <code>', 'the campaign’s own code, e.g. kg-2027')
    .requiredOption('--year <year>', 'the year in which the school year begins')
    .action(async (file: string, { pack, code, year }: { readonly pack: string; readonly code: string; readonly year: string }) => {
      const text = `${JSON.stringify(datesFor(packOf(pack), code, Number(year)), null, 2)}\n`;
      datesFrom(text, 'What was asked for');
      await writeFile(file, text, { flag: 'wx' }).catch((fault: NodeJS.ErrnoException) => {
        throw new Trouble(fault.code === 'EEXIST' ? `${file} is there already.` : `${file} cannot be written (${fault.code}).`);
      });
      say(`${file}: set its dates, then: npm run mektep -- campaign publish ${file} --by … --ground …`);
    });
  command
    .command('publish')
    .description('publish a campaign: its policy is frozen with its hash, and nothing changes it afterwards')
    .argument('<file>', 'the file with the dates')
    .requiredOption('--by <who>', 'who publishes it; kept with the campaign')
    .requiredOption('--ground <text>', 'the order that sets the dates; kept in the journal')
    .option('--already-open', 'publish although a stage has opened')
    .action(async (file: string, said: Said & { readonly alreadyOpen?: true }) => {
      const dates = datesFrom(await readText(file), file);
      const pack = packOf(dates.pack);
      const troubles = datesTroubles(pack, dates);
      if (troubles.length > 0) throw new Trouble(`${file} cannot be published:\n${troubles.map((trouble) => `  ${trouble}`).join('\n')}`);
      const policy = underDates(pack, dates);
      await withOffice((database) => transact(database, 'system', (tx) => publish(tx, dates.code, policy, said)));
    });
  command
    .command('show')
    .description('show the published campaigns: dates, hash, who published them and when')
    .option('--json', 'print one JSON list')
    .action(async ({ json }: { readonly json?: true }) => {
      const found = await withOffice((database) => read(database, 'system', publishedCampaigns));
      if (json)
        return say(JSON.stringify(found.map(({ policy, hash, ...one }) => ({ ...one, hash: hash.toString('hex'), ...shown(policy) }))));
      if (found.length === 0) say('No campaign is published.');
      for (const one of found) say(inWords(one));
      if (found.some(({ isWhole }) => !isWhole)) process.exitCode = 1;
    });
  return command;
}

async function publish(
  tx: Tx,
  code: string,
  policy: Policy,
  { by, ground, alreadyOpen }: Said & { readonly alreadyOpen?: true },
): Promise<void> {
  const known = (await publishedCampaigns(readerOf(tx))).find((campaign) => campaign.code === code);
  const hash = policyHash(policy);
  if (known?.hash.toString('hex') === hash) return say(`${code} is published already, with these very rules.`);
  if (known !== undefined)
    throw new Trouble(`${code} is published already, with other rules. What is published stays: give the new campaign a code of its own.`);
  const now = momentAt(Date.now(), policy.timeZone);
  const open = policy.stages.filter(({ opens }) => opens <= now).map(({ code: stage, opens }) => `${stage} (${opens})`);
  if (open.length > 0 && alreadyOpen !== true)
    throw new Trouble(
      `It is ${now} in ${policy.timeZone}, and these stages have opened: ${open.join(', ')}. Say --already-open if that is meant.`,
    );
  await publishCampaign(tx, code, policy, by, new Date(), ground);
  await enterDaysOff(tx, policy.country, daysOffOf(policy.country));
  say(`${code} is published under ${policy.code}, hash ${hash}. It is served from the next start on.`);
}

function packOf(code: string): Policy {
  const pack = policyOf(code);
  if (pack === null) throw new Trouble(`There is no pack ${code}. Known: ${Object.keys(policies).join(', ')}`);
  return pack;
}

function datesFrom(text: string, what: string): CampaignDates {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Trouble(`${what} is no JSON. Begin with \`campaign draft\`.`);
  }
  const parsed = campaignDatesSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Trouble(
    `${what} cannot be read:\n${parsed.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`).join('\n')}`,
  );
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((fault: NodeJS.ErrnoException) => {
    throw new Trouble(`${file} cannot be opened (${fault.code ?? fault.message}).`);
  });
}

function shown(policy: Policy) {
  return { pack: policy.code, year: policy.year, stages: policy.stages.map(({ code, opens, closes }) => ({ code, opens, closes })) };
}

function inWords({ code, policy, hash, publishedBy, publishedAt, isWhole }: Published): string {
  return [
    `${code}: ${policy.code}, ${policy.year}, published by ${publishedBy} at ${momentAt(publishedAt.getTime(), policy.timeZone)} (${policy.timeZone})`,
    `  hash ${hash.toString('hex')}${isWhole ? '' : '  WRONG: the policy in the database is not the one that was published'}`,
    ...policy.stages.map((stage) => `  ${stage.code}: ${stage.opens} to ${stage.closes}`),
  ].join('\n');
}

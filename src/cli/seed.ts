import { writeFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { type Moment, moment } from '#domain/core/day.ts';
import { daysOffOf } from '#domain/policy/days-off.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { firstPolicy, policies, policyOf } from '#domain/policy/registry.ts';
import { enterDaysOff } from '#server/calendar/service.ts';
import { publishCampaign, setDemoClock } from '#server/campaign/service.ts';
import { connect, type Database } from '#server/db/connect.ts';
import { type KeyRing, openKeyRing } from '#server/db/keys.ts';
import { transact, type Tx } from '#server/db/transaction.ts';
import { openPeople, type PopulationPlan } from '#simulators/population/make-population.ts';
import { peopleOf, type People } from '#simulators/population/people.ts';
import { planInWords } from '#simulators/population/plan-in-words.ts';
import type { Population } from '#simulators/population/population.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { demoSecrets } from '#tools/demo/demo-secrets.ts';
import { demoPopulation, populationFile } from '#tools/demo/simulators.ts';
import { migrate } from '#tools/migrate.ts';
import { Trouble } from '#tools/trouble.ts';
import { seedPeople, seedPrepared } from './seed-people.ts';
import { seedPlaces } from './seed-places.ts';
import { seedStaff } from './seed-staff.ts';
import { progressOf } from './seed-progress.ts';

type Options = {
  readonly campaign: string;
  readonly now: string;
  readonly seed: string;
  readonly families: string;
  readonly town?: true;
  readonly people?: true;
};

/** `mektep seed`: fills an empty database with a campaign, the schools and the boundaries of the synthetic population, and its people if asked. */
export function seedCommand(): Command {
  return new Command('seed')
    .description('fill an empty database with a demo campaign, its regions, schools and their catchments')
    .option('--campaign <code>', `policy pack of the campaign: ${Object.keys(policies).join(', ')}`, firstPolicy)
    .option('--now <moment>', 'what the demo’s clock shows from now on; the middle of the first stage when not given', '')
    .option('--seed <number>', 'seed of the population', String(demoPopulation.seed))
    .option('--families <number>', 'families in the population', String(demoPopulation.families))
    .option('--town', 'three districts instead of the whole country')
    .option('--people', 'the families too, as if each had signed in')
    .action(async (options: Options) => {
      const policy = policyOf(options.campaign);
      if (policy === null) throw new Trouble(`There is no policy ${options.campaign}. Known: ${Object.keys(policies).join(', ')}`);
      // What is made for one batch is garbage after it: a nursery that does not grow keeps memory flat.
      setFlagsFromString('--semi-space-growth-factor=1');
      const began = performance.now();
      const plan = planOf(options, policy);
      const people = openPeople(plan);
      const masterKey = process.env['MASTER_KEY'] || (await demoSecrets()).masterKey;
      const written = await withDatabase(log, async ({ appUrl, ownerUrl }) => {
        // The demo's own database may be new; whoever brings a database has migrated it.
        if (!process.env['DATABASE_URL']) await migrate(ownerUrl, { log });
        const database = connect(appUrl, { connections: 2, onLost: (fault) => log(fault.message) });
        try {
          const keys = await openKeyRing(database, masterKey);
          await transact(database, 'system', (tx) => seed(tx, keys, policy, people, options.now));
          return options.people ? await fillWithPeople(database, keys, policy, people) : '';
        } finally {
          await database.close();
        }
      });
      // The simulators of the next start know the same people.
      if (process.env['NODE_ENV'] !== 'production') await writeFile(populationFile(), planInWords(plan));
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      const { schools, streets, districts } = people;
      process.stdout.write(
        `Campaign ${options.campaign}: ${districts.length} districts, ${schools.length} schools, ${streets.length} streets, ${people.families} families. ${written}` +
          `${seconds} s, at most ${peakMegabytes()} MB of memory.\n`,
      );
    });
}

/** Writes the campaign, its schools, streets and catchments, and the lists of preparation classes. One transaction: all of it or nothing. */
export async function seed(tx: Tx, keys: KeyRing, policy: Policy, population: Population | People, now = ''): Promise<string> {
  const people = peopleOf(population);
  const campaign = await publishCampaign(tx, policy.code, policy, 'seed', new Date());
  await enterDaysOff(tx, policy.country, daysOffOf(policy.country));
  const schools = await seedPlaces(tx, campaign, policy, people, log);
  await seedStaff(tx, keys, policy.country, people, schools);
  await seedPrepared(tx, keys, policy.country, people, progressOf('preparation classes, families', people.families, log));
  await setDemoClock(tx, policy, now === '' ? middleOfFirstStage(policy) : moment(now), Date.now());
  return campaign;
}

async function fillWithPeople(database: Database, keys: KeyRing, policy: Policy, people: People): Promise<string> {
  const progress = progressOf('families', people.families, log);
  const { persons, children, links } = await seedPeople(database, keys, policy.country, people, progress);
  return `${persons} persons, ${children} children, ${links} links, ${progress.perSecond()} families a second. `;
}

/** The people of a campaign: their children are born in the years its policy names. */
function planOf({ seed, families, town }: Options, { country, year, cohorts }: Policy): PopulationPlan {
  const campaign = {
    country,
    year,
    cohorts: cohorts.map(({ bornFrom, bornTo, grade, condition }) => ({ bornFrom, bornTo, grade, condition })),
  };
  return {
    seed: wholeNumber('seed', seed),
    families: wholeNumber('families', families),
    ...(!town && { scale: 'republic' as const }),
    campaign,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Trouble(`--${name} ${text} is no whole number.`);
  return Number(text);
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** What the demo's clock shows when nobody says otherwise. */
export function middleOfFirstStage(policy: Policy): Moment {
  const [first] = policy.stages;
  if (first === undefined) throw new Trouble(`Policy ${policy.code} has no stage`);
  const days = (Date.parse(`${first.closes}Z`) - Date.parse(`${first.opens}Z`)) / 86_400_000;
  const middle = new Date(Date.parse(`${first.opens}Z`) + Math.floor(days / 2) * 86_400_000);
  return moment(`${middle.toISOString().slice(0, 10)}T10:00`);
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

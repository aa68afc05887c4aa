import { Command } from 'commander';
import { rangeHabit } from '#domain/catchment/house-list.ts';
import { moment } from '#domain/core/day.ts';
import { nameIn, type Named } from '#domain/core/language.ts';
import { fullName } from '#domain/core/person-name.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { daysOffOf } from '#domain/policy/days-off.ts';
import { firstPolicy, policies, policyOf } from '#domain/policy/registry.ts';
import { enterDaysOff } from '#server/calendar/service.ts';
import { publishCampaign, setDemoClock } from '#server/campaign/service.ts';
import { addStreets, assignHouses } from '#server/catchment/service.ts';
import { connect } from '#server/db/connect.ts';
import { type KeyRing, openKeyRing } from '#server/db/keys.ts';
import { transact, type Tx } from '#server/db/transaction.ts';
import { listPrepared } from '#server/person/service.ts';
import { addDistricts, addSchool } from '#server/school/service.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Population, School } from '#simulators/population/population.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { demoSecrets } from '#tools/demo/demo-secrets.ts';
import { demoPopulation } from '#tools/demo/simulators.ts';
import { Trouble } from '#tools/trouble.ts';
import { demoDocuments } from './seed-documents.ts';

type Options = { readonly campaign: string; readonly now: string; readonly seed: string; readonly families: string };

/** `mektep seed`: fills an empty database with a campaign, the schools and the boundaries of the synthetic population. */
export function seedCommand(): Command {
  return new Command('seed')
    .description('fill an empty database with a demo campaign, its schools and their catchments')
    .option('--campaign <code>', 'policy pack of the campaign', firstPolicy)
    .option('--now <moment>', 'what the demo’s clock shows from now on; the middle of the first stage when not given', '')
    .option('--seed <number>', 'seed of the population', String(demoPopulation.seed))
    .option('--families <number>', 'families in the population', String(demoPopulation.families))
    .action(async (options: Options) => {
      const policy = policyOf(options.campaign);
      if (policy === null) throw new Trouble(`There is no policy ${options.campaign}. Known: ${Object.keys(policies).join(', ')}`);
      const population = makePopulation({ seed: Number(options.seed), families: Number(options.families) });
      const masterKey = process.env['MASTER_KEY'] || (await demoSecrets()).masterKey;
      await withDatabase(log, async ({ appUrl }) => {
        const database = connect(appUrl, { connections: 2, onLost: (fault) => log(fault.message) });
        try {
          const keys = await openKeyRing(database, masterKey);
          await transact(database, 'system', (tx) => seed(tx, keys, policy, population, options.now));
        } finally {
          await database.close();
        }
      });
      process.stdout.write(`Campaign ${options.campaign}: ${population.schools.length} schools, ${population.streets.length} streets.\n`);
    });
}

/** Writes the campaign, its schools, streets and catchments, and the lists of preparation classes. One transaction: all of it or nothing. */
export async function seed(tx: Tx, keys: KeyRing, policy: Policy, population: Population, now = ''): Promise<string> {
  const campaign = await publishCampaign(tx, policy.code, policy, 'seed');
  await enterDaysOff(tx, policy.country, daysOffOf(policy.country));
  const districtIds = new Map(population.districts.map((district) => [district.code, district.districtId]));
  await addDistricts(tx, population.districts.map(({ districtId, code, name, region }) => ({ id: districtId, code, name, region })));
  await addStreets(tx, population.streets.map(({ id, districtCode, name }) => ({ id, districtId: districtIds.get(districtCode) as number, name })));
  for (const school of population.schools) await seedSchool(tx, campaign, policy, population, school, districtIds.get(school.districtCode) as number);
  const prepared = population.children.filter((child) => child.preparedAtPreschool).map((child) => child.pin);
  await listPrepared(tx, keys, policy.country, prepared, 'preparation class');
  await setDemoClock(tx, policy, now === '' ? middleOfFirstStage(policy) : moment(now));
  return campaign;
}

async function seedSchool(tx: Tx, campaign: string, policy: Policy, population: Population, school: School, districtId: number): Promise<void> {
  const { id: code, number, name, seats, act } = school;
  const address = addressOf(population, school);
  const director = fullName(school.director);
  const written = { code, number, kind: 'state', name, address, director, districtId, seats, documents: demoDocuments(name, address) };
  const schoolId = await addSchool(tx, campaign, policy.preference?.sharePercent ?? 0, written);
  const habit = rangeHabit(school.catchment.map((line) => line.houses));
  await assignHouses(tx, campaign, school.catchment.map(({ streetId, houses }) => ({ schoolId, streetId, houses, habit, act })));
}

function addressOf(population: Population, school: School): Named {
  const street = population.streets.find((candidate) => candidate.id === school.address.streetId)?.name ?? { ru: '' };
  return { ru: `${street.ru}, ${school.address.house}`, ky: `${nameIn(street, 'ky')}, ${school.address.house}` };
}

function middleOfFirstStage(policy: Policy) {
  const [first] = policy.stages;
  if (first === undefined) throw new Trouble(`Policy ${policy.code} has no stage`);
  const days = (Date.parse(`${first.closes}Z`) - Date.parse(`${first.opens}Z`)) / 86_400_000;
  const middle = new Date(Date.parse(`${first.opens}Z`) + Math.floor(days / 2) * 86_400_000);
  return moment(`${middle.toISOString().slice(0, 10)}T10:00`);
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

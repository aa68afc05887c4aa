import type { Day } from '#domain/core/day.ts';
import { nameIn, type Language, type Named } from '#domain/core/language.ts';
import { fullName } from '#domain/core/person-name.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { addStreets, assignHouses } from '#server/catchment/service.ts';
import type { Tx } from '#server/db/transaction.ts';
import { addDistricts, addSchools } from '#server/school/service.ts';
import type { People } from '#simulators/population/people.ts';
import type { Population, School, Street } from '#simulators/population/population.ts';
import { directorOf, type Staff, staffOf } from '#simulators/population/staff.ts';
import { linesFromFile } from './seed-boundaries.ts';
import { demoDocuments } from './seed-documents.ts';

/**
 * Writes districts, streets, and the schools of a campaign with their seats and catchments; a few hundred schools at a time. Answers the schools'
 * ids here by their ids in the population.
 */
export async function seedPlaces(
  tx: Tx,
  campaign: string,
  policy: Policy,
  places: Population | People,
  progress: (line: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const staff = staffOf(places);
  const all = new Map<string, string>();
  const districtIds = new Map(places.districts.map((district) => [district.code, district.districtId]));
  const streets = new Map(places.streets.map((street) => [street.id, street]));
  const streetsOf = Map.groupBy(places.streets, ({ districtCode }) => districtCode);
  const idOf = (districtCode: string) => districtIds.get(districtCode) as number;
  await addDistricts(
    tx,
    places.districts.map(({ districtId, code, name, region, regionId }) => ({ id: districtId, code, name, region, regionId })),
  );
  await addStreets(
    tx,
    places.streets.map(({ id, districtCode, name }) => ({ id, districtId: idOf(districtCode), name })),
  );
  for (let start = 0; start < places.schools.length; start += schoolsAtOnce) {
    const schools = places.schools.slice(start, start + schoolsAtOnce);
    const entered = schools.map((school) => schoolEntered(school, streets.get(school.address.streetId), idOf(school.districtCode), staff));
    const ids = await addSchools(tx, campaign, policy.preference?.sharePercent ?? 0, entered);
    for (const [code, id] of ids) all.set(code, id);
    await assignHouses(tx, campaign, firstDay(policy, places.schools[0]?.act.day), linesFromFile(schools, ids, streetsOf));
    if (places.schools.length > schoolsAtOnce) progress(`${start + schools.length} of ${places.schools.length} schools`);
  }
  return all;
}

const schoolsAtOnce = 100;

function schoolEntered(
  { id: code, number, name, seats, director, address }: School,
  street: Street | undefined,
  districtId: number,
  staff: readonly Staff[],
) {
  const where = addressIn(street?.name ?? { ru: '' }, address.house);
  const documents = demoDocuments(name, where);
  return {
    code,
    number,
    kind: 'state',
    name,
    address: where,
    director: fullName(directorOf(staff, code)?.name ?? director),
    districtId,
    seats,
    documents,
  };
}

/** Boundaries are in force since their act; the people's acts are of one year, whichever year's campaign is shown. */
function firstDay({ year, stages }: Policy, actOf: Day | undefined): Day {
  const opens = stages[0]?.opens ?? '';
  return actOf !== undefined && actOf < opens ? actOf : `${year}-01-01`;
}

/** A street and a house in every language that the street has a name in. */
function addressIn(street: Named, house: string): Named {
  const languages = Object.keys(street) as Language[];
  const written = languages.map((language) => [language, `${nameIn(street, language)}, ${house}`] as const);
  return { ru: `${street.ru}, ${house}`, ...Object.fromEntries(written) };
}

import type { Office } from '#domain/access/office.ts';
import type { KeyRing } from '#server/db/keys.ts';
import type { Tx } from '#server/db/transaction.ts';
import { appoint } from '#server/staff/service.ts';
import type { People } from '#simulators/population/people.ts';
import { type Staff, staffOf } from '#simulators/population/staff.ts';

/** Appoints those of the population who have offices. `schools` are the schools' ids here by their ids in the population. */
export async function seedStaff(
  tx: Tx,
  keys: KeyRing,
  country: string,
  people: People,
  schools: ReadonlyMap<string, string>,
): Promise<void> {
  const districts = new Map(people.districts.map(({ code, districtId }) => [code, districtId]));
  for (const one of staffOf(people)) await appoint(tx, keys, country, one.adult.pin, officeOf(one, schools, districts), 'seed', new Date());
}

function officeOf(one: Staff, schools: ReadonlyMap<string, string>, districts: ReadonlyMap<string, number>): Office {
  if (one.role === 'director') return { role: one.role, school: schools.get(one.school) as string };
  if (one.role === 'district') return { role: one.role, district: districts.get(one.district) as number };
  return { role: one.role };
}

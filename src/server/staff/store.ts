import type { Office } from '#domain/access/office.ts';
import type { Named } from '#domain/core/language.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import { type KeyRing, nationalIdIndex } from '../db/keys.ts';
import type { Reader, Tx } from '../db/transaction.ts';

export type OfficeSchoolRow = {
  readonly id: string;
  readonly number: number | null;
  readonly name: Named;
  readonly address: Named;
  readonly director: string;
  readonly districtId: number;
  readonly district: Named;
};

const schoolColumns = ['s.id', 's.number', 's.name', 's.address', 's.director', 'd.id as districtId', 'd.name as district'] as const;

/** A school with the district it lies in. */
export function findOfficeSchool(reader: Reader, school: string): Promise<OfficeSchoolRow | undefined> {
  return reader
    .selectFrom('school as s')
    .innerJoin('district as d', 'd.id', 's.district_id')
    .select(schoolColumns)
    .where('s.id', '=', school)
    .executeTakeFirst();
}

/** The schools of a district, by their numbers. */
export function findSchoolsOfDistrict(reader: Reader, district: number): Promise<readonly OfficeSchoolRow[]> {
  return reader
    .selectFrom('school as s')
    .innerJoin('district as d', 'd.id', 's.district_id')
    .select(schoolColumns)
    .where('d.id', '=', district)
    .orderBy('s.number')
    .orderBy('s.code')
    .execute();
}

export function findDistrict(
  reader: Reader,
  district: number,
): Promise<{ readonly id: number; readonly name: Named; readonly region: Named } | undefined> {
  return reader.selectFrom('district').select(['id', 'name', 'region']).where('id', '=', district).executeTakeFirst();
}

/** Every district, for those who reach all of them. */
export function findDistricts(reader: Reader): Promise<readonly { readonly id: number; readonly name: Named; readonly region: Named }[]> {
  return reader.selectFrom('district').select(['id', 'name', 'region']).orderBy('region_id').orderBy('code').execute();
}

/** Appoints a person, known by the national id, to an office; the appointment's id, or `null` where it was made already. */
export async function insertStaff(
  tx: Tx,
  keys: KeyRing,
  country: string,
  person: NationalId,
  office: Office,
  appointedBy: string,
): Promise<string | null> {
  const made = await tx
    .insertInto('staff_role')
    .values({
      country,
      national_id_index: nationalIdIndex(keys, country, person),
      role: office.role,
      school_id: office.role === 'director' ? office.school : null,
      district_id: office.role === 'district' ? office.district : null,
      appointed_by: appointedBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made?.id ?? null;
}

export type AppointmentRow = {
  readonly id: string;
  readonly role: Office['role'];
  readonly school: string | null;
  readonly district: string | null;
  readonly appointedBy: string;
  readonly appointedAt: Date;
  readonly endedAt: Date | null;
  /** Whether somebody of that number has ever signed in. */
  readonly hasSignedIn: boolean;
};

const appointmentsAtMost = 20_000;

/** Every appointment in force; with those that ended when asked for. */
export function findAppointments(reader: Reader, withEnded: boolean): Promise<readonly AppointmentRow[]> {
  return reader
    .selectFrom('staff_role as r')
    .leftJoin('school as s', 's.id', 'r.school_id')
    .leftJoin('district as d', 'd.id', 'r.district_id')
    .leftJoin('person as p', (join) => join.onRef('p.country', '=', 'r.country').onRef('p.national_id_index', '=', 'r.national_id_index'))
    .select(['r.id', 'r.role', 's.code as school', 'd.code as district', 'r.appointed_by as appointedBy', 'r.appointed_at as appointedAt'])
    .select(['r.ended_at as endedAt', (eb) => eb('p.id', 'is not', null).$castTo<boolean>().as('hasSignedIn')])
    .$if(!withEnded, (query) => query.where('r.ended_at', 'is', null))
    .orderBy('r.id')
    .limit(appointmentsAtMost)
    .execute();
}

/** Ends an appointment that is in force; whether there was one. */
export async function endAppointment(
  tx: Tx,
  id: string,
  at: Date,
): Promise<{ readonly role: string; readonly school_id: string | null } | undefined> {
  return tx
    .updateTable('staff_role')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['role', 'school_id'])
    .executeTakeFirst();
}

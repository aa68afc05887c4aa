import { type Office, reaches, reachesDistrict } from '#domain/access/office.ts';
import type { Named } from '#domain/core/language.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import { isUuid } from '#domain/core/uuid.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { openly, type Reader, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import { noteStranger } from '../journal/stranger.ts';
import type { SignedIn } from '../session/service.ts';
import {
  type AppointmentRow,
  endAppointment,
  findAppointments,
  findDistrict,
  findDistricts,
  findOfficeSchool,
  findSchoolsOfDistrict,
  insertStaff,
  type OfficeSchoolRow,
} from './store.ts';

/** A school as those who work for it see it. */
export type OfficeSchool = OfficeSchoolRow;
export type OfficeDistrict = { readonly id: number; readonly name: Named; readonly region: Named };

/** The office of somebody who works for the state: what each may enter. */
export type StaffService = {
  /** The places a person may enter: schools directed, districts served; every district for the ministry. */
  offices(who: SignedIn): Promise<{ readonly schools: readonly OfficeSchool[]; readonly districts: readonly OfficeDistrict[] }>;
  /** A school this person's appointments reach; `null` for another one or none, which is written down. */
  school(who: SignedIn, school: string): Promise<OfficeSchool | null>;
  /** A school this person directs: whoever only looks after it does not answer for it. `null` otherwise, which is written down. */
  directed(who: SignedIn, school: string): Promise<OfficeSchool | null>;
  /** A district with its schools that this person's appointments reach; `null` for another one or none, which is written down. */
  district(who: SignedIn, district: string): Promise<(OfficeDistrict & { readonly schools: readonly OfficeSchool[] }) | null>;
};

/** Opens the doors of the offices. */
export function staffService(
  database: Database,
  { campaign, clock }: { readonly campaign: CampaignService; readonly clock: Clock },
): StaffService {
  const reader = openly(database);

  /** Somebody asked for an office that is not theirs: told that there is no such thing, and written down. */
  function stranger(who: SignedIn, subject: string | null): Promise<null> {
    return noteStranger(database, clock, { person: who.person, act: 'office.refused_to_stranger', campaign: campaign.id, subject });
  }

  return {
    async offices({ offices }) {
      const schools = await Promise.all(
        offices.flatMap((office) => (office.role === 'director' ? [findOfficeSchool(reader, office.school)] : [])),
      );
      const own = offices.flatMap((office) => (office.role === 'district' ? [findDistrict(reader, office.district)] : []));
      const isMinistry = offices.some(({ role }) => role === 'ministry');
      const districts = isMinistry ? await findDistricts(reader) : await Promise.all(own);
      return {
        schools: schools.filter((school) => school !== undefined),
        districts: districts.filter((district) => district !== undefined),
      };
    },

    async school(who, id) {
      const found = isUuid(id) ? await findOfficeSchool(reader, id) : undefined;
      if (found === undefined || !reaches(who.offices, { school: found.id, district: found.districtId }))
        return stranger(who, found?.id ?? null);
      return found;
    },

    async directed(who, id) {
      const isDirector = who.offices.some((office) => office.role === 'director' && office.school === id);
      const found = isDirector && isUuid(id) ? await findOfficeSchool(reader, id) : undefined;
      return found ?? stranger(who, null);
    },

    async district(who, text) {
      const id = /^\d{1,9}$/.test(text) ? Number(text) : null;
      const found = id === null ? undefined : await findDistrict(reader, id);
      if (found === undefined || !reachesDistrict(who.offices, found.id)) return stranger(who, null);
      return { ...found, schools: await findSchoolsOfDistrict(reader, found.id) };
    },
  };
}

/** Appoints a person, known by the national id, to an office; `null` where that was done already. KG25-10. */
export async function appoint(
  tx: Tx,
  keys: KeyRing,
  country: string,
  person: NationalId,
  office: Office,
  appointedBy: string,
  at: Date,
  ground = '',
): Promise<string | null> {
  const appointment = await insertStaff(tx, keys, country, person, office, appointedBy);
  if (appointment === null) return null;
  const where = 'district' in office ? { district: office.district } : {};
  const detail = { role: office.role, ...where, appointment, by: appointedBy, ...(ground !== '' && { ground }) };
  const subject = 'school' in office ? office.school : null;
  await append(tx, [{ at, actor: 'system', act: 'staff.appointed', campaign: null, subject, detail }]);
  return appointment;
}

/** Ends an appointment: its doors are closed with the next request. Whether there was one. KG25-10. */
export async function endAppointmentOf(tx: Tx, appointment: string, by: string, ground: string): Promise<boolean> {
  const at = new Date();
  const ended = await endAppointment(tx, appointment, at);
  if (ended === undefined) return false;
  const detail = { appointment, role: ended.role, by, ground };
  await append(tx, [{ at, actor: 'system', act: 'staff.ended', campaign: null, subject: ended.school_id, detail }]);
  return true;
}

export type Appointment = AppointmentRow;

/** The appointments in force, without names: whoever has not signed in has none here. */
export function appointments(reader: Reader, withEnded: boolean): Promise<readonly Appointment[]> {
  return findAppointments(reader, withEnded);
}

import { error } from '@sveltejs/kit';
import type { Mektep } from '#server/compose.ts';
import type { SignedIn } from '#server/session/service.ts';
import type { OfficeSchool } from '#server/staff/service.ts';

/** The school of an address, of which this person is the director. Another's is not there, also for its district and the ministry: they read. KG25-10. */
export async function directedSchool({ staff }: Pick<Mektep, 'staff'>, who: SignedIn, id: string): Promise<OfficeSchool> {
  const school = await staff.school(who, id);
  if (school === null || !directs(who, school.id)) error(404);
  return school;
}

/** Whether this person is the director of a school. */
export function directs({ offices }: SignedIn, school: string): boolean {
  return offices.some((office) => office.role === 'director' && office.school === school);
}

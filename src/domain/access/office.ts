import type { Role } from './permissions.ts';

/** Where somebody works: one appointment. KG25-10. */
export type Office =
  | { readonly role: 'director'; readonly school: string }
  | { readonly role: 'district'; readonly district: number }
  | { readonly role: 'ministry' };

/** Everything a person is who has signed in: an applicant like everybody, and what the appointments make of her. */
export function rolesOf(offices: readonly Office[]): readonly Role[] {
  return ['applicant', ...new Set(offices.map(({ role }) => role))];
}

/** Whether one of the appointments reaches a school: its own director, its district, the ministry. */
export function reaches(offices: readonly Office[], { school, district }: { readonly school: string; readonly district: number }): boolean {
  return offices.some(
    (office) =>
      office.role === 'ministry' ||
      (office.role === 'director' && office.school === school) ||
      (office.role === 'district' && office.district === district),
  );
}

/** Whether one of the appointments reaches a district as a whole. */
export function reachesDistrict(offices: readonly Office[], district: number): boolean {
  return offices.some((office) => office.role === 'ministry' || (office.role === 'district' && office.district === district));
}

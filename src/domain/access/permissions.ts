/** Who people are in the system. KG25-10 names them; `public` has not signed in, `system` is a named machine actor. */
export type Role = 'public' | 'applicant' | 'director' | 'district' | 'municipality' | 'commission' | 'ministry' | 'operator' | 'system';

/** Every act a route can ask for. A route without one does not pass the tests. */
export type Permission =
  | 'page.public'
  | 'demo.steer'
  | 'session.begin'
  | 'session.end'
  | 'applicant.read_own'
  | 'applicant.change_own'
  | 'child.read_own'
  | 'child.refresh_own'
  | 'seat.claim_own'
  | 'seat.decline_own'
  | 'seat.withdraw_own'
  | 'guardianship.apply'
  | 'notice.read_own'
  | 'notice.mark_own'
  | 'session.read_own'
  | 'session.end_own'
  | 'address.request_own'
  | 'office.enter'
  | 'school.read_office'
  | 'boundaries.edit_own'
  | 'boundaries.import'
  | 'boundaries.read_office'
  | 'boundaries.agree'
  | 'address.answer_own'
  | 'address.review'
  | 'readiness.confirm_own'
  | 'readiness.read_office';

const everyone: readonly Role[] = ['public', 'applicant', 'director', 'district', 'municipality', 'commission', 'ministry', 'operator'];

const staff = ['director', 'district', 'ministry'] as const satisfies readonly Role[];

/**
 * The one table of who may do what. “own” is checked again on the object: this applicant's child, this director's school.
 * No role but the applicant touches a seat (KG22-9); the operator decides nothing (KG25-9).
 */
export const permissions = {
  'page.public': everyone,
  // Registered in the demo alone.
  'demo.steer': everyone,
  'session.begin': everyone,
  'session.end': everyone,
  'applicant.read_own': ['applicant'],
  'applicant.change_own': ['applicant'],
  'child.read_own': ['applicant'],
  'child.refresh_own': ['applicant'],
  'seat.claim_own': ['applicant'],
  'seat.decline_own': ['applicant'],
  'seat.withdraw_own': ['applicant'],
  'guardianship.apply': ['applicant'],
  'notice.read_own': ['applicant'],
  'notice.mark_own': ['applicant'],
  'session.read_own': ['applicant'],
  'session.end_own': ['applicant'],
  'address.request_own': ['applicant'],
  'office.enter': staff,
  'school.read_office': staff,
  'boundaries.edit_own': ['director'],
  'boundaries.import': ['district', 'ministry'],
  'boundaries.read_office': staff,
  // Which of them may agree to what, and that nobody agrees to her own: two-persons.ts.
  'boundaries.agree': ['district', 'ministry'],
  'address.answer_own': ['director'],
  'address.review': ['district', 'ministry'],
  'readiness.confirm_own': ['director'],
  'readiness.read_office': staff,
} as const satisfies Readonly<Record<Permission, readonly Role[]>>;

/** Whether a role may do an act at all. */
export function may(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

import type { NamedAddress } from '../core/address.ts';
import type { Day, Moment } from '../core/day.ts';
import type { Named } from '../core/language.ts';
import type { PersonName } from '../core/person-name.ts';
import type { BoundarySource } from '../catchment/boundary-version.ts';

/** `sent`: a school has not answered yet; `added`: the address lay inside and was added; `outside`: no school added it. */
export type AddressRequestState = 'sent' | 'added' | 'outside';

/** Why a school was asked: it has the street, lies near, stands on the street itself, or is of the district when nothing else is known. */
export type AskedBecause = 'same_street' | 'near' | 'school_on_street' | 'district';

/** One school's answer. */
export type SchoolAnswerState = 'open' | 'added' | 'refused';

/** Why a director does not add an address. With each go a few words for the family. KG25-21.8. */
export const refusalReasons = ['outside_boundaries', 'other_school', 'no_such_house', 'registration_not_confirmed'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A reason that holds whatever school is asked: it ends the request. The others are one school's. */
export function isForAllSchools(reason: RefusalReason): boolean {
  return reason === 'registration_not_confirmed';
}

/** What became of a request when one of its schools refuses: the family waits as long as another school has not answered. */
export function stateAfterRefusal(reason: RefusalReason, others: readonly SchoolAnswerState[]): AddressRequestState {
  return !isForAllSchools(reason) && others.includes('open') ? 'sent' : 'outside';
}

/** How long a school still has: working days after today, and whether the limit has passed. */
export type AnswerClock = { readonly answerBy: Day; readonly workingDaysLeft: number; readonly isLate: boolean };

/** A request as an office sees it: the address and the time, no child's name. */
export type OfficeRequest = {
  readonly id: string;
  readonly address: NamedAddress;
  readonly sentAt: Moment;
  readonly clock: AnswerClock | null;
  readonly state: AddressRequestState;
  readonly schools: readonly OfficeAnswer[];
};

export type OfficeAnswer = {
  readonly school: { readonly id: string; readonly name: Named };
  readonly why: AskedBecause;
  /** `not_needed`: the request was decided by another school's answer. */
  readonly state: SchoolAnswerState | 'not_needed';
  readonly reason: RefusalReason | null;
  readonly words: string | null;
  readonly answeredAt: Moment | null;
};

/** What the district made of a change of boundaries. */
export type Verdict = 'reviewed' | 'complaint';

/** What became of one street by a change of boundaries, in the items of the lists. */
export type StreetChanged = {
  readonly street: Named | null;
  readonly district: Named | null;
  readonly came: readonly string[];
  readonly gone: readonly string[];
  /** Children known to live in the houses that came or went. */
  readonly children: number;
  /** When the change began, no school had a house of the street any more, or none had all the houses that went; `null` where others had them. */
  readonly unserved: 'street' | 'houses' | null;
};

/** A change of a school's boundaries since they were fixed for the campaign, as the districts and the ministry look at it afterwards. */
export type Addition = {
  readonly version: string;
  readonly school: { readonly id: string; readonly name: Named };
  readonly district: { readonly id: number; readonly name: Named };
  readonly number: number;
  readonly source: BoundarySource;
  readonly ground: string;
  readonly publishedAt: Moment;
  readonly fromDay: Day;
  /** When another version took its place; `null` while none has. */
  readonly endedAt: Moment | null;
  /** Who published it, as the journal knows it, and what that person is called. */
  readonly publishedBy: string;
  readonly author: PersonName | null;
  /** Against what was in force until it began. */
  readonly changes: readonly StreetChanged[];
  /** Decisions that would have been others by the version before: to whom it gave the school, from whom it took it. */
  readonly touched: { readonly gave: number; readonly took: number };
  readonly review: { readonly id: string; readonly verdict: Verdict; readonly note: string; readonly at: Moment } | null;
};

/** How many changes of boundaries a district's schools have made, how many nobody has reviewed, and how many of those touched a decision. */
export type ChangesCount = {
  readonly district: { readonly id: number; readonly name: Named };
  readonly changes: number;
  readonly open: number;
  readonly touched: number;
};

/** What came of an officer's word on a change. */
export type ReviewKept = 'kept' | 'own' | 'reviewed_meanwhile' | 'unknown';

import type { Day } from '../core/day.ts';
import type { Language, Named } from '../core/language.ts';
import type { NationalIdWriting } from '../core/national-id-facts.ts';
import type { Cited } from './cited.ts';
import type { Applicants, Cancellation, Cohort, Declines, SpecialOrder } from './admission.ts';
import type { DocumentRules, Duties } from './documents.ts';
import type { Preference, Ratio, Stage, WaitingList } from './stages.ts';
import type { VocabularyCode } from './words.ts';

/**
 * A law of admission as data. A pack names ways of judging by code; small functions in `domain/<module>` judge. Every line carries
 * the clause it rests on; what the source does not say also carries `ours`, the reason for what we decided.
 */
export type Policy = {
  readonly code: string;
  readonly title: Named;
  /** How firmly the rules are known: from the act itself, from an article that reports it, or from the press. */
  readonly known: 'act' | 'article' | 'press';
  readonly country: string;
  /** The calendar year in which the school year begins. */
  readonly year: number;
  /** IANA zone in which every date and time of the pack is read. */
  readonly timeZone: string;
  readonly languages: Languages;
  /** Which state's words a family reads for the institutions it meets. */
  readonly vocabulary: Cited & { readonly code: VocabularyCode };
  readonly nationalId: Cited & {
    readonly digits: number;
    readonly required: boolean;
    /** What its digits say of the holder, and until which age somebody is a child: a guardian's ward is judged by both. Absent in campaigns published before. */
    readonly written?: NationalIdWriting;
    readonly childUntilYears?: number;
  };
  /** The applicant's passport: examples of its series, and how many digits its number has. */
  readonly passport: Cited & { readonly series: readonly string[]; readonly digits: number };
  readonly sites: Cited & { readonly hosts: readonly string[] };
  /** What the service costs the family; both laws say nothing is paid. */
  readonly fee: Cited & { readonly amount: number };
  readonly acts: readonly Act[];
  /** The state's own collection of laws, where the other acts can be read whole. */
  readonly legalDatabase: string;
  readonly applicants: Applicants;
  readonly signUp: Cited & { readonly ways: readonly SignUpWay[] };
  readonly channels: readonly Channel[];
  readonly cohorts: readonly Cohort[];
  readonly specialOrders: readonly SpecialOrder[];
  readonly stages: readonly Stage[];
  readonly preference: Preference | null;
  readonly ratio: Ratio | null;
  readonly waitingList: WaitingList;
  readonly declines: Declines | null;
  readonly cancellation: Cancellation;
  readonly documents: DocumentRules;
  /** Tests, interviews and contests on knowledge at admission. */
  readonly examinations: Cited & { readonly allowed: boolean };
  /** Kinds of school this law leaves out of the system, or lets in only if they wish. */
  readonly schools: readonly (Cited & { readonly kind: SchoolKind; readonly takesPart: 'yes' | 'if_it_wishes' | 'no' })[];
  readonly duties: Duties;
  /** How soon a school answers a family whose registered address no boundaries hold. */
  readonly missingAddress: Cited & { readonly answeredWithinWorkingDays: number };
  /**
   * How changes of boundaries are looked after: from which day the boundaries of the campaign are fixed, so that every later change is shown to
   * those who watch, and for how many days after a change began or ended the decisions it touched are pointed out.
   */
  readonly boundaryChanges: Cited & { readonly fixedOn: Day; readonly watchedDays: number };
  /** Who sets the dates of a campaign. */
  readonly datesSetBy: Cited & { readonly role: 'ministry' };
};

export type Languages = Cited & {
  /** Languages of the interface, the first is what a new reader sees. */
  readonly spoken: readonly Language[];
  /** Languages a class may be taught in. */
  readonly taught: readonly Language[];
};

/** An act that governs admission and that every parent may read. */
export type Act = Cited & {
  readonly code: string;
  readonly title: Named;
  readonly number: string | null;
  /** True for the act whose clauses the pack cites. */
  readonly cited: boolean;
};

export type SignUpWay = 'identity_provider' | 'partner_app' | 'phone_code' | 'email_activation';

export type Channel = Cited & {
  readonly code: 'own_site' | 'partner_app' | 'state_portal' | 'school_office' | 'self_service_corner';
  readonly names: readonly string[];
};

export type SchoolKind = 'state' | 'municipal' | 'mixed' | 'private' | 'auxiliary' | 'boarding_special' | 'gifted';

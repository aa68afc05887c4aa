import type { Day, Moment } from './day.ts';
import type { RegisterName } from './register-name.ts';

/**
 * The law says no. A refusal is a value: it names the clause it rests on and what would change the answer; the page and the API only draw it.
 * Every kind has a text in every language, or the check of messages fails.
 */
export type Refusal = { readonly clause: string } & (
  | { readonly kind: 'not_open_yet'; readonly opensAt: Moment; readonly remedy: 'wait' }
  | {
      readonly kind: 'closed';
      readonly closedAt: Moment;
      readonly opensAt: Moment | null;
      readonly remedy: 'wait' | 'ask_district' | 'choose_offered';
    }
  | {
      readonly kind: 'commission_decides';
      readonly why: 'older_than' | 'no_cohort' | 'no_identity_documents';
      readonly remedy: 'go_to_commission';
    }
  | { readonly kind: 'too_young'; readonly bornTo: Day; readonly remedy: 'next_campaign' }
  | { readonly kind: 'no_school_for_address'; readonly remedy: 'ask_nearest_school' }
  | { readonly kind: 'no_address'; readonly remedy: 'register_address' }
  /** The bureau knows an address that no catchment can be judged by: a house without a number, several addresses. */
  | { readonly kind: 'address_unusable'; readonly remedy: 'correct_address' }
  /** No refusal at all: a register has not answered in this campaign. */
  | { readonly kind: 'not_known_yet'; readonly register: RegisterName; readonly remedy: 'ask_again' }
  | { readonly kind: 'no_places'; readonly remedy: 'other_school' | 'ask_district'; readonly opensAt: Moment | null }
  | { readonly kind: 'guarantee_lost'; readonly remedy: 'free_choice'; readonly opensAt: Moment | null }
  | { readonly kind: 'already_enrolled'; readonly remedy: 'decline_first' | 'move_later'; readonly opensAt: Moment | null }
  | { readonly kind: 'already_in_line'; readonly remedy: 'wait_in_line' }
  | { readonly kind: 'school_not_offered'; readonly remedy: 'choose_offered' }
  | { readonly kind: 'nothing_to_decline'; readonly remedy: 'none' }
  | { readonly kind: 'reason_not_in_law'; readonly remedy: 'choose_offered' }
  | { readonly kind: 'withdraw_first'; readonly remedy: 'withdraw' }
  | { readonly kind: 'nothing_to_withdraw'; readonly remedy: 'none' }
  | { readonly kind: 'application_refused'; readonly ground: string; readonly remedy: 'apply_elsewhere' }
  | { readonly kind: 'nothing_waiting'; readonly remedy: 'none' }
  | { readonly kind: 'ground_not_in_law'; readonly remedy: 'choose_offered' }
  | { readonly kind: 'cancellations_used_up'; readonly atMost: number; readonly remedy: 'ask_district' }
);

export type RefusalKind = Refusal['kind'];
export type Remedy = Refusal['remedy'];

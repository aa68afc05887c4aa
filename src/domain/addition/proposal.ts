import type { HandOnPlaces, Need } from '../access/two-persons.ts';
import type { StreetDifference } from '../catchment/boundary-version.ts';
import type { Day, Moment } from '../core/day.ts';
import type { Named } from '../core/language.ts';
import type { PersonName } from '../core/person-name.ts';

/** The acts that can wait for somebody else's yes. */
export type ProposedAct = Extract<
  HandOnPlaces,
  `boundaries.${'edited' | 'gone_back' | 'file_published' | 'file_taken_back'}` | 'address_request.added'
>;

/** `outdated`: somebody else's change came between, so it was not published. */
export type ProposalState = 'waiting' | 'agreed' | 'refused' | 'outdated' | 'withdrawn';

/** A yes that is asked for, and what came of it. */
export type Ask = Need & {
  readonly districtName: Named;
  readonly answer: 'yes' | 'no' | null;
  readonly words: string | null;
  readonly by: PersonName | null;
  readonly at: Moment | null;
};

/** A publication that waits, or waited, for somebody else: as its author and those who may agree see it. */
export type Proposal = {
  readonly id: string;
  readonly act: ProposedAct;
  readonly district: { readonly id: number; readonly name: Named };
  readonly schools: readonly { readonly id: string; readonly name: Named }[];
  readonly fromDay: Day;
  readonly ground: string;
  readonly author: PersonName | null;
  readonly askedBy: string;
  readonly askedAt: Moment;
  readonly state: ProposalState;
  readonly asks: readonly Ask[];
};

/** A proposal with what it would change, school by school. */
export type ProposalRead = Proposal & {
  readonly changes: readonly {
    readonly school: { readonly id: string; readonly name: Named };
    readonly difference: readonly (StreetDifference & { readonly street: Named; readonly district: Named; readonly isForeign: boolean })[];
  }[];
  /** Children with a known address whose school would change, and those who would be left without any. */
  readonly children: number;
  readonly losing: number;
};

/** What a press on “I agree” or “I do not” came to. */
export type ProposalAnswer =
  /** In force. */
  | { readonly kind: 'agreed' }
  /** The yes is kept; another one is still asked for. */
  | { readonly kind: 'waits' }
  | { readonly kind: 'refused' }
  /** Somebody's change came between: nothing was published. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'decided_before' };

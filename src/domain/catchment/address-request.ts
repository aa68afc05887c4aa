import type { RegisteredView } from '../application/view.ts';
import type { NamedAddress } from '../core/address.ts';
import type { AddressRequestState, OfficeAnswer } from '../addition/addition.ts';
import type { Day, Moment } from '../core/day.ts';
import type { PersonName } from '../core/person-name.ts';

/** A request to add an address to the boundaries, as the family sees it. KG25-21.8. */
export type AddressRequestView = {
  readonly state: AddressRequestState;
  readonly at: Moment;
  readonly answeredAt: Moment | null;
  /** The last day on which the schools may answer. */
  readonly answerBy: Day | null;
  /** The schools it went to, each with its answer. */
  readonly schools: readonly OfficeAnswer[];
};

/** Where a family stands whose registered address shows no school. */
export type MissingAddress = {
  readonly child: { readonly id: string; readonly name: PersonName };
  /** What the bureau answered; `address` is the one that can be judged by. */
  readonly registered: RegisteredView;
  readonly address: NamedAddress | null;
  readonly bureauAnsweredAt: Moment | null;
  /** Whether no school's boundaries hold the address now. */
  readonly isMissing: boolean;
  readonly request: AddressRequestView | null;
};

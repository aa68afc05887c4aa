import type { Outcome, SeatAct } from '../allocation/seat.ts';
import type { MatchReason } from '../catchment/resolve.ts';
import type { NamedAddress } from '../core/address.ts';
import type { Day, Moment } from '../core/day.ts';
import type { Language, Named } from '../core/language.ts';
import type { PersonName } from '../core/person-name.ts';
import type { Refusal } from '../core/refusal.ts';
import type { RegisterName } from '../core/register-name.ts';
import type { SchoolView } from '../core/school.ts';
import type { Choice } from './choice.ts';
import type { GradeOpen } from './eligibility.ts';
import type { ApplicationState } from './lifecycle.ts';
import type { WindowView } from './windows.ts';

/** What a family's pages draw: everything decided, nothing formatted. */

/** «Электронная запись в школу». KG25-21.3. */
export type FamilyPage = {
  readonly children: readonly ChildCard[];
  /** Linked children of whom no birth act names this parent; they cannot be shown. `otherParents` of them have an act that names others. */
  readonly withoutAct: number;
  readonly otherParents: number;
  /** Linked children whose acts could not be read yet. */
  readonly unread: number;
  /** When the civil registry last answered; `isOld` when a newer answer is being asked for. */
  readonly checkedAt: Moment | null;
  readonly isOld: boolean;
  /** A register that gave no answer now; the rest is what was known before. `isUnread`: it answered, and the answer could not be read. */
  readonly outage: RegisterName | null;
  readonly isUnread: boolean;
  readonly notices: readonly NoticeView[];
};

export type ChildCard = {
  readonly id: string;
  readonly name: PersonName;
  readonly birthDate: Day;
  readonly state: ApplicationState;
  readonly place: PlaceView | null;
  readonly waiting: WaitingView | null;
  readonly line: LineView | null;
  readonly refusal: Refusal | null;
  /** Since when the civil registry has left the child out of its list; it stays in sight and is asked about again. */
  readonly doubtfulSince: Moment | null;
};

/** What the address bureau said: nothing yet; nowhere; an address; or what cannot be judged by, as it was given. Four states, four sentences. */
export type RegisteredView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none'; readonly at: Moment }
  | { readonly kind: 'unusable'; readonly at: Moment; readonly given: readonly NamedAddress[] }
  | { readonly kind: 'address'; readonly at: Moment; readonly isOld: boolean };

/** The seat a child holds, and what its giving rested on. */
export type PlaceView = {
  readonly school: SchoolView;
  readonly grade: number;
  readonly language: Language;
  /** The arrival's number in the register. */
  readonly number: number;
  readonly at: Moment;
  readonly freeBefore: number;
  /** The seat was given beyond the quota, where the law guarantees one without limit. KG22-4. */
  readonly overQuota: boolean;
  readonly clause: string;
  /** The seat given back in the same act, when the child moved. */
  readonly released: { readonly school: SchoolView; readonly grade: number; readonly language: Language } | null;
  /** It became free when the child stood first in line. */
  readonly fromLine: boolean;
};

/** Working days within which the school answers, and the clause that lets it decide. */
export type SchoolDecides = { readonly withinWorkingDays: number; readonly clause: string };

/** An application that lies with its school. KZA-6. */
export type WaitingView = {
  readonly school: SchoolView;
  readonly grade: number;
  readonly language: Language;
  readonly number: number;
  readonly at: Moment;
  readonly clause: string;
};

/** A claim that stands in line, with those before it at the moment it was counted; never who they are. */
export type LineView = {
  readonly number: number;
  readonly at: Moment;
  readonly clause: string;
  /** The first moment after which nobody is served by it. */
  readonly closes: Moment;
  /** What it stands in line for, in the order of the wishes. */
  readonly wishes: readonly {
    readonly pool: number;
    readonly school: SchoolView;
    readonly grade: number;
    readonly language: Language;
    readonly before: number;
  }[];
  readonly countedAt: Moment;
};

/** A line that ended before a seat became free. */
export type LineEnded = { readonly number: number; readonly closedAt: Moment; readonly clause: string };

/** Where the law has a waiting list switched on and the child holds nothing: a full school can be stood in line for. */
export type WaitingListOffered = { readonly clause: string };

export type NoticeView = {
  readonly id: string;
  /** What came of an arrival, of a request to add an address, or of a change of boundaries. */
  readonly kind:
    Outcome | 'advanced' | 'left_line' | 'address_added' | 'address_outside' | 'school_changed' | 'school_gone' | 'list_replaced';
  /** `null` where it concerns a school, and is its director's. */
  readonly child: PersonName | null;
  readonly childId: string | null;
  readonly school: Named | null;
  readonly schoolId: string | null;
  /** The number of the arrival; of what is no arrival, of the last one before it. */
  readonly number: number;
  readonly at: Moment;
};

/** One child's page. */
export type ChildPage = LastActs & {
  readonly child: {
    readonly id: string;
    readonly name: PersonName;
    readonly birthDate: Day;
    readonly sex: 'female' | 'male' | null;
    readonly nationalIdEnd: string;
    /** Of series and number only the end, as of the national id. */
    readonly certificate: { readonly numberEnd: string | null; readonly issued: Day | null; readonly issuer: string | null } | null;
  };
  readonly state: ApplicationState;
  readonly grades: readonly GradeOpen[];
  /** The grade shown; the first of `grades` unless the family chose another. */
  readonly grade: number | null;
  readonly window: WindowView;
  /** Where the family is registered, when that can be judged by; `registered` says what the bureau answered. */
  readonly address: NamedAddress | null;
  readonly registered: RegisteredView;
  readonly doubtfulSince: Moment | null;
  readonly proposals: readonly Proposal[];
  readonly place: PlaceView | null;
  readonly waiting: WaitingView | null;
  readonly line: LineView | null;
  readonly lineEnded: LineEnded | null;
  readonly waitingList: WaitingListOffered | null;
  /** Set where the school decides: how soon it answers. */
  readonly schoolDecides: SchoolDecides | null;
  /** Why nothing can be pressed now. */
  readonly refusal: Refusal | null;
  /**
   * Where the open stage lets families choose among schools with free seats: a school can be chosen (`open`), exchanged for the one held
   * (`move`), or the place held cannot be exchanged in this stage (`no_move`). `null` in other stages, and when `refusal` says why not.
   */
  readonly choosing: 'open' | 'move' | 'no_move' | null;
  /** Idempotency keys of the buttons; `null` when the button is not there. */
  readonly enrolDraft: string | null;
  readonly declineDraft: string | null;
  readonly withdrawDraft: string | null;
  /** What can be prepared before the next stage opens; `null` when one is open, or when `refusal` says what else stands in the way. */
  readonly opening: Opening | null;
  readonly outage: RegisterName | null;
  readonly isUnread: boolean;
  readonly bring: { readonly from: Day; readonly to: Day; readonly documents: readonly string[]; readonly clause: string };
};

/** A stage that has not opened yet, for a family of whom everything else has been checked. */
export type Opening = {
  readonly stage: string;
  readonly opensAt: Moment;
  readonly clause: string;
  /** As `choosing` of the child's page will be; `null` where the schools are proposed. */
  readonly choosing: 'open' | 'move' | 'no_move' | null;
  /** Idempotency key of the claim that is prepared; `null` when there will be nothing to press. */
  readonly draft: string | null;
};

/** A claim prepared to the last: one seat, one draft, one button. */
export type PreparedPage = {
  readonly child: ChildPage['child'];
  /** The registered address, where it is what decides. */
  readonly address: NamedAddress | null;
  readonly seat: {
    readonly pool: number;
    readonly school: SchoolView;
    readonly grade: number;
    readonly language: Language;
    readonly free: number;
    readonly capacity: number;
    readonly inLine: number;
  };
  readonly line: LineView | null;
  readonly waitingList: WaitingListOffered | null;
  readonly window: WindowView;
  readonly place: PlaceView | null;
  readonly schoolDecides: SchoolDecides | null;
  /** `null` once the stage is open. */
  readonly opening: Opening | null;
  readonly draft: string;
};

/** One step of choosing a school with free seats. KG25-21.13, KG25-30. */
export type ChoicePage = {
  readonly child: { readonly id: string; readonly name: PersonName };
  readonly grades: readonly GradeOpen[];
  readonly grade: number | null;
  readonly window: WindowView;
  /** The place held, kept until the new one is given. */
  readonly place: PlaceView | null;
  readonly line: LineView | null;
  readonly waitingList: WaitingListOffered | null;
  /** `null` when nothing can be chosen: the child's page says why. */
  readonly choice: Choice | null;
  /** Where the law asks whether a school lies in the family's microdistrict: its schools that teach the grade. `null` where it does not ask. KZA-4. */
  readonly microdistrict: readonly SchoolView[] | null;
  readonly schoolDecides: SchoolDecides | null;
  /** When the free seats were counted. */
  readonly countedAt: Moment;
  /** Idempotency key of «Записать» on the last step. */
  readonly draft: string | null;
  /** Set before the stage opens: a school is chosen beforehand, and the claim prepared. */
  readonly opening: Opening | null;
};

/** The last act on a seat, when it was not an enrolment. */
export type LastActs = {
  readonly declined: {
    readonly reason: string;
    readonly at: Moment;
    readonly number: number;
    readonly guaranteeLost: boolean;
    readonly clause: string;
  } | null;
  readonly refused: { readonly number: number; readonly at: Moment; readonly act: SeatAct; readonly refusal: Refusal } | null;
};

/** A school proposed for the registered address, with the words of the act that say so. KG25-21.4. */
export type Proposal = {
  readonly school: SchoolView;
  readonly street: Named | null;
  readonly why: MatchReason;
  /** The houses of the street as the act writes them. */
  readonly houses: string;
  readonly act: { readonly title: Named; readonly number: string; readonly day: Day };
  readonly clause: string;
  readonly pools: readonly {
    readonly id: number;
    readonly language: Language;
    readonly free: number;
    readonly capacity: number;
    readonly inLine: number;
  }[];
};

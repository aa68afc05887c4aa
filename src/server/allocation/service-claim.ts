import type { CapacityAsked, CapacityChanged, CapacityDecision } from '#domain/allocation/capacity.ts';
import type { Moment } from '#domain/core/day.ts';
import type { ArrivalRow } from './store.ts';

/** Who asks for a seat: the holder of a session, or a person a trusted part of the system names. */
export type Credential = { readonly session: Buffer } | { readonly person: string };

/** One act on a seat. The draft is the idempotency key; `child` is whose page it was pressed on, where there is one. */
export type Claim = { readonly draft: string; readonly by: Credential; readonly child?: string } & (
  | { readonly act: 'enrol'; readonly wishes: readonly number[] }
  | { readonly act: 'decline'; readonly reason: string }
  | { readonly act: 'withdraw' }
);

/** A change of the seats of some pools, all or none, by a part of the system that may. `key` is the idempotency key, `ground` the order or clause it rests on. */
export type CapacityChange = {
  readonly key: string;
  readonly pools: readonly CapacityAsked[];
  readonly actor: string;
  readonly ground: string;
};

/** An arrival as it was answered. */
export type ArrivalAnswered = ArrivalRow;

type NotDecided = { readonly kind: 'busy' | 'unknown_yet'; readonly retryAfterSeconds: number };

/** The answer, given after it is durable. `sameBody` is false when the draft was answered before for another body. */
export type Answer =
  | { readonly kind: 'answered'; readonly arrival: ArrivalRow; readonly sameBody: boolean }
  | { readonly kind: 'not_open_yet'; readonly opensAt: Moment; readonly clause: string }
  | { readonly kind: 'not_signed_in' }
  | { readonly kind: 'unknown_draft' }
  | NotDecided;

/** The answer to a change of capacity: its numbers in the order of the arrivals, or why there is none. */
export type CapacityAnswer =
  | {
      readonly kind: 'changed';
      readonly changes: readonly (CapacityChanged & { readonly number: number })[];
      readonly sameBody: boolean;
    }
  | ({ readonly kind: 'refused' } & Exclude<CapacityDecision, { readonly outcome: 'changed' }>)
  | NotDecided;

type Queued = { readonly receivedMs: number; readonly deadlineMs: number; readonly at: Moment };

/** A claim in the queue of this process, stamped when it was read. */
export type WaitingClaim = Queued & { readonly claim: Claim; readonly answer: (answer: Answer) => void };
/** A change of capacity in the same queue. */
export type WaitingChange = Queued & { readonly change: CapacityChange; readonly answer: (answer: CapacityAnswer) => void };
export type Waiting = WaitingClaim | WaitingChange;

/** Whether somebody asks for a seat, and does not change their number. */
export function isClaim(one: Waiting): one is WaitingClaim {
  return 'claim' in one;
}

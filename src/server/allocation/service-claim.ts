import type { Moment } from '#domain/core/day.ts';
import type { ArrivalRow } from './store.ts';

/** Who asks for a seat: the holder of a session, or a person a trusted part of the system names. */
export type Credential = { readonly session: Buffer } | { readonly person: string };

/** One act on a seat. The draft is the idempotency key. */
export type Claim = { readonly draft: string; readonly by: Credential } & (
  | { readonly act: 'enrol'; readonly wishes: readonly number[] }
  | { readonly act: 'decline'; readonly reason: string }
  | { readonly act: 'withdraw' }
);

/** An arrival as it was answered. */
export type ArrivalAnswered = ArrivalRow;

/** The answer, given after it is durable. `sameBody` is false when the draft was answered before for another body. */
export type Answer =
  | { readonly kind: 'answered'; readonly arrival: ArrivalRow; readonly sameBody: boolean }
  | { readonly kind: 'not_open_yet'; readonly opensAt: Moment; readonly clause: string }
  | { readonly kind: 'not_signed_in' }
  | { readonly kind: 'unknown_draft' }
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unknown_yet'; readonly retryAfterSeconds: number };

/** A claim in the queue of this process, stamped when it was read. */
export type Waiting = {
  readonly claim: Claim;
  readonly receivedMs: number;
  readonly deadlineMs: number;
  readonly at: Moment;
  readonly answer: (answer: Answer) => void;
};

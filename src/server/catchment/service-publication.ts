import type { BoundaryLine, BoundarySource } from '#domain/catchment/boundary-version.ts';
import type { Day } from '#domain/core/day.ts';

/** A school's whole list, to be in force from a day. */
export type Publication = {
  readonly school: string;
  readonly fromDay: Day;
  readonly lines: readonly BoundaryLine[];
  readonly source: BoundarySource;
  /** Why, in the words of whoever publishes. */
  readonly ground: string;
  /** The same key is the same act, however often it is sent. */
  readonly key: string;
  /** The number of the version the list was made from, 0 where there was none: somebody else's later version is not written over. */
  readonly over?: number;
};

/** Why nothing was published. */
export type PublishRefusal =
  | { readonly kind: 'past_day'; readonly school: string; readonly today: Day }
  | { readonly kind: 'unknown_school'; readonly school: string }
  | { readonly kind: 'unknown_street'; readonly school: string; readonly streets: readonly number[] }
  | { readonly kind: 'changed_meanwhile'; readonly school: string; readonly number: number }
  /** Whoever had to agree to this very act did not. */
  | { readonly kind: 'not_agreed'; readonly school: string };

export type Published<T> =
  | { readonly kind: 'published'; readonly version: T }
  /** Nothing is published until somebody else has agreed. */
  | { readonly kind: 'waiting'; readonly proposal: string }
  | { readonly kind: 'refused'; readonly refusals: readonly PublishRefusal[] };

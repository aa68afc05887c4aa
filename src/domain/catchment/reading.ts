import type { Segment } from './segment.ts';
import type { UnreadReason } from './unread.ts';

/** An item that was not read, as it is written, and why. `at` is its place in the list, in characters from 0. */
export type UnreadItem = { readonly token: string; readonly reason: UnreadReason; readonly at: number };

/** Why an item waits for a person: it can be read in a few ways, all of them known. */
export type ConfirmReason =
  | 'parity_unclear'
  | 'range_end_unclear'
  | 'separator_missing'
  | 'brackets_unclear'
  | 'house_or_corpus'
  | 'house_or_series'
  | 'side_apart'
  | 'range_open';

/** An item that was understood but for a choice; the likeliest reading stands first. An empty reading only heads what follows. */
export type ConfirmItem = {
  readonly token: string;
  readonly reason: ConfirmReason;
  readonly at: number;
  readonly place: string | null;
  readonly readings: readonly (readonly Segment[])[];
};

/** Houses of a place that the list names itself; they are no houses of the row's street. */
export type Elsewhere = { readonly place: string; readonly segments: readonly Segment[] };

/**
 * A list of houses as read. `segments` are the houses of the street of the row that are sure, those that every reading of a doubtful item
 * agrees on among them. Each item is read, or waits in `confirm`, or is in `unread`; `tokens` counts the items.
 */
export type Reading = {
  readonly segments: readonly Segment[];
  readonly elsewhere: readonly Elsewhere[];
  readonly confirm: readonly ConfirmItem[];
  readonly unread: readonly UnreadItem[];
  readonly tokens: number;
};

/** What one item of the list gave. */
export type ItemRead = { readonly token: string; readonly at: number; readonly outcome: Outcome };

export type Outcome =
  /** Places the item speaks of, with their houses; null is the street of the row. */
  | { readonly kind: 'sure'; readonly parts: readonly { readonly place: string | null; readonly segments: readonly Segment[] }[] }
  | {
      readonly kind: 'confirm';
      readonly reason: ConfirmReason;
      readonly place: string | null;
      readonly sure: readonly Segment[];
      readonly readings: readonly (readonly Segment[])[];
    }
  /** It says nothing of its own: it names a place or grades for what follows, or takes houses out of what stands before. */
  | { readonly kind: 'aside'; readonly says: 'heading' | 'exception' }
  | { readonly kind: 'unread'; readonly reason: UnreadReason };

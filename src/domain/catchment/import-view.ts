import type { StreetDifference } from './boundary-version.ts';
import type { Conflict, Conflicts } from './conflicts.ts';
import type { Gap } from './gaps.ts';
import type { NameRead } from './import-read.ts';
import type { LeftOut } from './import-left-out.ts';
import type { StreetTwice } from './import-report.ts';
import type { RowNotice } from './act-row.ts';
import type { RangeHabit } from './range-side.ts';
import type { ConfirmReason } from './reading.ts';
import type { Segment } from './segment.ts';
import type { UnreadReason } from './unread.ts';

/** Where a file stands on its way: its columns wait for a person, the worker reads it, it can be looked through, it is in force. */
export type ImportState = 'columns' | 'reading' | 'ready' | 'failed' | 'published' | 'taken_back' | 'deleted';

/** What a person decides about a file. */
export type ImportChoiceKind = 'school' | 'street' | 'reading';

/** The parts of what was found, in the order they are shown. */
export const importParts = [
  'school',
  'street',
  'reading',
  'unresolved',
  'remark',
  'left_out',
  'conflict',
  'twice',
  'gap',
  'unserved',
  'difference',
  'move',
  'line',
  'base',
] as const;
export type ImportPart = (typeof importParts)[number];

/** How many of each part; the items, how many of them understood; what still keeps the file from being published. */
export type ImportSummary = {
  readonly tokens: number;
  readonly understood: number;
  /** A file that was read before a part was told has no count of it. */
  readonly counts: Readonly<Partial<Record<ImportPart, number>>>;
  /** Names of schools and of streets that nobody has said the meaning of. */
  readonly asks: { readonly schools: number; readonly streets: number; readonly readings: number };
  /** Schools that would be published. */
  readonly schools: number;
  /** Children whose addresses were asked about, and how many of them would move. */
  readonly children: number;
  readonly moving: number;
};

/** What each part's items are. Rows and columns count from 1 as a spreadsheet shows them; `at` is the sign within the cell. */
export type ImportItems = {
  readonly school: NameRead<string>;
  readonly street: NameRead<number>;
  readonly reading: {
    readonly row: number;
    readonly at: number;
    readonly street: string;
    readonly token: string;
    readonly reason: ConfirmReason;
    readonly readings: readonly (readonly Segment[])[];
    readonly habit: { readonly overBothSides: number; readonly alongOneSide: number };
    readonly choice: number | null;
  };
  readonly unresolved: {
    readonly row: number;
    readonly column: number;
    readonly at: number;
    readonly street: string;
    readonly token: string;
    readonly reason: UnreadReason | 'row_incomplete';
  };
  readonly remark: { readonly row: number; readonly column: number; readonly remark: RowNotice | ImportCellRemark; readonly text: string };
  readonly left_out: LeftOut;
  readonly conflict: Conflict & { readonly kind: keyof Conflicts };
  readonly twice: StreetTwice;
  readonly gap: Gap;
  readonly unserved: { readonly streetId: number; readonly children: number };
  readonly difference: StreetDifference & { readonly school: string };
  readonly move: { readonly before: readonly string[]; readonly after: readonly string[]; readonly children: number };
  readonly line: {
    readonly row: number;
    readonly school: string;
    readonly street: string;
    readonly written: string;
    readonly houses: string;
    readonly reading: readonly Segment[];
  } & {
    readonly schoolId: string | null;
    readonly streetId: number | null;
    readonly habit: RangeHabit;
  };
  /** The version of a school that the file was compared with; number 0 where it has none. */
  readonly base: { readonly school: string; readonly version: string | null; readonly number: number };
};

export type ImportCellRemark =
  | 'merged'
  | 'formula'
  | 'formula_without_value'
  | 'date'
  | 'exponent'
  | 'number'
  | 'time'
  | 'percent'
  | 'fraction'
  | 'boolean'
  | 'note'
  | 'quote'
  | 'quoted_rows'
  | 'broken_letter'
  | 'struck'
  | 'white';

/** A page of one part of what was found. */
export type PartFound = {
  readonly [Part in ImportPart]: { readonly part: Part; readonly items: readonly ImportItems[Part][] };
}[ImportPart];

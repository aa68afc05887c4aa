import { type ActRow, type RowNotice, tidyRow, type TidyRow } from './act-row.ts';
import { habitOf, readItems } from './house-list.ts';
import type { RangeHabit } from './range-side.ts';
import type { ConfirmReason, ItemRead } from './reading.ts';
import { limited, type Segment } from './segment.ts';
import { streetKey } from './street-key.ts';
import { type StreetNamed, streetsOf } from './street-names.ts';
import type { UnreadReason } from './unread.ts';

/** Houses that an act gives to a school, as one item of one row says it. */
export type Claim = {
  readonly schoolKey: string;
  readonly district: string;
  readonly school: string;
  readonly row: number;
  readonly street: string;
  readonly token: string;
  readonly segment: Segment;
  /** False for one of several readings, until a person confirms it. */
  readonly isSure: boolean;
  /** Where the item stands in its cell, in characters from 0. */
  readonly at: number;
  /** Which of the readings of an item that waits it belongs to; null for what is sure. */
  readonly reading: number | null;
};

export type Unresolved = {
  readonly row: number;
  readonly street: string;
  readonly token: string;
  readonly reason: UnreadReason;
  readonly at: number;
};

/** How a school writes its ranges, shown beside what waits for a person. */
export type HabitSeen = { readonly overBothSides: number; readonly alongOneSide: number };

export type Waiting = {
  readonly row: number;
  readonly street: string;
  readonly token: string;
  readonly reason: ConfirmReason;
  readonly at: number;
  readonly readings: readonly (readonly Segment[])[];
  readonly habit: HabitSeen;
};

/** A whole act as read. `claims` by the key of the street; `tokens` = `understood` + `unresolved`, and `confirm` is a part of the understood. */
export type Act = {
  readonly rows: number;
  readonly tokens: number;
  readonly understood: number;
  readonly unresolved: readonly Unresolved[];
  readonly confirm: readonly Waiting[];
  readonly notices: readonly { readonly row: number; readonly notice: RowNotice }[];
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  /** Other keys under which a person may look for a street → its keys. */
  readonly aliases: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Reads the rows of an act: the habit of each school first, then its rows by it. */
export function readAct(rows: readonly ActRow[], progress: (rowsRead: number) => void = () => undefined): Act {
  const tidy = rows.map(tidyRow);
  const habits = habitsOf(tidy);
  const act: Building = { tokens: 0, unresolved: [], confirm: [], notices: [], claims: new Map(), aliases: new Map() };
  tidy.forEach((row, index) => {
    addRow(act, row, habits.get(row.schoolKey) ?? { overBothSides: 0, alongOneSide: 0 });
    if ((index + 1) % ROWS_PER_STEP === 0) progress(index + 1);
  });
  return { ...act, rows: rows.length, understood: act.tokens - act.unresolved.length };
}

const ROWS_PER_STEP = 10_000;

type Building = {
  tokens: number;
  readonly unresolved: Unresolved[];
  readonly confirm: Waiting[];
  readonly notices: { readonly row: number; readonly notice: RowNotice }[];
  readonly claims: Map<string, Claim[]>;
  readonly aliases: Map<string, Set<string>>;
};

function habitsOf(rows: readonly TidyRow[]): ReadonlyMap<string, HabitSeen> {
  const habits = new Map<string, HabitSeen>();
  for (const { schoolKey, houses } of rows) {
    const seen = habitOf(houses);
    const before = habits.get(schoolKey);
    habits.set(schoolKey, {
      overBothSides: seen.overBothSides + (before?.overBothSides ?? 0),
      alongOneSide: seen.alongOneSide + (before?.alongOneSide ?? 0),
    });
  }
  return habits;
}

function addRow(act: Building, row: TidyRow, habit: HabitSeen): void {
  const { street, houses } = row;
  act.notices.push(...row.notices.map((notice) => ({ row: row.row, notice })));
  const rangeHabit: RangeHabit = habit.overBothSides > 0 ? 'unsure' : 'one_side';
  const items = readItems(houses, rangeHabit, { namesStreet: street !== '' });
  const shown = { row: row.row, street };
  act.tokens += items.length;
  if (items.length === 0 && street !== '') {
    act.tokens += 1;
    act.unresolved.push({ ...shown, token: '', reason: 'houses_missing', at: 0 });
  }
  const streets = streetFinder(street);
  for (const item of items) {
    const { token, at, outcome } = item;
    if (outcome.kind === 'unread') act.unresolved.push({ ...shown, token, reason: outcome.reason, at });
    if (outcome.kind === 'confirm') act.confirm.push({ ...shown, token, reason: outcome.reason, at, readings: outcome.readings, habit });
    for (const said of claimsOf(item)) addClaim(act, row, streets(said.place), item, said);
  }
}

/** The streets of a row, or of a place that an item of it names; each is worked out once. */
function streetFinder(street: string): (place: string | null) => readonly StreetNamed[] {
  const known = new Map<string | null, readonly StreetNamed[]>();
  return (place) => {
    const named = known.get(place) ?? streetsOf(place === null ? street : placeIn(street, place));
    known.set(place, named);
    return named;
  };
}

/** What one item says: houses of a place, for sure or by one of its readings. */
type Said = { readonly place: string | null; readonly segment: Segment; readonly reading: number | null };

function claimsOf({ outcome }: ItemRead): readonly Said[] {
  if (outcome.kind === 'sure')
    return outcome.parts.flatMap(({ place, segments }) => segments.map((segment) => ({ place, segment, reading: null })));
  if (outcome.kind !== 'confirm') return [];
  const { place, sure, readings } = outcome;
  return [
    ...sure.map((segment) => ({ place, segment, reading: null })),
    ...readings.flatMap((segments, reading) => segments.map((segment) => ({ place, segment, reading }))),
  ];
}

function addClaim(act: Building, row: TidyRow, named: readonly StreetNamed[], { token, at }: ItemRead, { segment, reading }: Said): void {
  const { schoolKey, district, school, grades } = row;
  const ofSchool = segment.grades === undefined && grades !== null ? limited(segment, { grades: grades }) : segment;
  for (const { key, name, aliases } of named) {
    const claim = {
      schoolKey,
      district,
      school,
      row: row.row,
      street: name,
      token,
      at,
      reading,
      segment: ofSchool,
      isSure: reading === null,
    };
    const there = act.claims.get(key);
    if (there === undefined) act.claims.set(key, [claim]);
    else there.push(claim);
    for (const alias of aliases) act.aliases.set(alias, (act.aliases.get(alias) ?? new Set()).add(key));
  }
}

/** A place that an item names lies in the settlement of its row: «Юриш поселок» with «1-8 линия»; it is no part of another street. */
function placeIn(street: string, place: string): string {
  return street !== '' && SETTLEMENT.test(streetKey(street)) && !place.includes(',') ? `${street}, ${place}` : place;
}

const SETTLEMENT = /^(село|деревня|поселок|станция|хутор|город|микрорайон) [^,]*$/u;

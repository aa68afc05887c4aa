import type { House } from '../catchment/house.ts';
import { LAST_NUMBER, houseText } from '../catchment/house.ts';
import type { ItemRead } from '../catchment/reading.ts';
import { onSide, type Segment, sideOf } from '../catchment/segment.ts';

/** What a street's list says of one side, each part as short as it can be read; `whole` where all of the side is meant. */
export type SideLabels = { readonly odd: readonly Label[]; readonly even: readonly Label[] };
export type Label = { readonly kind: 'houses'; readonly text: string } | { readonly kind: 'whole' };

/** What of an item is sure and lies on the street of its line: this is drawn. */
export function segmentsIn({ outcome }: ItemRead): readonly Segment[] {
  if (outcome.kind === 'confirm') return outcome.place === null ? outcome.sure : [];
  return outcome.kind === 'sure' ? outcome.parts.filter(({ place }) => place === null).flatMap(({ segments }) => segments) : [];
}

/** The houses of a street by its sides, for a drawing; what only words describe stands in the table alone. */
export function sidesOf(segments: readonly Segment[]): SideLabels {
  const on = (side: 'odd' | 'even') => segments.flatMap((segment) => labelsOn(segment, side));
  return { odd: on('odd'), even: on('even') };
}

function labelsOn(segment: Segment, side: 'odd' | 'even'): readonly Label[] {
  const parity = side === 'odd' ? 1 : 2;
  switch (segment.kind) {
    case 'house':
    case 'house_all_corpuses':
      return sideOf(segment.house.number) === side ? [{ kind: 'houses', text: houseText(segment.house) }] : [];
    case 'range':
      return onSide(segment.side, parity) ? [{ kind: 'houses', text: `${houseText(segment.from)}–${lastText(segment.to)}` }] : [];
    case 'side':
      return segment.side === side ? [{ kind: 'whole' }] : [];
    case 'all':
      return [{ kind: 'whole' }];
    case 'series':
    case 'described':
      return [];
  }
}

function lastText(to: House): string {
  return to.number === LAST_NUMBER ? '…' : houseText(to);
}

/** Where the streets stand around the school when nobody knows where they lie: in their order, half of them above it and half below. */
export type Schematic = {
  readonly width: number;
  readonly height: number;
  readonly school: number;
  readonly rows: readonly { readonly top: number }[];
};

const width = 320;
const rowHeight = 78;
const schoolHeight = 56;

/** A drawing of so many streets; heights in its own units. */
export function layOut(streets: number): Schematic {
  const above = Math.floor(streets / 2);
  const school = above * rowHeight;
  return {
    width,
    height: streets * rowHeight + schoolHeight,
    school: school + schoolHeight / 2,
    rows: Array.from({ length: streets }, (_, place) => ({ top: place * rowHeight + (place < above ? 0 : schoolHeight) })),
  };
}

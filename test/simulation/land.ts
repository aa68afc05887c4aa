import type { Pool } from '#domain/allocation/seat.ts';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import type { Home } from '#domain/catchment/in-force.ts';
import type { Day, Moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';

/** The houses a school has: of each street all of them, or these. */
export type Houses = ReadonlyMap<number, 'all' | ReadonlySet<number>>;

/** A school's list, published by somebody's hand to be in force from a day. */
export type List = { readonly version: string; readonly school: string; readonly fromDay: Day; readonly houses: Houses };

/** A child, those who may act for it, and the day it was born. */
export type Family = { readonly child: string; readonly parents: readonly string[]; readonly born: Day };

/** One thing that somebody does in a campaign whose boundaries move. */
export type Act =
  | { readonly kind: 'publishes'; readonly hand: 'takes in' | 'takes out' | 'goes back'; readonly list: List }
  | { readonly kind: 'moves house'; readonly person: string; readonly home: Home }
  | { readonly kind: 'is listed as prepared'; readonly child: string }
  | { readonly kind: 'looks'; readonly person: string; readonly child: string }
  | { readonly kind: 'claims'; readonly person: string; readonly child: string; readonly draft: string; readonly wishes: readonly number[] }
  | { readonly kind: 'declines'; readonly person: string; readonly child: string; readonly draft: string }
  | { readonly kind: 'withdraws'; readonly person: string; readonly child: string; readonly draft: string }
  | { readonly kind: 'changes seats'; readonly pool: number; readonly capacity: number };

export type Deed = { readonly atMs: number; readonly at: Moment; readonly act: Act };

/** A campaign in which directors, the district and the ministry publish boundaries beside what families do. */
export type Story = {
  readonly seed: number;
  readonly policy: Policy;
  readonly pools: readonly Pool[];
  /** The lists before anything happens. */
  readonly lists: readonly List[];
  readonly families: readonly Family[];
  readonly homes: ReadonlyMap<string, Home>;
  readonly streets: number;
  readonly deeds: readonly Deed[];
  readonly cuts: ReadonlySet<number>;
};

/** A list as the product reads it. */
export function linesOf({ houses }: List): readonly BoundaryLine[] {
  return [...houses].map(([streetId, some]) => ({
    ...{ streetId, houses: some === 'all' ? 'все дома' : [...some].sort((a, b) => a - b).join(', '), habit: 'one_side' as const },
    act: { title: { ky: 'буйрук', ru: 'приказ', kk: 'бұйрық', en: 'order' }, number: '1', day: '2020-01-01' },
  }));
}

/** The story told in sentences, one for each deed. */
export function tell({ deeds, pools }: Story): readonly string[] {
  const short = (id: string) => id.slice(0, 6);
  const seatOf = (id: number) => `${short(pools.find((pool) => pool.id === id)?.school ?? 'nowhere')}/${id}`;
  const of = ({ houses }: List) =>
    [...houses].map(([street, some]) => `${street}: ${some === 'all' ? 'all' : [...some].join(' ')}`).join('; ');
  const words = (act: Act): string => {
    switch (act.kind) {
      case 'publishes':
        return `school ${short(act.list.school)} ${act.hand} and publishes from ${act.list.fromDay}: ${of(act.list)}`;
      case 'moves house':
        return `${short(act.person)} is registered at street ${act.home.streetId}, house ${act.home.house}`;
      case 'claims':
        return `${short(act.person)} claims ${act.wishes.map(seatOf).join(', then ')} for ${short(act.child)}`;
      case 'changes seats':
        return `${seatOf(act.pool)} has ${act.capacity} seats`;
      case 'is listed as prepared':
        return `${short(act.child)} ${act.kind}`;
      default:
        return `${short(act.person)} ${act.kind} for ${short(act.child)}`;
    }
  };
  return deeds.map(({ at, act }, place) => `${place}. ${at} ${words(act)}`);
}

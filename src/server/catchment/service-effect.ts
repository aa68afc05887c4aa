import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { type Move, moveBook } from '#domain/catchment/moves.ts';
import { type Boundary, drawBoundary } from '#domain/catchment/resolve.ts';
import type { Day } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Database } from '../db/connect.ts';
import { type Reader, readerOf, transact } from '../db/transaction.ts';
import { addressesByStreet, type AddressScope, boundariesAround, type LineAround } from './store-effect.ts';

/** Who would move by a change of boundaries, and who is served by no school after it, by street. Ids are for the journal, never for a page. */
export type Effect = { readonly asked: number; readonly moves: readonly Move[]; readonly unserved: ReadonlyMap<number, number> };

/** Lists of schools before a change and after it; all other schools stay as they are on `on`. */
export type Change = {
  readonly on: Day;
  readonly schools: ReadonlyMap<string, { readonly before: readonly BoundaryLine[]; readonly after: readonly BoundaryLine[] }>;
};

export type EffectService = {
  /** What a change of some schools' lists does to the families of these addresses. */
  ofChange(change: Change, scope: AddressScope): Promise<Effect>;
  /** What changes between two days, for every family known here. */
  betweenDays(from: Day, to: Day): Promise<Effect>;
};

/** The boundaries of a street before and after; the same array where nothing changes. */
type Around = { readonly before: readonly Boundary[]; readonly after: readonly Boundary[] };

/** Resolves a whole population again, street by street: the lines of a batch of streets are read once, then every address of them is decided. */
export function effectService(database: Database, campaign: { readonly id: string; readonly policy: Policy }): EffectService {
  async function book(
    scope: AddressScope,
    aroundOf: (reader: Reader, streets: readonly number[]) => Promise<(street: number) => Around>,
  ): Promise<Effect> {
    return transact(database, 'worker', async (tx) => {
      const moves = moveBook();
      for await (const addresses of addressesByStreet(tx, campaign.policy.country, scope)) {
        const around = await aroundOf(readerOf(tx), [...new Set(addresses.map(({ streetId }) => streetId))]);
        let [street, there]: [number | null, Around] = [null, { before: [], after: [] }];
        for (const address of addresses) {
          if (address.streetId !== street) [street, there] = [address.streetId, around(address.streetId)];
          moves.add(address, there.before, there.after);
        }
      }
      return { asked: moves.asked(), moves: moves.moves(), unserved: moves.unserved() };
    });
  }

  return {
    ofChange: ({ on, schools }, scope) => {
      const changed = byStreet(schools);
      return book(scope, async (reader, streets) => {
        const standing = await boundariesAround(reader, campaign.id, streets, on, on);
        return (street) => {
          const others = (standing.get(street) ?? []).filter(({ school_id }) => !schools.has(school_id)).map(drawn);
          const own = changed.get(street);
          return own === undefined
            ? { before: others, after: others }
            : { before: [...others, ...own.before], after: [...others, ...own.after] };
        };
      });
    },

    betweenDays: (from, to) =>
      book('everybody', async (reader, streets) => {
        const lines = await boundariesAround(reader, campaign.id, streets, from, to);
        return (street) => {
          const there = (lines.get(street) ?? []).map((line) => ({ line, boundary: drawn(line) }));
          const before = there.filter(({ line }) => line.is_before).map(({ boundary }) => boundary);
          const isSame = there.every(({ line }) => line.is_before && line.is_after);
          return { before, after: isSame ? before : there.filter(({ line }) => line.is_after).map(({ boundary }) => boundary) };
        };
      }),
  };
}

/** By which act a school is meant does not matter to where a child belongs. */
const noAct = { title: { ru: '' }, number: '', day: '1970-01-01' } as const;

function drawn({ school_id, street_id, houses, range_habit }: LineAround): Boundary {
  return drawBoundary({ schoolId: school_id, streetId: street_id, houses, act: noAct }, range_habit);
}

function byStreet(schools: Change['schools']): ReadonlyMap<number, Around> {
  const found = new Map<number, { before: Boundary[]; after: Boundary[] }>();
  const add = (schoolId: string, lines: readonly BoundaryLine[], side: 'before' | 'after') => {
    for (const { streetId, houses, act, habit } of lines) {
      const there = found.get(streetId) ?? { before: [], after: [] };
      found.set(streetId, there);
      there[side].push(drawBoundary({ schoolId, streetId, houses, act }, habit));
    }
  };
  for (const [school, { before, after }] of schools) {
    add(school, before, 'before');
    add(school, after, 'after');
  }
  return found;
}

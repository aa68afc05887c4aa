import type { Told } from '#domain/addition/grave.ts';
import { type BoundaryLine, byStreet } from '#domain/catchment/boundary-version.ts';
import type { Day } from '#domain/core/day.ts';
import type { EffectService } from './service-effect.ts';

/** Lists as they would be, beside what they would take the place of. */
export type ListChange = { readonly school: string; readonly before: readonly BoundaryLine[]; readonly after: readonly BoundaryLine[] };

/** Whom a change would touch, as far as their address is known to the system. */
export type Consequences = {
  /** Children whose schools would be others, and those among them whom none would serve. */
  readonly children: number;
  readonly losing: number;
};

export type ConsequenceService = {
  /** Whom lists would touch if they were in force on a day. Nobody is named. */
  of(on: Day, changes: readonly ListChange[]): Promise<Consequences>;
  /** The same with the length of the lists before and after: what their author is told. */
  told(on: Day, changes: readonly ListChange[]): Promise<Told>;
};

/** What a change of boundaries does to families, before it is published. KG25-18.4, KG25-21.4. */
export function consequenceService(effect: EffectService): ConsequenceService {
  async function of(on: Day, changes: readonly ListChange[]): Promise<Consequences> {
    const streets = [...new Set(changes.flatMap(({ before, after }) => [...before, ...after].map(({ streetId }) => streetId)))];
    if (streets.length === 0) return { children: 0, losing: 0 };
    const { moves } = await effect.ofChange({ on, schools: new Map(changes.map((one) => [one.school, one])) }, { streets });
    const sum = (some: typeof moves) => some.reduce((count, { children }) => count + children.length, 0);
    return { children: sum(moves), losing: sum(moves.filter(({ after }) => after.length === 0)) };
  }

  return {
    of,
    async told(on, changes) {
      const sizeOf = (side: 'before' | 'after') => changes.reduce((sum, change) => sum + byStreet(change[side]).size, 0);
      return { streetsBefore: sizeOf('before'), streetsAfter: sizeOf('after'), ...(await of(on, changes)) };
    },
  };
}

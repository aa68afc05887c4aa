import { randomUUID } from 'node:crypto';
import type { BoundaryLine, BoundaryVersion } from '#domain/catchment/boundary-version.ts';
import { type Day, dayOf } from '#domain/core/day.ts';
import type { Home } from '#simulators/population/population.ts';
import { asActor } from './crowd.ts';
import type { Town } from './town.ts';

const act = { title: { ky: 'буйрук', ru: 'приказ', kk: 'бұйрық', en: 'order' }, number: '1', day: '2020-01-01' } as const;

/** The hands that publish boundaries in a town: a school takes houses of a street in, or a street out, or goes back to what it had. */
export type Hands = {
  takeIn(school: string, home: Home, from?: Day): Promise<BoundaryVersion>;
  takeOut(school: string, home: Home, from?: Day): Promise<BoundaryVersion>;
  goBack(school: string, number: number): Promise<BoundaryVersion>;
  /** A school that has nothing to do with this home and teaches a grade, with its seat. */
  elsewhere(home: Home, grade: number): Promise<{ readonly school: string; readonly pool: number }>;
};

/** The hands of a town. */
export function handsOf(town: Town): Hands {
  const { boundaries, campaign } = town.composed.mektep;

  async function publish(school: string, from: Day | undefined, change: (lines: readonly BoundaryLine[]) => readonly BoundaryLine[]) {
    const lines = (await boundaries.current(school))?.lines ?? [];
    const published = await boundaries.publish({
      ...{ actor: 'system', school, fromDay: from ?? dayOf(campaign.now()), lines: change(lines) },
      ...{ source: 'editor', ground: 'order 1', key: randomUUID() },
    });
    if (published.kind !== 'published') throw new Error(JSON.stringify(published));
    return published.version;
  }

  const street = ({ address }: Home) => address.streetId as number;
  return {
    takeIn: (school, home, from) =>
      publish(school, from, (lines) => [...lines, { streetId: street(home), houses: home.address.house, habit: 'one_side', act }]),
    takeOut: (school, home, from) => publish(school, from, (lines) => lines.filter(({ streetId }) => streetId !== street(home))),
    async goBack(school, number) {
      const over = (await boundaries.current(school))?.number ?? 0;
      const back = await boundaries.goBack({ actor: 'system', school, number, over, ground: 'order 2', key: randomUUID() });
      if (back?.kind !== 'published') throw new Error(`version ${number} is not there`);
      return back.version;
    },
    async elsewhere(home, grade) {
      const row = await asActor(town, 'system', (tx) =>
        tx
          .selectFrom('pool as p')
          .innerJoin('boundary_version as v', 'v.school_id', 'p.school_id')
          .innerJoin('school as s', 's.id', 'p.school_id')
          .select(['p.school_id as school', 'p.id as pool'])
          .where('p.grade', '=', grade)
          .where('p.kind', '=', 'general')
          .where('p.capacity', '>', 20)
          .where('s.code', 'not in', [...home.schoolIds])
          .where((eb) =>
            eb.not(
              eb.exists(
                eb
                  .selectFrom('boundary as b')
                  .select('b.id')
                  .whereRef('b.school_id', '=', 'p.school_id')
                  .where('b.street_id', '=', street(home)),
              ),
            ),
          )
          .orderBy('p.id')
          .limit(1)
          .executeTakeFirstOrThrow(),
      );
      return row;
    },
  };
}

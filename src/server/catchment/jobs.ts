import { z } from 'zod';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { drawBoundary, resolve } from '#domain/catchment/resolve.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { BoundariesService } from './service-boundaries.ts';
import { type EnrolledSoonAfter, findEnrolledSoonAfter, insertFlag } from './store-additions.ts';

const payloadSchema = z.object({ campaign: z.uuid(), from: z.number().int(), to: z.number().int() });

/** A house that came into the boundaries so short a time before the enrolment from it is looked at by the district. */
const suspiciousHours = 24;

/** After a batch of arrivals is durable: flags the enrolments from houses that were added within the last day, in the journal and for the district. */
export function additionJobs(database: Database, { boundaries, clock }: { readonly boundaries: BoundariesService; readonly clock: Clock }) {
  async function isAddedBy({ school, number, follows, streetId, house }: EnrolledSoonAfter): Promise<boolean> {
    if (streetId === null) return false;
    const [own, before] = await Promise.all([number, follows].map((each) => boundaries.version(school, each)));
    return holds(own?.lines ?? [], streetId, house) && !holds(before?.lines ?? [], streetId, house);
  }

  return {
    arrivals: async (payload: unknown): Promise<void> => {
      const { campaign, from, to } = payloadSchema.parse(payload);
      const enrolled = await transact(database, 'worker', (tx) =>
        findEnrolledSoonAfter(tx, campaign, { from, to, hours: suspiciousHours }),
      );
      for (const one of enrolled) {
        if (!(await isAddedBy(one))) continue;
        const { seq, version, school: subject } = one;
        const at = new Date(clock.now());
        await transact(database, 'worker', async (tx) => {
          if (!(await insertFlag(tx, campaign, version, seq, at))) return;
          await append(tx, [
            { at, actor: 'worker', act: 'boundaries.enrolled_within_day', campaign, subject, detail: { version, arrival: seq } },
          ]);
        });
      }
    },
  };
}

function holds(lines: readonly BoundaryLine[], streetId: number, house: string): boolean {
  const drawn = lines
    .filter((line) => line.streetId === streetId)
    .map((line) => drawBoundary({ schoolId: '', streetId, houses: line.houses, act: line.act }, line.habit));
  return resolve({ streetId, house }, drawn).kind === 'found';
}

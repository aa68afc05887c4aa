import type { Actor, Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import { decideRequest, enqueueAnswered, writeSchoolAnswer } from './store-answers.ts';

/** A request of a family, as far as deciding goes. */
export type WaitingRequest = { readonly id: string; readonly child_id: string };

/** Every family that waits for a house hears whose boundaries hold it. */
export async function decideAll(
  tx: Tx,
  { campaign, actor, at }: { readonly campaign: string; readonly actor: Actor; readonly at: Date },
  waiting: readonly WaitingRequest[],
  { own, act, ...held }: { readonly own: string; readonly act: string; readonly school: string; readonly version: string | null },
): Promise<void> {
  for (const one of waiting) {
    const by = { request: one.id, school: own, by: actor, at };
    await writeSchoolAnswer(tx, by, { state: 'added' });
    await decideRequest(tx, by, { state: 'added', ...held });
    await append(tx, [{ at, actor, act, campaign, subject: one.id, detail: { child: one.child_id, ...held } }]);
    await enqueueAnswered(tx, one.id);
  }
}

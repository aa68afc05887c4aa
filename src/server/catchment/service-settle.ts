import type { BoundaryVersion } from '#domain/catchment/boundary-version.ts';
import { type Actor, readerOf, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import { decideAll, type WaitingRequest } from './service-decide-requests.ts';
import { findAnswersOf, findOfSchool, lockRequests } from './store-answers.ts';
import { deleteDraftsUntil } from './store-editor.ts';
import { askForEffect, lockImport, noteState } from './store-imports.ts';
import type { ListRow, ProposalRow } from './store-proposals.ts';

/** What hangs on a proposal besides its lists: taken for the transaction. `null` when it is decided otherwise, so that nothing is published any more. */
export type Hanging = { readonly requests: readonly WaitingRequest[]; readonly school: string };

type Act = { readonly campaign: string; readonly author: Actor; readonly at: Date };

/** Takes the file or the families' requests a proposal is about. */
export async function takeHanging(
  tx: Tx,
  { campaign }: Pick<Act, 'campaign'>,
  proposal: ProposalRow,
  lists: readonly ListRow[],
): Promise<Hanging | null> {
  const school = lists[0]?.school ?? '';
  if (proposal.importId !== null) {
    const { state } = await lockImport(tx, proposal.importId);
    return state === (proposal.act === 'boundaries.file_published' ? 'ready' : 'published') ? { requests: [], school } : null;
  }
  if (proposal.requestId === null) return { requests: [], school };
  const row = await findOfSchool(readerOf(tx), campaign, school, proposal.requestId);
  if (row === undefined) return null;
  const found = await lockRequests(tx, campaign, row);
  const [own] = (await findAnswersOf(readerOf(tx), [row.id])).filter(({ school_id: id }) => id === school);
  const waiting = found.filter(({ state }) => state === 'sent');
  return own?.state === 'open' && waiting.some(({ id }) => id === row.id) ? { requests: waiting, school } : null;
}

/** What follows when a proposal is in force: drafts are done with, a file is published or taken back, families hear that their house was added. */
export async function settle(
  tx: Tx,
  { campaign, author, at }: Act,
  proposal: ProposalRow,
  { requests, school }: Hanging,
  versions: readonly BoundaryVersion[],
): Promise<void> {
  const journal = (act: string, subject: string, detail: Readonly<Record<string, unknown>>) =>
    append(tx, [{ at, actor: author, act, campaign, subject, detail }]);
  if (proposal.importId !== null && proposal.act === 'boundaries.file_taken_back') {
    await noteState(tx, proposal.importId, { state: 'taken_back' });
    return journal('boundaries.file_taken_back', proposal.importId, { schools: versions.length });
  }
  if (proposal.importId !== null) {
    const fromDay = versions[0]?.fromDay ?? proposal.fromDay;
    await noteState(tx, proposal.importId, { state: 'published', fromDay, publishedAt: at });
    await askForEffect(tx, proposal.importId);
    return journal('boundaries.file_published', proposal.importId, { schools: versions.length, from: fromDay });
  }
  if (proposal.requestId !== null) {
    const held = { own: school, act: 'address_request.added', school, version: versions[0]?.id ?? null };
    return decideAll(tx, { campaign, actor: author, at }, requests, held);
  }
  if (proposal.act === 'boundaries.edited') await deleteDraftsUntil(tx, campaign, school, proposal.askedAt);
}

import type { LineView, WaitingListOffered } from '#domain/application/view.ts';
import type { Translate } from './messages.ts';

/** What is known of one pool before a seat of it is asked for. */
export type PoolShown = { readonly id: number; readonly free: number; readonly capacity: number; readonly inLine: number };

/** The free seats of a pool in words; of a full one that can be stood in line for, how long the line is and whether it is the child's own. */
export function freeText(
  { id, free, capacity, inLine }: PoolShown,
  { waitingList, line }: { readonly waitingList: WaitingListOffered | null; readonly line: LineView | null },
  t: Translate,
): string {
  const seats = t('child.free', { free, capacity });
  if (free > 0 || waitingList === null) return seats;
  const isOwn = line?.wishes.some(({ pool }) => pool === id) ?? false;
  return [seats, t('line.length', { count: inLine }), ...(isOwn ? [t('line.yours')] : [])].join(', ');
}

import type { BoundaryVersion } from '#domain/catchment/boundary-version.ts';
import type { ItemRead } from '#domain/catchment/reading.ts';
import { fullName, type PersonName } from '#domain/core/person-name.ts';
import type { Translate } from './messages.ts';
import { isElsewhere } from './segment-text.ts';

/** Who published a version, as those see it whose office it is. */
export function authorText(
  { publishedBy }: Pick<BoundaryVersion, 'publishedBy'>,
  name: PersonName | null | undefined,
  t: Translate,
): string {
  if (name !== null && name !== undefined) return fullName(name);
  return publishedBy.startsWith('person:') ? t('boundaries.by_person') : t('boundaries.by_system');
}

/** What is not clear in a list: not understood, waiting for a choice, of another street; empty when all is clear. */
export function troublesText(items: readonly ItemRead[], t: Translate): string {
  const { unread, waiting, elsewhere } = troublesIn(items);
  return [
    ...(unread > 0 ? [t('boundaries.trouble_unread', { count: unread })] : []),
    ...(waiting > 0 ? [t('boundaries.trouble_waiting', { count: waiting })] : []),
    ...(elsewhere > 0 ? [t('boundaries.trouble_elsewhere')] : []),
  ].join(' ');
}

/** How many items of a list are not understood, wait for a choice, or speak of another street. */
function troublesIn(items: readonly ItemRead[]): { readonly unread: number; readonly waiting: number; readonly elsewhere: number } {
  const count = (is: (item: ItemRead) => boolean) => items.filter(is).length;
  return {
    unread: count(({ outcome }) => outcome.kind === 'unread'),
    waiting: count(({ outcome }) => outcome.kind === 'confirm'),
    elsewhere: count((item) => item.outcome.kind === 'sure' && isElsewhere(item)),
  };
}

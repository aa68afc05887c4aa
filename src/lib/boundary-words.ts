import type { BoundaryVersion } from '#domain/catchment/boundary-version.ts';
import type { ItemRead } from '#domain/catchment/reading.ts';
import { fullName, type PersonName } from '#domain/core/person-name.ts';
import type { Translate } from './messages.ts';
import { isElsewhere } from './segment-text.ts';

/** Who published a version, as those see it whose office it is. */
export function authorText({ publishedBy }: BoundaryVersion, name: PersonName | null | undefined, t: Translate): string {
  if (name !== null && name !== undefined) return fullName(name);
  return publishedBy.startsWith('person:') ? t('boundaries.by_person') : t('boundaries.by_system');
}

/** How many items of a list are not understood, wait for a choice, or speak of another street. */
export function troublesIn(items: readonly ItemRead[]): { readonly unread: number; readonly waiting: number; readonly elsewhere: number } {
  const count = (is: (item: ItemRead) => boolean) => items.filter(is).length;
  return {
    unread: count(({ outcome }) => outcome.kind === 'unread'),
    waiting: count(({ outcome }) => outcome.kind === 'confirm'),
    elsewhere: count((item) => item.outcome.kind === 'sure' && isElsewhere(item)),
  };
}

import type { Refusal } from '#domain/core/refusal.ts';
import type { Speech } from './speech.ts';

/** A refusal in words: what the law says, and what the family can do. */
export type RefusalText = { readonly text: string; readonly remedy: string; readonly clause: string };

/** Draws a refusal in the reader's language. */
export function refusalText(refusal: Refusal, { t, format }: Speech): RefusalText {
  const args = {
    ...('opensAt' in refusal && { opensAt: refusal.opensAt === null ? 'none' : format.moment(refusal.opensAt) }),
    ...('closedAt' in refusal && { closedAt: format.lastOf(refusal.closedAt) }),
    ...('why' in refusal && { why: refusal.why }),
    ...('bornTo' in refusal && { bornTo: format.day(refusal.bornTo) }),
    ...('atMost' in refusal && { atMost: refusal.atMost }),
    ...('register' in refusal && { register: t(`register.${refusal.register}`) }),
    ...('ground' in refusal && { ground: refusal.ground }),
  };
  return { text: t(`refusal.${refusal.kind}`, args), remedy: t(`remedy.${refusal.remedy}`), clause: refusal.clause };
}

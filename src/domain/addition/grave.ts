/** What a publication would do, as its author is told before it: how many streets, and how many children by the addresses known to the system. */
export type Told = { readonly streetsBefore: number; readonly streetsAfter: number; readonly children: number; readonly losing: number };

/**
 * Whether it asks to be confirmed by its numbers: children change their school, or a list becomes empty or loses half of its streets. What is
 * harmless is published with one press.
 */
export function isGrave({ streetsBefore, streetsAfter, children }: Told): boolean {
  return children > 0 || (streetsBefore > 0 && streetsAfter * 2 <= streetsBefore);
}

/** The numbers as they are confirmed: whoever confirms others than these has not seen what would happen. */
export function sureText({ streetsBefore, streetsAfter, children, losing }: Told): string {
  return [streetsBefore, streetsAfter, children, losing].join('-');
}

/** Whether what was confirmed is what would happen now. */
export function isSure(told: Told, sure: string): boolean {
  return !isGrave(told) || sure === sureText(told);
}

import { z } from 'zod';

/** Wishes a claim may carry, in order. */
export const wishesAtMost = 10;

const draft = z.uuid();
/** A code of the law, of plain letters: what the database could not keep must not stand in the queue of everybody's claims. */
const reason = z.string().regex(/^\w{1,64}$/);

/**
 * The body of a claim: seats asked for in order, a held or proposed place given up with a reason, or an application taken back. Unknown members
 * are refused. `confirm` answers the second question about a reason that names a preference; see `forfeitsForPreference`.
 */
export const claimSchema = z.union([
  z.strictObject({ draft, wishes: z.array(z.number().int().positive().max(2_147_483_647)).min(1).max(wishesAtMost) }),
  z.strictObject({ draft, reason, confirm: z.literal(true).optional() }),
  z.strictObject({ draft, withdraw: z.literal(true) }),
]);

export type ClaimInput = z.infer<typeof claimSchema>;

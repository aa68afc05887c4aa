import type pg from 'pg';

/** A connection of the register: every round trip counts here, so it speaks `pg` without a query builder. */
export type Turn = pg.Client;

/**
 * The register's connections act as the register. Their few statements are planned once, and by index: arrivals grow from none to hundreds of
 * thousands within seconds; a plan made while the table was empty would read all of them for each claim. Who holds the turn and says nothing
 * loses it: one whose machine or wire is gone cannot give it back, and all the others wait for it.
 */
export const ownConnection = {
  silentAtMostMs: 2_000,
  settings: {
    'mektep.actor': 'register',
    plan_cache_mode: 'force_generic_plan',
    enable_seqscan: 'off',
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
    enable_memoize: 'off',
  },
} as const;

/** Sends statements without waiting in between; throws the first fault after all of them are answered. */
export async function inOnePacket<const Answers extends readonly Promise<unknown>[]>(
  turn: Turn,
  send: () => Answers,
): Promise<{ -readonly [Place in keyof Answers]: Awaited<Answers[Place]> }> {
  const { stream } = (turn as unknown as { readonly connection: { readonly stream: { cork(): void; uncork(): void } } }).connection;
  stream.cork();
  const sent = send();
  stream.uncork();
  const settled = await Promise.allSettled(sent);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    -readonly [Place in keyof Answers]: Awaited<Answers[Place]>;
  };
}

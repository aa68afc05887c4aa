import type { Register } from './service.ts';

/** How often one person may claim. Families share addresses of the net, whole villages one: only the session counts. */
export type ClaimLimit = {
  /** Counts a claim of a session; gives the seconds to wait when there were too many, 0 when it may pass. */
  waitSeconds(session: Buffer): number;
};

export type LimitOptions = {
  /** Claims that may follow each other at once. */
  readonly atOnce: number;
  /** After so many seconds as many may follow again. */
  readonly seconds: number;
  /** Sessions counted at the same time. Beyond it newcomers are not counted: the limit must never stand in a family's way. */
  readonly peopleAtMost: number;
  /** Milliseconds that only go forward. */
  readonly nowMs?: () => number;
};

/**
 * A limit in front of the queue, without a look into the database. A person is counted from the first claim for as long as it takes; who waits
 * that long is forgotten. Two windows are kept, so that memory is bounded and nothing has to be tidied.
 */
export function claimLimit({ atOnce, seconds, peopleAtMost, nowMs = () => performance.now() }: LimitOptions): ClaimLimit {
  const windowMs = seconds * 1000;
  let recent = new Map<string, Counted>();
  let before = new Map<string, Counted>();
  let turnsAtMs = nowMs() + windowMs;

  function counted(key: string, at: number): Counted | undefined {
    if (at >= turnsAtMs) {
      before = at - turnsAtMs >= windowMs ? new Map<string, Counted>() : recent;
      recent = new Map();
      turnsAtMs = at + windowMs;
    }
    const known = recent.get(key) ?? before.get(key);
    return known !== undefined && known.untilMs > at ? known : undefined;
  }

  return {
    waitSeconds(session) {
      const at = nowMs();
      const key = session.toString('latin1');
      const known = counted(key, at);
      if (known === undefined) {
        if (recent.size < peopleAtMost) recent.set(key, { claims: 1, untilMs: at + windowMs });
        return 0;
      }
      known.claims += 1;
      return known.claims > atOnce ? Math.ceil((known.untilMs - at) / 1000) : 0;
    },
  };
}

/** The register behind the limit, for forms: a page has no other words for too many than that the system is busy. */
export function limited(register: Register, limit: ClaimLimit): Register {
  return {
    ...register,
    claim(claim) {
      const waitSeconds = 'session' in claim.by ? limit.waitSeconds(claim.by.session) : 0;
      return waitSeconds > 0 ? Promise.resolve({ kind: 'busy', retryAfterSeconds: waitSeconds }) : register.claim(claim);
    },
  };
}

type Counted = { claims: number; readonly untilMs: number };

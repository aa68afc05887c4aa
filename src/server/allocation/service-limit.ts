import type { Register } from './service.ts';
import type { Credential } from './service-claim.ts';
import { keyOf, type SessionHolders } from './service-holders.ts';

/** How often one person may claim. Families share addresses of the net, whole villages one: only the person counts, whatever it sends from. */
export type ClaimLimit = {
  /**
   * Counts a claim; gives the seconds to wait when there were too many, 0 when it may pass. Known at once for a session this process has met; else
   * `nobody` for a token that was given to nobody, and `busy` when it cannot be known now.
   */
  count(by: Credential): number | Promise<number | 'nobody' | 'busy'>;
};

export type LimitOptions = {
  /** Claims that may follow each other at once. */
  readonly atOnce: number;
  /** After so many seconds as many may follow again. */
  readonly seconds: number;
  /** People counted at the same time. Beyond it newcomers are not counted: the limit must never stand in a family's way. */
  readonly peopleAtMost: number;
  readonly holders: SessionHolders;
  /** Claims of sessions not yet met that may stand in the queue while their holders are looked up; others are looked up first. */
  readonly unmetAtOnce: number;
  /** Milliseconds that only go forward. */
  readonly nowMs?: () => number;
};

/**
 * A limit in front of the queue. The first claim of a session not yet met keeps its place in the queue and is counted a moment later, when its holder
 * is known; what follows it waits for that moment. So a claim of a family never waits for a question to the database, and many sessions, tabs and
 * programs of one person share one count. Invented tokens have no count of their own: beyond a few they are looked up, all through one door,
 * before they come near the queue.
 */
export function claimLimit(options: LimitOptions): ClaimLimit {
  const { holders, unmetAtOnce } = options;
  const waitSeconds = counter(options);
  const unmet = new Set<string>();

  function passUnmet(session: Buffer): void {
    unmet.add(keyOf(session));
    holders.askFirst(session, (person) => {
      unmet.delete(keyOf(session));
      if (person !== null) waitSeconds(person);
    });
  }

  return {
    count(by) {
      if ('person' in by) return waitSeconds(by.person);
      const person = holders.known(by.session);
      if (person !== undefined) return waitSeconds(person);
      if (!unmet.has(keyOf(by.session)) && unmet.size < unmetAtOnce) {
        passUnmet(by.session);
        return 0;
      }
      return holders.ask(by.session).then(
        (found) => (found === null ? 'nobody' : waitSeconds(found)),
        () => 'busy' as const,
      );
    },
  };
}

/** Counts a person from the first claim for as long as it takes; who waits that long is forgotten. Two windows are kept, so that memory is bounded and nothing has to be tidied. */
function counter({ atOnce, seconds, peopleAtMost, nowMs = () => performance.now() }: LimitOptions): (person: string) => number {
  const windowMs = seconds * 1000;
  let recent = new Map<string, Counted>();
  let before = new Map<string, Counted>();
  let turnsAtMs = nowMs() + windowMs;

  function counted(person: string, at: number): Counted | undefined {
    if (at >= turnsAtMs) {
      before = at - turnsAtMs >= windowMs ? new Map<string, Counted>() : recent;
      recent = new Map();
      turnsAtMs = at + windowMs;
    }
    const known = recent.get(person) ?? before.get(person);
    return known !== undefined && known.untilMs > at ? known : undefined;
  }

  return (person) => {
    const at = nowMs();
    const known = counted(person, at);
    if (known === undefined) {
      if (recent.size < peopleAtMost) recent.set(person, { claims: 1, untilMs: at + windowMs });
      return 0;
    }
    known.claims += 1;
    return known.claims > atOnce ? Math.ceil((known.untilMs - at) / 1000) : 0;
  };
}

const lookAgainSeconds = 2;

/** The register behind the limit, for forms: a page has no other words for too many than that the system is busy. */
export function limited(register: Register, limit: ClaimLimit): Register {
  return {
    ...register,
    async claim(claim) {
      const counted = limit.count(claim.by);
      const wait = typeof counted === 'number' ? counted : await counted;
      if (wait === 'nobody') return { kind: 'not_signed_in' };
      if (wait === 'busy') return { kind: 'busy', retryAfterSeconds: lookAgainSeconds };
      return wait > 0 ? { kind: 'busy', retryAfterSeconds: wait } : register.claim(claim);
    },
  };
}

type Counted = { claims: number; readonly untilMs: number };

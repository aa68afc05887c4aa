import { error, type RequestEvent } from '@sveltejs/kit';

/** Lets through so many a second, and a few more at once after a pause. */
export type Turnstile = {
  /** Whether one more may pass at a time in milliseconds that only goes forward. */
  pass(nowMs: number): boolean;
};

export type Pace = { readonly perSecond: number; readonly atOnce: number };

/** A turnstile for questions that anybody may ask and that cost work. */
export function turnstile({ perSecond, atOnce }: Pace): Turnstile {
  let left = atOnce;
  let last: number | null = null;
  return {
    pass(nowMs) {
      left = Math.min(atOnce, left + (last === null ? 0 : ((nowMs - last) / 1000) * perSecond));
      last = nowMs;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

/** A turnstile for people and one for strangers, so that one stranger who asks without end stops strangers, and no family that has signed in. */
export type Gate = {
  /** Whether a question of this person, or of somebody unknown, may pass. */
  pass(person: string | null, nowMs: number): boolean;
};

export type GatePlan = { readonly strangers: Pace; readonly people: Pace; readonly onePerson: Pace; readonly peopleAtMost: number };

/**
 * Strangers share one turnstile: nothing they send tells them apart that they could not choose, and families share addresses of the net. Whoever has
 * signed in has one of her own, however many devices she asks from, and together they have another, so that all cost no more than is planned.
 */
export function gate({ strangers, people, onePerson, peopleAtMost }: GatePlan): Gate {
  const unknown = turnstile(strangers);
  const known = turnstile(people);
  const own = new Map<string, Turnstile>();
  return {
    pass(person, nowMs) {
      if (person === null) return unknown.pass(nowMs);
      const hers = own.get(person) ?? turnstile(onePerson);
      if (own.size >= peopleAtMost) own.clear();
      own.set(person, hers);
      return hers.pass(nowMs) && known.pass(nowMs);
    },
  };
}

/**
 * Who may ask how often where a process answers `perSecond` questions of strangers. Searching the names of a whole country takes a few
 * milliseconds: as planned, questions of the public never take more than half of a processor.
 */
export function gatePlan(perSecond: number): GatePlan {
  const paced = (share: number, seconds: number): Pace => {
    const most = Math.max(1, Math.round(perSecond * share));
    return { perSecond: most, atOnce: most * seconds };
  };
  return { strangers: paced(1, 2), people: paced(2 / 3, 2), onePerson: paced(1 / 30, 10), peopleAtMost: 50_000 };
}

let publicQuestions: Gate | null = null;

/** Lets a question of the public through, or asks its browser to come again in a second. */
export function passQuestion({ locals, setHeaders }: Pick<RequestEvent, 'locals' | 'setHeaders'>): void {
  publicQuestions ??= gate(gatePlan(locals.mektep.config.PUBLIC_QUESTIONS));
  if (publicQuestions.pass(locals.who?.person ?? null, performance.now())) return;
  setHeaders({ 'retry-after': '1' });
  error(503);
}

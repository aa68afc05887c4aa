/** Whose a session is, as far as this process has met it. A session never changes its holder, so what was learnt stays true. */
export type SessionHolders = {
  /** A page was drawn, or somebody signed in: the holder is known without asking. */
  learn(session: Buffer, person: string): void;
  known(session: Buffer): string | undefined;
  /** Asks the database, many sessions in one question and one question at a time. `null` for nobody's; rejects when it cannot be known now. */
  ask(session: Buffer): Promise<string | null>;
  /** As `ask`, for one whose claim is in the queue already: told before anybody who waits for an answer to the same question. */
  askFirst(session: Buffer, told: (person: string | null) => void): void;
};

export type HoldersOptions = {
  /** The persons of those sessions that anybody holds, by the hash as Latin-1 text. */
  readonly find: (sessions: readonly Buffer[]) => Promise<ReadonlyMap<string, string>>;
  /** Sessions remembered; the oldest half is forgotten first. */
  readonly atMost: number;
  /** Sessions that may wait to be asked for: what invented tokens may cost altogether, whoever sends them. */
  readonly waitingAtMost: number;
};

const inOneQuestion = 512;

/** What this process knows of sessions and their holders. However many invented tokens come, they cost one connection and one question at a time. */
export function sessionHolders({ find, atMost, waitingAtMost }: HoldersOptions): SessionHolders {
  let recent = new Map<string, string>();
  let before = new Map<string, string>();
  const asked = new Map<string, Asked>();
  let isAsking = false;

  function learn(session: Buffer, person: string): void {
    const key = keyOf(session);
    if (recent.has(key)) return;
    if (recent.size * 2 >= atMost) [before, recent] = [recent, new Map<string, string>()];
    recent.set(key, person);
  }

  async function askAll(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    while (asked.size > 0) {
      const some = [...asked].slice(0, inOneQuestion);
      for (const [key] of some) asked.delete(key);
      await answer(some);
    }
    isAsking = false;
  }

  async function answer(some: readonly (readonly [string, Asked])[]): Promise<void> {
    try {
      const persons = await find(some.map(([, { session }]) => session));
      for (const [key, one] of some) {
        const person = persons.get(key) ?? null;
        if (person !== null) learn(one.session, person);
        one.told?.(person);
      }
      for (const [key, one] of some) one.resolve(persons.get(key) ?? null);
    } catch (fault) {
      for (const [, one] of some) {
        one.told?.(null);
        one.reject(fault);
      }
    }
  }

  function ask(session: Buffer, told?: (person: string | null) => void): Promise<string | null> {
    const waiting = asked.get(keyOf(session));
    if (waiting !== undefined) {
      if (told !== undefined) waiting.answer.then(told, () => told(null));
      return waiting.answer;
    }
    if (asked.size >= waitingAtMost) {
      told?.(null);
      return Promise.reject(new Error('too many unknown sessions are being looked up'));
    }
    const { promise, resolve, reject } = Promise.withResolvers<string | null>();
    asked.set(keyOf(session), { session, answer: promise, resolve, reject, ...(told === undefined ? {} : { told }) });
    void askAll();
    return promise;
  }

  return {
    learn,
    known: (session) => recent.get(keyOf(session)) ?? before.get(keyOf(session)),
    ask: (session) => ask(session),
    // Awaited by nobody: whoever waits for the same answer is told of a fault.
    askFirst: (session, told) => void ask(session, told).catch(() => undefined),
  };
}

type Asked = {
  readonly session: Buffer;
  readonly answer: Promise<string | null>;
  readonly told?: (person: string | null) => void;
  readonly resolve: (person: string | null) => void;
  readonly reject: (fault: unknown) => void;
};

/** A session as a key of a map. */
export function keyOf(session: Buffer): string {
  return session.toString('latin1');
}

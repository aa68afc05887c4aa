import { hash, randomBytes } from 'node:crypto';
import type { Office } from '#domain/access/office.ts';
import type { PersonName } from '#domain/core/person-name.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { read, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import { appendTallied } from '../journal/store-tally.ts';
import { type Identity, type IdentityProvider, RegisterOutage, SignInRefused } from '../ports.ts';
import { attempts } from './service-attempts.ts';
import { endSession, findEnded, findHolders, findSession, touchSession, type WhyEnded } from './store.ts';
import { endBeyond, forgetDead, insertSession, isUsedUp, useUp } from './store-begin.ts';

/** Somebody with a live session. The token itself is known to the browser alone. */
export type SignedIn = {
  readonly person: string;
  readonly name: PersonName;
  readonly tokenHash: Buffer;
  /** Where this person works now; read anew with every request, so that an appointment ends at once. */
  readonly offices: readonly Office[];
};

/** What a browser brings when it wants to sign in: its own secret, if it has one, and whether the provider must ask who it is. */
export type SignInWish = {
  readonly language: string;
  readonly returnTo: string;
  readonly browser: string | null;
  readonly anew: boolean;
  readonly hint?: string;
};

/** What a browser brings when it comes back: its secret, its name, and the session it had; `asks` when somebody has signed out here since. */
export type SignInReturn = {
  readonly browser: string;
  readonly userAgent: string;
  readonly former: string | null;
  readonly asks: boolean;
};

/** How a sign-in ended. Where the errand is known it is kept, whatever came of the sign-in. */
export type SignInEnd =
  | { readonly kind: 'signed_in'; readonly token: string; readonly returnTo: string; readonly language: string }
  | { readonly kind: 'refused' | 'late' | 'outage' | 'begin_again'; readonly returnTo: string | null };

export type SessionService = {
  /** Starts an attempt to sign in: where to send the browser, and the secret that ties every return to this browser. */
  begin(wish: SignInWish): Promise<{ readonly redirect: URL; readonly browser: string }>;
  /** Finishes an attempt; it is used up only by a return that is good. Ends the session this browser had before. */
  finish(returned: URL, browser: SignInReturn): Promise<SignInEnd>;
  /** Who holds this token; `null` when nobody does any more. */
  who(token: string): Promise<SignedIn | null>;
  /** Why a session ended and whose it was; `null` for one that lives and for what never was one. */
  farewell(token: string): Promise<{ readonly person: string; readonly why: WhyEnded } | null>;
  /** The persons who hold these sessions, by the hash as Latin-1 text. */
  holders(tokenHashes: readonly Buffer[]): Promise<ReadonlyMap<string, string>>;
  /** Ends the session at once, in every process; says whose it was, and what the provider calls its own. */
  end(token: string): Promise<{ readonly person: string; readonly logoutHint: string | null } | null>;
  /** Where the browser goes so that the provider's session ends too. */
  providerEnd(logoutHint: string | null): Promise<URL>;
};

export type SessionOptions = {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  /** Live sessions one person may have; with one more the one unused for longest ends. */
  readonly sessionsPerPerson: number;
  readonly provider: IdentityProvider;
  readonly keys: KeyRing;
  /** The world's clock, in the demo too. */
  readonly clock: Clock;
  /** Finds or makes the person an identity speaks of. */
  readonly enter: (tx: Tx, identity: Identity) => Promise<string>;
  /** Told whose a session is whenever that is known. */
  readonly met: (tokenHash: Buffer, person: string) => void;
};

const attemptSeconds = 10 * 60;
const touchEverySeconds = 60;
const hintContext = 'session.logout_hint';
// Sign-ins of one person and day that are written down one by one.
const wholeAtMost = 20;

/** Sessions of people who sign in. A session is an opaque 256-bit token of which only the SHA-256 is stored. */
export function sessionService(database: Database, options: SessionOptions): SessionService {
  const { provider, keys } = options;
  const sealedAttempts = attempts(keys);
  const time = () => new Date(options.clock.now());

  async function enter(tx: Tx, identity: Identity, session: NewSession): Promise<string> {
    const { at, tokenHash } = session;
    const person = await options.enter(tx, identity);
    const former = session.former === null ? null : await endSession(tx, hashOfToken(session.former), 'signed_in_anew', at);
    await insertSession(tx, {
      tokenHash,
      person,
      userAgent: session.userAgent.slice(0, 200),
      now: at,
      expiresAt: later(at, Math.min(options.idleSeconds, options.absoluteSeconds)),
      logoutHint: session.logoutHint === null ? null : keys.seal(session.logoutHint, hintContext),
    });
    const beyond = await endBeyond(tx, person, options.sessionsPerPerson, at);
    await forgetDead(tx, person, at);
    const line = (whose: string, act: string, detail: Readonly<Record<string, unknown>>) =>
      ({ at, actor: `person:${whose}`, act, campaign: null, subject: whose, detail }) as const;
    if (former !== null) await appendTallied(tx, line(former.person, 'session.ended', { why: 'signed_in_anew' }), wholeAtMost);
    for (const ended of beyond) await appendTallied(tx, line(person, 'session.ended', { session: ended, why: 'too_many' }), wholeAtMost);
    await appendTallied(tx, line(person, 'session.begun', { way: 'identity_provider' }), wholeAtMost);
    return person;
  }

  return {
    async begin({ language, returnTo, browser: known, anew, hint }) {
      const browser = known !== null && isToken(known) ? known : newToken();
      const secrets = sealedAttempts.seal({ at: options.clock.now(), returnTo, language, anew }, browser);
      return { redirect: await provider.begin(language, secrets, { anew, ...(hint === undefined ? {} : { hint }) }), browser };
    },

    async finish(returned, { browser, userAgent, former, asks }) {
      const [state = '', ...more] = returned.searchParams.getAll('state');
      const found = more.length === 0 && isToken(browser) ? sealedAttempts.open(state, browser) : null;
      if (found === null) return { kind: 'refused', returnTo: null };
      const { attempt, secrets } = found;
      const { returnTo, language } = attempt;
      if (options.clock.now() - attempt.at > attemptSeconds * 1000) return { kind: 'late', returnTo };
      if (asks && !attempt.anew) return { kind: 'begin_again', returnTo };
      const used = { stateHash: hashOfToken(state), expiresAt: later(new Date(attempt.at), attemptSeconds) };
      if (await read(database, 'sign_in', (reader) => isUsedUp(reader, used.stateHash))) return { kind: 'refused', returnTo };
      const stated = await believed(() => provider.finish(returned, secrets));
      if (typeof stated === 'string') return { kind: stated, returnTo };
      const token = newToken();
      const session = { tokenHash: hashOfToken(token), userAgent, former, logoutHint: stated.logoutHint };
      const person = await transact(database, 'sign_in', async (tx) => {
        const at = time();
        return (await useUp(tx, used, at)) ? enter(tx, stated.identity, { ...session, at }) : null;
      });
      if (person === null) return { kind: 'refused', returnTo };
      options.met(session.tokenHash, person);
      return { kind: 'signed_in', token, returnTo, language };
    },

    async who(token) {
      const tokenHash = hashOfToken(token);
      const now = time();
      const session = await read(database, 'sign_in', (reader) => findSession(reader, tokenHash, now));
      if (session === undefined) return null;
      // The end of silence is moved at most once a minute: a page view should rarely write.
      if (now.getTime() - session.last_seen_at.getTime() > touchEverySeconds * 1000) {
        const end = Math.min(later(now, options.idleSeconds).getTime(), later(session.created_at, options.absoluteSeconds).getTime());
        await transact(database, 'sign_in', (tx) => touchSession(tx, tokenHash, now, new Date(end)));
      }
      const { surname, given, patronymic, offices } = session;
      options.met(tokenHash, session.person_id);
      return { person: session.person_id, name: { surname, given, patronymic }, tokenHash, offices };
    },

    farewell: (token) => read(database, 'sign_in', (reader) => findEnded(reader, hashOfToken(token), time())),
    holders: (tokenHashes) => read(database, 'sign_in', (reader) => findHolders(reader, tokenHashes)),

    end: (token) =>
      transact(database, 'sign_in', async (tx) => {
        const at = time();
        const ended = await endSession(tx, hashOfToken(token), 'signed_out', at);
        if (ended === null) return null;
        const { person, hint } = ended;
        await append(tx, [{ at, actor: `person:${person}`, act: 'session.ended', campaign: null, subject: person, detail: {} }]);
        return { person, logoutHint: hint === null ? null : keys.open(hint, hintContext) };
      }),

    providerEnd: (logoutHint) => provider.endSessionUrl(logoutHint),
  };
}

type NewSession = {
  readonly at: Date;
  readonly tokenHash: Buffer;
  readonly userAgent: string;
  readonly former: string | null;
  readonly logoutHint: string | null;
};

/** What the provider stated, or why it is not to be believed now. */
async function believed<T>(ask: () => Promise<T>): Promise<T | 'refused' | 'outage'> {
  try {
    return await ask();
  } catch (fault) {
    if (fault instanceof SignInRefused) return 'refused';
    if (fault instanceof RegisterOutage) return 'outage';
    throw fault;
  }
}

/** What is stored and compared in place of a token. */
export function hashOfToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

import { hash, randomBytes } from 'node:crypto';
import type { Office } from '#domain/access/office.ts';
import type { PersonName } from '#domain/core/person-name.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { read, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import { type Identity, type IdentityProvider, SignInRefused, type SignInSecrets } from '../ports.ts';
import { endSession, findSession, insertAttempt, insertSession, takeAttempt, touchSession } from './store.ts';

/** Somebody with a live session. The token itself is known to the browser alone. */
export type SignedIn = {
  readonly person: string;
  readonly name: PersonName;
  readonly tokenHash: Buffer;
  /** Where this person works now; read anew with every request, so that an appointment ends at once. */
  readonly offices: readonly Office[];
};

export type SessionService = {
  /** Starts an attempt to sign in: where to send the browser, and the cookie that ties the return to this browser. */
  begin(language: string, returnTo: string, hint?: string): Promise<{ readonly redirect: URL; readonly attempt: string }>;
  /** Finishes an attempt. Throws {@link SignInRefused} when the answer is not to be trusted or the attempt is not this browser's. */
  finish(
    returned: URL,
    attempt: string,
    userAgent: string,
  ): Promise<{ readonly token: string; readonly returnTo: string; readonly language: string }>;
  /** Who holds this token; `null` when nobody does any more. */
  who(token: string): Promise<SignedIn | null>;
  /** Ends the session at once, in every process. */
  end(token: string): Promise<void>;
  /** Where the browser goes so that the provider's session ends too. */
  providerEnd(): Promise<URL>;
};

export type SessionOptions = {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  readonly provider: IdentityProvider;
  readonly keys: KeyRing;
  /** Finds or makes the person an identity speaks of. */
  readonly enter: (tx: Tx, identity: Identity) => Promise<string>;
};

const attemptSeconds = 10 * 60;
const touchEverySeconds = 60;
const secretsContext = 'sign_in_attempt.secrets';

/** Sessions of people who sign in. A session is an opaque 256-bit token of which only the SHA-256 is stored. */
export function sessionService(database: Database, options: SessionOptions): SessionService {
  const { provider, keys } = options;
  return {
    async begin(language, returnTo, hint) {
      const { url, secrets } = await provider.begin(language, hint);
      const attempt = randomBytes(32).toString('base64url');
      const now = new Date();
      const row = { secrets_cipher: keys.seal(JSON.stringify(secrets), secretsContext), return_to: returnTo, language };
      await transact(database, 'sign_in', (tx) => insertAttempt(tx, hashOfToken(attempt), row, later(now, attemptSeconds), now));
      return { redirect: url, attempt };
    },

    async finish(returned, attempt, userAgent) {
      const row = await transact(database, 'sign_in', (tx) => takeAttempt(tx, hashOfToken(attempt), new Date()));
      if (row === null) throw new SignInRefused('the attempt is unknown, used or too old');
      // Sealed by us: what opens is what was sealed.
      const secrets = JSON.parse(keys.open(row.secrets_cipher, secretsContext)) as SignInSecrets;
      const identity = await provider.finish(returned, secrets);
      const token = randomBytes(32).toString('base64url');
      await transact(database, 'sign_in', async (tx) => {
        const person = await options.enter(tx, identity);
        const now = new Date();
        const expiresAt = later(now, Math.min(options.idleSeconds, options.absoluteSeconds));
        await insertSession(tx, { tokenHash: hashOfToken(token), person, userAgent: userAgent.slice(0, 200), now, expiresAt });
        await append(tx, [
          {
            at: now,
            actor: `person:${person}`,
            act: 'session.begun',
            campaign: null,
            subject: person,
            detail: { way: 'identity_provider' },
          },
        ]);
      });
      return { token, returnTo: row.return_to, language: row.language };
    },

    async who(token) {
      const tokenHash = hashOfToken(token);
      const now = new Date();
      const session = await read(database, 'sign_in', (reader) => findSession(reader, tokenHash, now));
      if (session === undefined) return null;
      // The end of silence is moved at most once a minute: a page view should rarely write.
      if (now.getTime() - session.last_seen_at.getTime() > touchEverySeconds * 1000) {
        const end = Math.min(later(now, options.idleSeconds).getTime(), later(session.created_at, options.absoluteSeconds).getTime());
        await transact(database, 'sign_in', (tx) => touchSession(tx, tokenHash, now, new Date(end)));
      }
      const { surname, given, patronymic, offices } = session;
      return { person: session.person_id, name: { surname, given, patronymic }, tokenHash, offices };
    },

    async end(token) {
      await transact(database, 'sign_in', async (tx) => {
        const person = await endSession(tx, hashOfToken(token));
        if (person === null) return;
        await append(tx, [
          { at: new Date(), actor: `person:${person}`, act: 'session.ended', campaign: null, subject: person, detail: {} },
        ]);
      });
    },

    providerEnd: () => provider.endSessionUrl(),
  };
}

/** What is stored and compared in place of a token. */
export function hashOfToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

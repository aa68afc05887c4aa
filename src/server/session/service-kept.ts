import type { Clock } from '../clock.ts';
import type { KeyRing } from '../db/keys.ts';

/** The texts of a form, by the names of its fields. */
export type TypedTexts = Readonly<Record<string, string>>;

/** A form that could not be taken: whose it is, on which page (its path and query), and what was typed. */
export type KeptForm = { readonly person: string; readonly path: string; readonly typed: TypedTexts };

/** What a browser keeps for its owner, sealed so that nobody else can read it: nothing of it is in an address or in the database. */
export type KeptService = {
  /** The cookies: of a form that waits, and of whoever signed out of this browser, so that the next one is asked who it is. */
  readonly cookies: { readonly form: string; readonly left: string };
  readonly keptSeconds: number;
  /** Keeps a form until its owner is back; `null` when there is too much of it for a cookie. */
  seal(form: KeptForm): string | null;
  /** The form of this person on this page, if it is not too old. */
  open(sealed: string, person: string, path: string): TypedTexts | null;
  /** Who signed out of this browser. */
  sealPerson(person: string): string;
  personIn(sealed: string): string | null;
};

/** How long a form waits for its owner: as long as signing in may take, and a little more. */
const keptSeconds = 20 * 60;
/** A browser keeps no larger cookie; packed, it holds some thousand letters of a list of houses. */
const cookieAtMost = 3_600;
/** What was sealed under another name was written in another way, and is not opened. */
const formContext = 'kept.form.packed';
const personContext = 'kept.person';

/** What keeping needs: `packed` writes a text in fewer signs, for a cookie holds few; `unpacked` reads it again. */
export type KeptParts = {
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly packed: (text: string) => string;
  readonly unpacked: (text: string) => string;
};

/** Seals what waits in the browser while its owner is signed out. The cookies are named after the session's. */
export function keptService({ keys, clock, packed, unpacked }: KeptParts, sessionCookie: string): KeptService {
  const opened = (sealed: string, context: string): string | null => {
    try {
      return keys.open(Buffer.from(sealed, 'base64url'), context);
    } catch {
      // Not sealed by us: a browser may bring anything.
      return null;
    }
  };
  return {
    cookies: { form: `${sessionCookie}-kept`, left: `${sessionCookie}-left` },
    keptSeconds,
    seal({ person, path, typed }) {
      const sealed = keys.seal(packed(JSON.stringify([clock.now(), person, path, typed])), formContext).toString('base64url');
      return sealed.length <= cookieAtMost ? sealed : null;
    },
    open(sealed, person, path) {
      const text = opened(sealed, formContext);
      if (text === null) return null;
      const [at, whose, where, typed] = JSON.parse(unpacked(text)) as [number, string, string, TypedTexts];
      return whose === person && where === path && clock.now() - at <= keptSeconds * 1000 ? typed : null;
    },
    sealPerson: (person) => keys.seal(person, personContext).toString('base64url'),
    personIn: (sealed) => opened(sealed, personContext),
  };
}

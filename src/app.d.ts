import type { Spoken } from '#lib/messages.ts';
import type { Mektep } from '#server/compose.ts';
import type { Drawn } from '#server/http/drawn.ts';
import type { SignedIn } from '#server/session/service.ts';

declare global {
  namespace App {
    interface Locals {
      mektep: Mektep;
      /** Who is signed in; `null` when nobody is. */
      who: SignedIn | null;
      language: Spoken;
      /** The language chosen by this request; the answer keeps it. */
      chosen?: Spoken;
      /** A session was sent, and whose it is could not be asked. */
      isUnsure: boolean;
      /** What this page answers in place of a route that took a form; `null` when it was asked for itself. */
      drawn: Omit<Drawn, 'path'> | null;
      requestId: string;
    }
    interface PageData {
      /** Id of the form on this page whose typed values the language switch must keep. */
      typedForm?: string;
      /** What was typed here when the session ended, put back into the form. */
      restored?: Readonly<Record<string, string>> | null;
    }
    interface Error {
      requestId?: string;
    }
  }
}

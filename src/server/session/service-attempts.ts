import { hash } from 'node:crypto';
import type { KeyRing } from '../db/keys.ts';
import type { SignInSecrets } from '../ports.ts';

/** One attempt to sign in: when it began, where the browser wanted to go, in which language, and whether the provider was told to ask who it is. */
export type Attempt = { readonly at: number; readonly returnTo: string; readonly language: string; readonly anew: boolean };

/**
 * Attempts travel with the browser: the state is the attempt, sealed and bound to the secret of one browser; nonce and verifier are derived from
 * both. So a browser may have any number of attempts side by side with one small cookie, and whoever begins without end writes nothing here.
 */
export function attempts(keys: KeyRing) {
  function secretsOf(state: string, browser: string): SignInSecrets {
    const derived = (kind: string) => keys.index(`${state} ${browser}`, kind).toString('base64url');
    return { state, nonce: derived('sign_in.nonce'), codeVerifier: derived('sign_in.verifier') };
  }

  return {
    /** A new attempt of this browser. */
    seal(attempt: Attempt, browser: string): SignInSecrets {
      const sealed = keys.seal(JSON.stringify(attempt), contextOf(browser));
      return secretsOf(sealed.toString('base64url'), browser);
    },

    /** The attempt a state stands for, if this browser began it; `null` for everything else. */
    open(state: string, browser: string): { readonly attempt: Attempt; readonly secrets: SignInSecrets } | null {
      const sealed = Buffer.from(state, 'base64url');
      if (state === '' || state.length > stateAtMost || sealed.toString('base64url') !== state) return null;
      try {
        // Sealed by us: what opens is what was sealed.
        return { attempt: JSON.parse(keys.open(sealed, contextOf(browser))) as Attempt, secrets: secretsOf(state, browser) };
      } catch {
        // Not sealed by us, or for another browser: strangers bring what they like.
        return null;
      }
    },
  };
}

const stateAtMost = 4_000;

function contextOf(browser: string): string {
  return `sign_in.state ${hash('sha256', browser, 'base64url')}`;
}

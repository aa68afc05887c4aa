import { randomBytes } from 'node:crypto';
import type { SignInSecrets } from '#server/ports.ts';

/** The secrets of one attempt to sign in, as the server would derive them. */
export function freshSecrets(): SignInSecrets {
  const drawn = () => randomBytes(32).toString('base64url');
  return { state: drawn(), nonce: drawn(), codeVerifier: drawn() };
}

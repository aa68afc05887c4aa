import { randomBytes } from 'node:crypto';
import type { SignInSecrets } from '#server/ports.ts';
import { visitor } from './visitor.ts';

/** The secrets of one attempt to sign in, as the server would derive them. */
export function freshSecrets(): SignInSecrets {
  const drawn = () => randomBytes(32).toString('base64url');
  return { state: drawn(), nonce: drawn(), codeVerifier: drawn() };
}

const hopsAtMost = 8;

/** Fills in the form of the provider's page as its owner; answers the address the provider sends the browser back to, which is not opened. */
export async function returnAddress(origin: string, location: string, pin: string): Promise<string> {
  const person = visitor();
  const login = await person.open(location);
  const action = /<form method="post" action="([^"]+)"/.exec(login.text)?.[1] ?? '';
  let at = new URL(action.replaceAll('&amp;', '&'), login.url).href;
  let how: RequestInit = {
    method: 'POST',
    body: new URLSearchParams({ pin }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
  for (let hops = 0; hops < hopsAtMost; hops += 1) {
    const answer = await fetch(at, { ...how, redirect: 'manual', headers: { ...how.headers, cookie: person.cookieHeader(at) } });
    at = new URL(answer.headers.get('location') ?? '', at).href;
    how = { method: 'GET' };
    if (at.startsWith(`${origin}/auth/callback`)) return at;
  }
  throw new Error('the provider never sends back');
}

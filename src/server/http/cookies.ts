import { parseCookie } from 'cookie';

/** Names of our cookies. Over https they carry the `__Host-` prefix, which binds them to this host and to TLS. */
export type CookieNames = {
  readonly session: string;
  readonly attempt: string;
  readonly language: string;
  /** The name the language had before it carried the prefix: read, never written. */
  readonly languageBefore: string;
};

const yearSeconds = 365 * 24 * 3600;

/** The names for the public address. Plain http is the demo's alone. */
export function cookieNames(publicOrigin: string): CookieNames {
  const prefix = publicOrigin.startsWith('https://') ? '__Host-' : '';
  return { session: `${prefix}mektep`, attempt: `${prefix}mektep-sign-in`, language: `${prefix}language`, languageBefore: 'language' };
}

/** A value of the Cookie header, read as the pages read it; `null` when it is not there. */
export function cookieIn(header: string | undefined, name: string): string | null {
  return parseCookie(header ?? '')[name] ?? null;
}

/** A Set-Cookie line for a cookie of ours; `maxAgeSeconds` 0 takes it away. */
export function setCookie(
  name: string,
  value: string,
  options: { readonly secure: boolean; readonly maxAgeSeconds: number; readonly httpOnly?: boolean },
): string {
  const flags = [`${name}=${value}`, 'Path=/', 'SameSite=Lax', `Max-Age=${options.maxAgeSeconds}`];
  if (options.httpOnly !== false) flags.push('HttpOnly');
  if (options.secure) flags.push('Secure');
  return flags.join('; ');
}

/** The line that keeps a reader's choice of language, wherever it was made. */
export function languageLine(publicOrigin: string): (language: string) => string {
  const { language: name } = cookieNames(publicOrigin);
  return (language) => setCookie(name, language, { secure: publicOrigin.startsWith('https://'), maxAgeSeconds: yearSeconds });
}

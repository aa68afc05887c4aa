/** Names of our cookies. Over https they carry the `__Host-` prefix, which binds them to this host and to TLS. */
export type CookieNames = { readonly session: string; readonly attempt: string; readonly language: string };

/** The names for the public address. Plain http is the demo's alone. */
export function cookieNames(publicOrigin: string): CookieNames {
  const prefix = publicOrigin.startsWith('https://') ? '__Host-' : '';
  return { session: `${prefix}mektep`, attempt: `${prefix}mektep-sign-in`, language: 'language' };
}

/** The cookie that carries what was typed into a form that was not taken, sealed. */
export function typedCookie({ session }: Pick<CookieNames, 'session'>): string {
  return `${session}-typed`;
}

/** A value of the Cookie header; `null` when it is not there. */
export function cookieIn(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
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

import { Trouble } from './trouble.ts';

/** How one database is reached by its two roles: the owner migrates, the application reads and writes without DDL. */
export type DatabaseAddress = { readonly ownerUrl: string; readonly appUrl: string };

/**
 * The database that the environment names; `null` when it names none. `DATABASE_URL` is the application's, `DATABASE_OWNER_URL` the owner's.
 * With `DATABASE_URL` alone, outside production, one account does both, and puts the application's role on when it acts as the application.
 */
export function databaseFromEnvironment(env: Readonly<Record<string, string | undefined>>): DatabaseAddress | null {
  const appUrl = env['DATABASE_URL'];
  const ownerUrl = env['DATABASE_OWNER_URL'];
  if (!appUrl) return null;
  for (const [name, url] of Object.entries({ DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl || appUrl })) requireAddress(name, url);
  if (env['NODE_ENV'] === 'production') return { ownerUrl: ownerUrl || appUrl, appUrl };
  return ownerUrl ? { ownerUrl, appUrl } : { ownerUrl: appUrl, appUrl: withRole(appUrl, 'mektep_app') };
}

function requireAddress(name: string, url: string): void {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return;
  throw new Trouble(`${name} is no address of a PostgreSQL database. It looks like this: postgres://role:password@host:5432/mektep`);
}

/** The same address, the session acting as `role` from its first statement. */
export function withRole(url: string, role: string): string {
  const address = new URL(url);
  const options = [address.searchParams.get('options'), `-c role=${role}`].filter((option) => option !== null);
  address.searchParams.set('options', options.join(' '));
  return address.href.replaceAll('+', '%20');
}

/** The address without its password, for a reader's eyes. */
export function withoutPassword(url: string): string {
  const address = new URL(url);
  address.password = '';
  address.search = '';
  return address.href;
}

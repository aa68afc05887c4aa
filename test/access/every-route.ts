import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Permission } from '#domain/access/permissions.ts';
import type { Town } from '#test/support/town.ts';
import { inProject } from '#tools/project.ts';

/** A way in: `GET /children/:child`, `POST /children/:child?/enrol`; `permission` is what it asks for, `undefined` when it forgot to. */
export type WayIn = { readonly name: string; readonly permission: Permission | undefined };

/** Every route of the server itself. HEAD follows GET, and a path for every method is walked by GET. */
export function serverRoutes({ web }: Town): readonly WayIn[] {
  const ways = web.routes.filter(({ method, path: at }) => method === 'GET' || (method === 'POST' && !at.endsWith('*')));
  return ways.filter(({ path: at }) => at !== '/*').map(({ method, path: at, permission }) => ({ name: `${method} ${at}`, permission }));
}

/** Every load and every action of the pages, read off the files as the framework does. A page without a load of its own is listed, too. */
export async function pageRoutes(): Promise<readonly WayIn[]> {
  const pages = globSync('src/routes/**/+page.svelte', { cwd: inProject('.') }).sort();
  const listed = await Promise.all(pages.map((page) => waysInto(path.dirname(page))));
  return listed.flat();
}

/** Whatever else the framework would run on the server: loads of layouts, and endpoints. */
export async function otherServerFiles(): Promise<readonly WayIn[]> {
  const files = globSync('src/routes/**/+{layout.server,server}.ts', { cwd: inProject('.') }).sort();
  const listed = await Promise.all(
    files.map(async (file) => {
      const found = (await import(pathToFileURL(inProject(file)).href)) as Readonly<Record<string, unknown>>;
      return Object.entries(found)
        .filter(([, value]) => typeof value === 'function')
        .map(([name, act]) => ({ name: `${file} ${name}`, permission: permissionOf(act) }));
    }),
  );
  return listed.flat();
}

async function waysInto(folder: string): Promise<readonly WayIn[]> {
  const at = addressOf(folder);
  const found = (await import(pathToFileURL(inProject(folder, '+page.server.ts')).href)) as {
    readonly load?: unknown;
    readonly actions?: Readonly<Record<string, unknown>>;
  };
  const actions = Object.entries(found.actions ?? {});
  return [
    { name: `GET ${at}`, permission: permissionOf(found.load) },
    ...actions.map(([name, act]) => ({ name: `POST ${at}?/${name}`, permission: permissionOf(act) })),
  ];
}

/** `src/routes/(family)/children/[child]` is `/children/:child`. */
function addressOf(folder: string): string {
  const parts = folder
    .split(path.sep)
    .slice(2)
    .filter((part) => !part.startsWith('('));
  return `/${parts.map((part) => part.replace(/^\[(.+)\]$/, ':$1')).join('/')}`;
}

function permissionOf(act: unknown): Permission | undefined {
  return typeof act === 'function' && 'permission' in act ? (act.permission as Permission) : undefined;
}

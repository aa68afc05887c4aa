import { ensureBuilt, isBuildFresh } from '#tools/build.ts';
import { inProject } from '#tools/project.ts';
import { type OwnProcess, startProcess } from './own-process.ts';
import type { Town } from './town.ts';

/** The real server as a process of its own, over the database of a town. */
export type ServerProcess = OwnProcess;

/** Starts `src/server/main.ts` with a town's database, keys and registers, by the demo's clock, and waits until it says that it is ready. */
export async function startServer(town: Town, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  // The demo clock decides the moment of these tests, so it is the demo that is served.
  if (!(await isBuildFresh(true))) await ensureBuilt({ log: () => undefined, demo: true });
  const { DATABASE_URL, MASTER_KEY, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, XROAD_URL } = town.config;
  const settings = { DATABASE_URL, MASTER_KEY, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, XROAD_URL };
  return startProcess([inProject('src', 'server', 'main.ts')], { ...settings, PORT: '0', DEMO: '1', LOG_LEVEL: 'debug', ...env });
}

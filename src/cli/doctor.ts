import { statfs } from 'node:fs/promises';
import { Command } from 'commander';
import { isBuildFresh } from '#tools/build.ts';
import type { DatabaseAddress } from '#tools/database-address.ts';
import { withDatabase } from '#tools/demo/demo-database.ts';
import { runningDemo } from '#tools/demo/run-record.ts';
import { migrationState } from '#tools/migrate.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { installation } from './doctor-installation.ts';
import type { Finding } from './finding.ts';
import { project } from '#tools/project.ts';
import { lookAtPublicAddress } from './public-address.ts';

const leastFreeBytes = 500_000_000;

/** `mektep doctor`: looks at everything the system stands on; exit code 1 when something is wrong. */
export function doctorCommand(): Command {
  return new Command('doctor').description('look at everything the system stands on and say what is wrong').action(async () => {
    const findings = [node(), await disk(), await build(), ...(await database()), ...(await simulators()), ...(await publicAddress())];
    const width = Math.max(...findings.map(({ what }) => what.length));
    for (const { what, isWell, seen } of findings) process.stdout.write(`${isWell ? 'well ' : 'WRONG'}  ${what.padEnd(width)}  ${seen}\n`);
    if (findings.some(({ isWell }) => !isWell)) process.exitCode = 1;
  });
}

function node(): Finding {
  return { what: 'Node', isWell: process.version.startsWith('v24.'), seen: `${process.version} (24 is needed)` };
}

async function disk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(project);
  const free = bavail * bsize;
  return {
    what: 'disk',
    isWell: free >= leastFreeBytes,
    seen: `${Math.round(free / 1e6)} MB free (${leastFreeBytes / 1e6} MB is the least)`,
  };
}

async function build(): Promise<Finding> {
  const isWell = (await isBuildFresh(true)) || (await isBuildFresh());
  return {
    what: 'pages',
    isWell,
    seen: isWell ? 'built from the sources as they are' : 'built from older sources, or never: npm run build',
  };
}

async function database(): Promise<readonly Finding[]> {
  try {
    return await withDatabase(() => undefined, lookAtDatabase);
  } catch (error) {
    return [{ what: 'database', isWell: false, seen: error instanceof Error ? error.message : String(error) }];
  }
}

async function lookAtDatabase({ ownerUrl, appUrl }: DatabaseAddress): Promise<readonly Finding[]> {
  const { rows } = await withClient(appUrl, (client) => client.query<ApplicationRole>(applicationRole));
  const role = rows[0];
  const { pending, changed, ahead } = await migrationState(process.env['NODE_ENV'] === 'production' ? appUrl : ownerUrl);
  const isUpToDate = pending.length + changed.length + ahead.length === 0;
  const isModest = role !== undefined && !role.mayBypass && !role.mayCreate;
  return [
    {
      what: 'database',
      isWell: role !== undefined && role.version >= 180_000,
      seen: `PostgreSQL ${role?.versionText ?? '?'} (18 is needed)`,
    },
    {
      what: 'role',
      isWell: isModest,
      seen: `${role?.name ?? '?'}${isModest ? ', without DDL and under row-level security' : ' has more rights than the application may have'}`,
    },
    { what: 'migrations', isWell: isUpToDate, seen: describeMigrations(pending, changed, ahead) },
    ...(isUpToDate ? await installation(appUrl) : []),
  ];
}

type ApplicationRole = {
  readonly name: string;
  readonly mayBypass: boolean;
  readonly mayCreate: boolean;
  readonly version: number;
  readonly versionText: string;
};

const applicationRole = `
  select current_user::text as name,
         rolsuper or rolbypassrls as "mayBypass",
         has_schema_privilege(current_user, 'public', 'create') as "mayCreate",
         current_setting('server_version_num')::int as version,
         current_setting('server_version') as "versionText"
    from pg_roles where rolname = current_user`;

function describeMigrations(pending: readonly string[], changed: readonly string[], ahead: readonly string[]): string {
  if (ahead.length > 0) return `the database is ahead of this program: ${ahead.join(', ')}`;
  if (changed.length > 0) return `changed after being applied: ${changed.join(', ')}`;
  return pending.length > 0 ? `not applied: ${pending.join(', ')}; npm run mektep -- migrate` : 'all applied';
}

async function simulators(): Promise<readonly Finding[]> {
  const demo = await runningDemo();
  if (demo === null) return [{ what: 'demo', isWell: true, seen: 'not running' }];
  const parts = { server: demo.url, ...demo.simulators };
  return Promise.all(
    Object.entries(parts).map(async ([what, url]) => {
      const isWell = await answers(url);
      return { what, isWell, seen: `${url}${isWell ? '' : ' does not answer; stop the demo and start it again'}` };
    }),
  );
}

/** The address people open, where the environment names it; else the demo's. */
async function publicAddress(): Promise<readonly Finding[]> {
  const origin = process.env['PUBLIC_ORIGIN'] ?? (await runningDemo())?.url;
  return origin === undefined ? [] : [{ what: 'signing in', ...(await lookAtPublicAddress(origin)) }];
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}

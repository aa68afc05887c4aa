import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { createOidcSimulator } from '#simulators/oidc/oidc-simulator.ts';
import type { Population } from '#simulators/population/population.ts';
import { createXroadSimulator } from '#simulators/xroad/xroad-simulator.ts';
import { loopbackCertificate } from '#test/support/certificate.ts';
import { type OwnProcess, startProcess } from '#test/support/own-process.ts';
import { ensureBuilt } from '#tools/build.ts';
import { freePort } from '#tools/free-port.ts';
import { createDatabase, dropDatabase, withClient } from '#tools/postgres/bootstrap.ts';
import { inProject, project } from '#tools/project.ts';

/** What a command said, and how it ended. */
export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

/**
 * A new installation as an operator has it: an empty database with its two roles, production's configuration, TLS in front, the state's systems; no
 * demo and no seed.
 */
export type Installation = {
  readonly origin: string;
  readonly ownerUrl: string;
  /** A folder for the operator's files. */
  readonly folder: string;
  readonly masterKey: string;
  /** Runs a command of the command line with production's settings. */
  mektep(args: readonly string[], options?: { readonly input?: string; readonly env?: Readonly<Record<string, string>> }): Promise<Ran>;
  /** Starts the server behind its proxy, and waits until it is ready. */
  start(env?: Readonly<Record<string, string>>): Promise<OwnProcess>;
  close(): Promise<void>;
};

/** Opens an installation whose registers know these people. */
export async function openInstallation(population: Population): Promise<Installation> {
  await using opened = new AsyncDisposableStack();
  await ensureBuilt({ log: () => undefined });
  const folder = await mkdtemp(path.join(tmpdir(), 'mektep-production-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const trust = loopbackCertificate();
  const authorities = path.join(folder, 'authority.pem');
  await writeFile(authorities, trust.cert);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), trust.cert]);
  const database = `production_${randomBytes(6).toString('hex')}`;
  const [admin, owner, app] = ['ADMIN', 'OWNER', 'APP'].map((role) => process.env[`MEKTEP_TEST_${role}_URL`] ?? '') as [
    string,
    string,
    string,
  ];
  await createDatabase(admin, database);
  opened.defer(() => dropDatabase(admin, database));

  const serverPort = await freePort();
  const front = await secure(trust, () => serverPort);
  opened.defer(front.close);
  let providerPort = 0;
  const provider = await secure(trust, () => providerPort);
  opened.defer(provider.close);
  const clientSecret = randomBytes(24).toString('base64url');
  const clients = [
    { clientId: 'mektep', clientSecret, redirectUris: [`${front.origin}/auth/callback`], postLogoutRedirectUris: [`${front.origin}/`] },
  ];
  const oidc = await createOidcSimulator({ population, clients, port: 0, issuer: provider.origin });
  opened.defer(() => oidc.close());
  providerPort = Number(new URL(oidc.url).port);
  const xroad = await createXroadSimulator({ population, port: 0 });
  opened.defer(() => xroad.close());

  const masterKey = randomBytes(32).toString('base64');
  const settings = {
    NODE_ENV: 'production',
    NODE_EXTRA_CA_CERTS: authorities,
    HOST: '127.0.0.1',
    PORT: String(serverPort),
    PUBLIC_ORIGIN: front.origin,
    DATABASE_URL: inDatabase(app, database),
    MASTER_KEY: masterKey,
    OIDC_ISSUER: provider.origin,
    OIDC_CLIENT_ID: 'mektep',
    OIDC_CLIENT_SECRET: clientSecret,
    XROAD_URL: xroad.url,
    FILES_DIR: path.join(folder, 'files'),
  };
  const ownerUrl = inDatabase(owner, database);
  const kept = opened.move();
  return {
    origin: front.origin,
    ownerUrl,
    folder,
    masterKey,
    mektep: (args, { input = '', env = {} } = {}) => run([inProject('src/cli/main.ts'), ...args], { ...settings, ...env }, input),
    start: (env = {}) => startProcess([inProject('src/server/main.ts')], { ...settings, ...env }),
    close: () => kept.disposeAsync(),
  };
}

/** TLS that ends here, and hands everything on with the Host it came for, as the proxy of an installation does. */
async function secure(trust: { readonly cert: string; readonly key: string }, port: () => number) {
  const handOn = (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request;
    const onward = ask(
      { host: '127.0.0.1', port: port(), method, path: url, headers: { ...headers, 'x-forwarded-proto': 'https' } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  };
  const server = createServer(trust, handOn);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function run(args: readonly string[], env: Readonly<Record<string, string>>, input: string): Promise<Ran> {
  const child = spawn(process.execPath, args, { cwd: project, env: { PATH: process.env['PATH'], ...env }, stdio: 'pipe' });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // A command that reads nothing may have ended before it is given anything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** What the owner of the database reads. */
export function asOwner(one: Installation, statement: string, values: readonly unknown[] = []) {
  return withClient(one.ownerUrl, (client) => client.query(statement, [...values]));
}

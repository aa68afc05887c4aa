import path from 'node:path';
import { z } from 'zod';

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');
const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const milliseconds = (fallback: number) => z.coerce.number().int().min(100).max(600_000).default(fallback);
const count = seconds;
const url = z.url({ protocol: /^https?$/ });

/** Every variable the system reads, once, at start. The table in docs/configuration.md is printed from this schema. */
export const configSchema = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('development')
    .describe('`production` refuses to start without a database, secrets and https, and with demo switches on'),
  ROLE: z.enum(['web', 'worker', 'all']).default('all').describe('What this process does: answers requests, runs jobs, or both'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('Port to listen on'),
  PUBLIC_ORIGIN: url
    .transform((address) => new URL(address).origin)
    .default('http://127.0.0.1:3000')
    .describe('The address people open; must be https in production. A proxy in front must hand on its `Host`'),
  DATABASE_URL: z.string().min(1).describe('PostgreSQL as the application role: reads and writes, no DDL'),
  DATABASE_OWNER_URL: z.string().min(1).optional().describe('PostgreSQL as the owner role, used by `migrate` only'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10).describe('Connections this process keeps to the database'),
  DATABASE_POOL_JOBS: z.coerce
    .number()
    .int()
    .min(2)
    .max(50)
    .default(4)
    .describe('Connections kept for jobs alone, so that pages never wait for them'),
  DATABASE_WAIT_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(60)
    .describe('How long a start waits for a database that is away; a wrong password is said at once'),
  CLOCK_OFF_SECONDS: seconds(30).describe('How far the machine’s clock may be from the database’s; beyond it nothing starts'),
  MASTER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in base64')
    .describe('Wraps the data keys; never stored in the database'),
  CAMPAIGN: z.string().optional().describe('Code of the campaign served; the newest published one when empty'),
  OIDC_ISSUER: url.describe('Identity provider (ЕСИ)'),
  OIDC_CLIENT_ID: z.string().min(1).describe('Our client id at the identity provider'),
  OIDC_CLIENT_SECRET: z.string().min(1).describe('Our client secret at the identity provider'),
  XROAD_URL: url.describe('Our X-Road security server'),
  XROAD_CLIENT: z
    .string()
    .regex(/^[^/]+\/[^/]+\/[^/]+\/[^/]+$/)
    .default('central-server/GOV/70000021/mektep-service')
    .describe('Our subsystem: instance/class/member/subsystem'),
  REGISTER_TIMEOUT_SECONDS: seconds(10).describe('How long a state register may take to answer'),
  REGISTER_WAIT_SECONDS: seconds(2).describe(
    'How long a page waits for a register; after it the page says so, and the question goes on without it',
  ),
  REGISTER_RETRY_SECONDS: seconds(15).describe(
    'After an outage a register is not asked again for the same person before this, but at a press',
  ),
  REGISTER_QUESTIONS: count(16).describe('Questions on their way to one register at the same time; others wait for their turn'),
  REGISTER_FAILURES: count(5).describe('Failures of one register in a row after which it is left in peace'),
  REGISTER_REST_SECONDS: seconds(10).describe('How long a register is left in peace before one question tries again'),
  FACTS_LEAD_DAYS: count(60).describe(
    'An answer of a register given more than so many days before the campaign’s first stage opens is last year’s: asked anew before anything is offered',
  ),
  CHILDREN_FRESH_DAYS: count(7).describe('Older answers of the civil registry are asked again at a visit, in the background'),
  ADDRESS_FRESH_DAYS: count(7).describe('Older answers of the address bureau are asked again at a visit, in the background'),
  PASSPORT_FRESH_DAYS: count(365).describe('A passport confirmed longer ago is shown as such'),
  LINK_DOUBT_HOURS: count(24).describe(
    'A child whom the civil registry leaves out stays linked until a second answer at least so long after the first',
  ),
  SESSION_IDLE_SECONDS: seconds(30 * 60).describe('A parent’s session ends after this much silence'),
  SESSION_SECONDS: seconds(12 * 60 * 60).describe('A parent’s session ends after this much in any case'),
  REQUEST_HEAD_MS: milliseconds(10_000).describe('How long the head of a request, and the body of a claim, may take to arrive'),
  REQUEST_MS: milliseconds(60_000).describe('How long a whole request may take to arrive, files included'),
  STOP_MS: milliseconds(8_000).describe(
    'How long requests in hand are waited for when the process is stopped; then they are told to come again',
  ),
  SESSIONS_PER_PERSON: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('Live sessions of one person; with one more the one unused for longest ends'),
  QUEUE_LIMIT: z.coerce.number().int().positive().default(20_000).describe('Claims waiting in this process beyond which the answer is 503'),
  CLAIMS_PER_PERSON: z.coerce
    .number()
    .int()
    .positive()
    .default(20)
    .describe('Claims one person may send to a process within ten seconds, from all sessions together; beyond it 429'),
  PUBLIC_QUESTIONS: count(60).describe(
    'Searches of streets and schools that a process answers strangers within a second, together; people signed in have two thirds as many of their own',
  ),
  SHARED_PAGES_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(1000)
    .describe('How old a page may be that is the same for everybody who is not signed in; 0 draws each anew'),
  FILES_DIR: z
    .string()
    .default('.data/files')
    .describe('Folder in which attached files lie, encrypted; in production it must be absolute. A relative one lies in the project'),
  SCANNER: z
    .string()
    .regex(/^[^\s:/]+:\d{1,5}$/, 'host:port')
    .optional()
    .describe(
      'clamd, as host:port: attached files are scanned by it, and not taken while it does not answer. Empty: files are opened, and not scanned',
    ),
  FILES_PER_DAY: z.coerce.number().int().positive().default(20).describe('Files one person may attach within 24 hours'),
  BOUNDARY_FILES_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(365)
    .describe('Days for which a file with boundaries is kept after it was sent or published; then its content is erased'),
  SESSIONS_KEPT_DAYS: z.coerce.number().int().min(1).default(90).describe('Days after its end for which a session is kept'),
  DRAFTS_KEPT_DAYS: z.coerce
    .number()
    .int()
    .min(30)
    .default(400)
    .describe('Days for which an unpublished change of boundaries is kept, and after a campaign what was prepared in it and never sent'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('Address on which this process tells its figures; never one the public reaches'),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('Port on which it tells its figures (`/metrics`, `/healthz`); none when empty'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info').describe('How much is logged'),
  DEMO: flag.describe('The demo: its own clock, simulators behind the registers. Refused in production'),
  DEMO_PERSONAS: z.string().default('[]').describe('People the demo’s bar offers to sign in as, JSON; used with DEMO only'),
  MEKTEP_DEV: flag.describe('Pages from source with hot reload. Refused in production'),
});

export type Config = z.infer<typeof configSchema>;

/** A configuration the system must not start with; the message says what to set. */
export class ConfigTrouble extends Error {
  override readonly name = 'ConfigTrouble';
}

/** Reads the configuration once. Throws {@link ConfigTrouble} naming every wrong variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = configSchema.safeParse(given);
  const troubles = parsed.success ? productionTroubles(parsed.data) : parsed.error.issues.map((issue) => troubleOf(issue, given));
  if (!parsed.success || troubles.length > 0) {
    throw new ConfigTrouble(
      `The configuration cannot be used:\n${troubles.map((trouble) => `  ${trouble}`).join('\n')}\nSee docs/configuration.md.`,
    );
  }
  return parsed.data;
}

function troubleOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0]) as keyof Config;
  const meant = configSchema.shape[name].description ?? '';
  return name in given ? `${name}: ${issue.message} (${meant})` : `${name} is missing: ${meant}`;
}

function productionTroubles(config: Config): readonly string[] {
  if (config.NODE_ENV !== 'production') return [];
  const rules: readonly (readonly [boolean, string])[] = [
    [config.DEMO, 'DEMO: demo switches are not allowed in production'],
    [config.MEKTEP_DEV, 'MEKTEP_DEV: pages from source are not allowed in production'],
    [!config.PUBLIC_ORIGIN.startsWith('https://'), 'PUBLIC_ORIGIN: must be https in production'],
    [!config.OIDC_ISSUER.startsWith('https://'), 'OIDC_ISSUER: must be https in production'],
    [!path.isAbsolute(config.FILES_DIR), 'FILES_DIR: must be set to an absolute path in production'],
    [
      config.DATABASE_OWNER_URL !== undefined,
      'DATABASE_OWNER_URL: the server must not hold the owner’s password; give it to `migrate` only',
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, trouble]) => trouble);
}

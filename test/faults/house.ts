import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from '#tools/build.ts';
import { brokenBuild } from './broken-builds.ts';
import { type Country, fillCountry, watchTurns } from './country.ts';
import { openSlot, type Slot } from './fleet.ts';
import { openPostgres, type Postgres } from './postgres.ts';

/** Everything a storm blows over: one database, several processes, each behind a wire of its own. */
export type House = { readonly postgres: Postgres; readonly country: Country; readonly slots: readonly Slot[] };

export type HousePlan = {
  readonly servers: number;
  readonly broken: string | null;
  readonly seats: number;
  readonly log: (line: string) => void;
  readonly onCrash: (slot: string, said: string) => void;
  /** Sets the clock before the first process reads it. */
  readonly before: (postgres: Postgres) => Promise<void>;
};

const schools = 6;
const families = 400;

/** Opens the house; `opened` closes it, the last part first. */
export async function openHouse(opened: AsyncDisposableStack, plan: HousePlan): Promise<House> {
  const { broken } = plan;
  await ensureBuilt({ log: plan.log, demo: true });
  const folder = await mkdtemp(path.join(tmpdir(), 'mektep-storm-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await openPostgres();
  opened.defer(() => postgres.close());
  const country = await postgres.ask((client) => fillCountry(client, { schools, seats: plan.seats, families }));
  await postgres.ask(watchTurns);
  const statements = broken === null ? [] : (brokenBuild(broken)?.statements ?? []);
  for (const statement of statements) await postgres.ask((client) => client.query(statement));
  await plan.before(postgres);
  const fleet = { postgres, folder, masterKey: randomBytes(32).toString('base64'), broken, onCrash: plan.onCrash };
  const webs = Array.from({ length: plan.servers }, (_, place) => [`web${place + 1}`, 'web'] as const);
  const roles = [...webs, ['worker', 'worker'], ['quota', 'quota']] as const;
  const slots = await Promise.all(roles.map(([name, role]) => openSlot(fleet, name, role)));
  for (const slot of slots) opened.defer(() => slot.stop());
  return { postgres, country, slots };
}

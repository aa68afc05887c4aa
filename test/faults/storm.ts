import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { moment } from '#domain/core/day.ts';
import { diceOf } from '#test/support/dice.ts';
import { ensureBuilt } from '#tools/build.ts';
import { openAcknowledgements, type Wrong } from './acknowledgements.ts';
import { brokenBuild } from './broken-builds.ts';
import { fillCountry, watchTurns } from './country.ts';
import { letIn } from './crowd.ts';
import { openSlot, type Slot } from './fleet.ts';
import { openInspector } from './inspector.ts';
import { openPostgres } from './postgres.ts';
import { changeQuotas } from './quotas.ts';
import { blowsOf } from './plan.ts';
import { reportOf, type Report } from './report.ts';
import { openWeather } from './weather.ts';

export type StormPlan = {
  readonly kills: number;
  readonly seed: number;
  readonly servers: number;
  readonly clients: number;
  readonly thinkMs: number;
  /** Whether connections may vanish without PostgreSQL being told. */
  readonly vanish: boolean;
  readonly broken: string | null;
  readonly log: (line: string) => void;
};

const schools = 6;
const families = 400;
const seats = 22;
const replayEvery = 100;
/** The first part of the storm blows in the stage of guaranteed places, the rest in the one where places are exchanged. */
const guaranteedShare = 0.3;

/** Lets a storm blow over several processes and one database, and says what was found. Ends at the first thing that is wrong. */
export async function blow(plan: StormPlan): Promise<Report> {
  await using opened = new AsyncDisposableStack();
  const closing = <T>(one: T, close: (one: T) => Promise<unknown>): T => {
    opened.defer(async () => void (await close(one)));
    return one;
  };
  const dice = diceOf(plan.seed);
  await ensureBuilt({ log: plan.log, demo: true });
  const folder = closing(await mkdtemp(path.join(tmpdir(), 'mektep-storm-')), (one) => rm(one, { recursive: true, force: true }));
  const postgres = closing(await openPostgres(), (one) => one.close());
  const country = await postgres.ask((client) => fillCountry(client, { schools, seats, families }));
  await postgres.ask(watchTurns);
  if (plan.broken !== null)
    for (const statement of brokenBuild(plan.broken)?.statements ?? []) await postgres.ask((client) => client.query(statement));

  const acknowledgements = openAcknowledgements();
  const { wrong } = acknowledgements;
  const crashed = (slot: string, said: string) => void wrong.push({ kind: 'other', what: `${slot} ended by itself: ${said}` });
  const slots: Slot[] = [];
  const masterKey = randomBytes(32).toString('base64');
  const weather = openWeather({ dice: diceOf(plan.seed + 1), postgres, slots });
  await weather.setClock(moment('2025-05-12T10:00:00'));
  const roles = [
    ...Array.from({ length: plan.servers }, (_, place) => [`web${place + 1}`, 'web'] as const),
    ['worker', 'worker'],
    ['quota', 'quota'],
  ] as const;
  const fleet = { postgres, folder, masterKey, broken: plan.broken, onCrash: crashed };
  for (const slot of await Promise.all(roles.map(([name, role]) => openSlot(fleet, name, role))))
    slots.push(closing(slot, (one) => one.stop()));
  plan.log(`${slots.map(({ name }) => name).join(', ')} are up; the storm begins, seed ${plan.seed}`);

  const doors = () => slots.flatMap((slot) => (slot.role === 'web' ? (slot.origin() ?? []) : []));
  const sendersDice = diceOf(plan.seed + 2);
  const sender = { doors, choose: sendersDice.pick, pauseMs: () => sendersDice.between(20, 120) };
  const crowd = letIn({ dice, country, postgres, sender, acknowledgements, clients: plan.clients, thinkMs: plan.thinkMs });
  const quotaDoor = () => slots.find(({ role }) => role === 'quota')?.origin() ?? null;
  const quotas = changeQuotas({ dice: diceOf(plan.seed + 3), pools: country.pools, seats, door: quotaDoor, wrong });
  const inspector = openInspector({ postgres, country, seats, acknowledgements, quotas, slots });
  const everythingWrong = (): readonly Wrong[] => [...wrong, ...inspector.wrong];

  const began = performance.now();
  const struck: { readonly blow: string; readonly atMs: number; readonly tookMs: number }[] = [];
  let killed = 0;
  for (const blow of blowsOf(diceOf(plan.seed + 4), plan.kills, plan.vanish)) {
    if (everythingWrong().length > 0) break;
    await pause(dice.between(50, 400));
    const atMs = performance.now();
    await weather.strike(blow.what);
    if (blow.isKill) {
      killed += 1;
      const before = acknowledgements.count();
      await inspector.look();
      while (acknowledgements.count() === before && performance.now() - atMs < 60_000) await pause(5);
      if (killed === Math.ceil(plan.kills * guaranteedShare)) {
        await weather.setClock(moment('2025-06-10T10:00:00'));
        crowd.enterStage('free_choice');
      }
      if (killed % replayEvery === 0) await inspector.replay();
      if (killed % 25 === 0)
        plan.log(`${killed} kills, ${acknowledgements.count()} acknowledged, ${Math.round(performance.now() - began)} ms`);
    }
    struck.push({ blow: blow.what, atMs, tookMs: performance.now() - atMs });
    if (process.env['STORM_DEBUG'] !== undefined)
      plan.log(`${blow.what} ${Math.round(performance.now() - atMs)} ms, at ${Math.round(atMs)}`);
  }

  const stormMs = performance.now() - began;
  plan.log(`the storm is over after ${Math.round(stormMs)} ms, ${Math.round(performance.now())} ms after the start`);
  await quotas.stop();
  await crowd.goHome();
  plan.log(`everybody has an answer, ${Math.round(performance.now())} ms after the start`);
  await inspector.look();
  if (everythingWrong().length === 0) {
    await inspector.replay();
    const missing = await tellEverybody();
    if (missing > 0) wrong.push({ kind: 'lost', what: `I7 ${missing} notices were not delivered` });
  }
  return reportOf({ plan, struck, killed, stormMs, acknowledgements, quotas, inspector, wrong: everythingWrong() });

  /** As if half a minute had passed: whoever holds a job then is dead. Then every parent is to be told. */
  async function tellEverybody(): Promise<number> {
    await slots.find(({ role }) => role === 'worker')?.kill();
    await postgres.ask((client) =>
      client.query("update graphile_worker._private_jobs set locked_at = locked_at - interval '31 seconds' where locked_at is not null"),
    );
    const until = performance.now() + 60_000;
    for (;;) {
      const missing = await inspector.noticesMissing();
      if (process.env['STORM_DEBUG'] !== undefined) {
        const jobs = await postgres.ask((client) =>
          client.query(
            'select id, attempts, last_error, locked_at, now() as now, run_at, locked_by from graphile_worker._private_jobs limit 3',
          ),
        );
        plan.log(`${missing} missing, ${JSON.stringify(jobs.rows)} ${Math.round(performance.now())}`);
      }
      if (missing === 0 || performance.now() > until) return missing;
      await pause(200);
    }
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { moment } from '#domain/core/day.ts';
import { diceOf } from '#test/support/dice.ts';
import { type Acknowledgements, openAcknowledgements, type Wrong } from './acknowledgements.ts';
import { type Crowd, letIn } from './crowd.ts';
import { type House, openHouse } from './house.ts';
import { type Inspector, openInspector } from './inspector.ts';
import { blowsOf } from './plan.ts';
import { changeQuotas } from './quotas.ts';
import { type Report, reportOf, type Struck } from './report.ts';
import { openWeather, type Weather } from './weather.ts';

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

const seats = 22;
const replayEvery = 100;
const tellEvery = 25;
/** The first part of the storm blows in the stage of guaranteed places, the rest in the one where places are exchanged. */
const guaranteedShare = 0.3;
const firstDay = moment('2025-05-12T10:00:00');
const laterDay = moment('2025-06-10T10:00:00');

type Scene = {
  readonly plan: StormPlan;
  readonly weather: Weather;
  readonly crowd: Crowd;
  readonly acknowledgements: Acknowledgements;
  readonly inspector: Inspector;
  readonly wrong: () => readonly Wrong[];
};

/** Lets a storm blow over several processes and one database, and says what was found. Ends at the first thing that is wrong. */
export async function blow(plan: StormPlan): Promise<Report> {
  await using opened = new AsyncDisposableStack();
  const acknowledgements = openAcknowledgements();
  const { wrong } = acknowledgements;
  const house = await openHouse(opened, {
    ...{ servers: plan.servers, broken: plan.broken, seats, log: plan.log },
    onCrash: (slot, said) => void wrong.push({ kind: 'other', what: `${slot} ended by itself: ${said}` }),
    before: (postgres) => openWeather({ dice: diceOf(0), postgres, slots: [] }).setClock(firstDay),
  });
  const { postgres, country, slots } = house;
  plan.log(`${slots.map(({ name }) => name).join(', ')} are up; the storm begins, seed ${plan.seed}`);
  const weather = openWeather({ dice: diceOf(plan.seed + 1), postgres, slots });
  await weather.setClock(firstDay);

  const sendersDice = diceOf(plan.seed + 2);
  const doors = () => slots.flatMap((slot) => (slot.role === 'web' ? (slot.origin() ?? []) : []));
  const sender = { doors, choose: sendersDice.pick, pauseMs: () => sendersDice.between(20, 120) };
  const { clients, thinkMs } = plan;
  const crowd = letIn({ dice: diceOf(plan.seed), country, postgres, sender, acknowledgements, clients, thinkMs });
  const door = () => slots.find(({ role }) => role === 'quota')?.origin() ?? null;
  const quotas = changeQuotas({ dice: diceOf(plan.seed + 3), pools: country.pools, seats, door, wrong });
  const inspector = openInspector({ postgres, country, seats, acknowledgements, quotas, slots });
  const everythingWrong = () => [...wrong, ...inspector.wrong];

  const began = performance.now();
  const struck = await strikeAll({ plan, weather, crowd, acknowledgements, inspector, wrong: everythingWrong });
  const stormMs = performance.now() - began;
  await quotas.stop();
  await crowd.goHome();
  await inspector.look();
  if (everythingWrong().length === 0) {
    await inspector.replay();
    const missing = await tellEverybody(house, inspector);
    if (missing > 0) wrong.push({ kind: 'lost', what: `I7 ${missing} notices were not delivered` });
  }
  return reportOf({ plan, struck, stormMs, acknowledgements, quotas, inspector, wrong: everythingWrong() });
}

/** Blow after blow; after every kill the inspector looks, and it is waited until somebody is answered again. */
async function strikeAll({ plan, weather, crowd, acknowledgements, inspector, wrong }: Scene): Promise<readonly Struck[]> {
  const dice = diceOf(plan.seed + 5);
  const struck: Struck[] = [];
  let killed = 0;
  for (const { what, isKill } of blowsOf(diceOf(plan.seed + 4), plan.kills, plan.vanish)) {
    if (wrong().length > 0) break;
    await pause(dice.between(50, 400));
    const beganMs = performance.now();
    await weather.strike(what);
    if (isKill) {
      killed += 1;
      const before = acknowledgements.count();
      await inspector.look();
      while (acknowledgements.count() === before && performance.now() - beganMs < 60_000) await pause(5);
    }
    struck.push({ blow: what, isKill, tookMs: performance.now() - beganMs });
    if (isKill && killed === Math.ceil(plan.kills * guaranteedShare)) {
      await weather.setClock(laterDay);
      crowd.enterStage('free_choice');
    }
    if (isKill && killed % replayEvery === 0) await inspector.replay();
    if (isKill && killed % tellEvery === 0) plan.log(`${killed} kills, ${acknowledgements.count()} acknowledged`);
  }
  return struck;
}

/**
 * As if half a minute had passed: whoever holds a job then is dead. Then every parent is to be told, as long as it goes on; answers how many are
 * not when nobody was told for a while.
 */
async function tellEverybody({ postgres, slots }: House, inspector: Inspector): Promise<number> {
  await slots.find(({ role }) => role === 'worker')?.kill();
  await postgres.ask((client) =>
    client.query("update graphile_worker._private_jobs set locked_at = locked_at - interval '31 seconds' where locked_at is not null"),
  );
  // A job that stood beside at two kills is given up; whoever runs the system begins it anew when the alarm says so.
  await postgres.ask((client) =>
    client.query('update graphile_worker._private_jobs set attempts = 0, max_attempts = 25 where attempts >= max_attempts'),
  );
  let [fewest, until] = [Infinity, 0];
  for (;;) {
    const missing = await inspector.noticesMissing();
    if (missing < fewest) [fewest, until] = [missing, performance.now() + 60_000];
    if (missing === 0 || performance.now() > until) return missing;
    await pause(200);
  }
}

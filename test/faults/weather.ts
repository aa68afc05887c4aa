import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '#test/support/dice.ts';
import { epochOf } from '#server/clock.ts';
import { type Moment, moment } from '#domain/core/day.ts';
import { policy } from './country.ts';
import type { Slot } from './fleet.ts';
import type { Postgres } from './postgres.ts';

/** What is killed: a process of ours, PostgreSQL, one of its processes. */
export type Kill = 'server' | 'postgres' | 'backend';
/** What else the storm does to the house. */
export const troubles = ['cut', 'cutAtCommit', 'halfOpen', 'slow', 'clock'] as const;
export type Blow = Kill | (typeof troubles)[number] | 'vanish';

export type WeatherPlan = { readonly dice: Dice; readonly postgres: Postgres; readonly slots: readonly Slot[] };

/** The weather: strikes, and moves the clock of the campaign. */
export type Weather = {
  /** Does it, and answers when what was struck down runs again (processes are begun again in the background). */
  strike(blow: Blow): Promise<void>;
  /** Shows this moment on the campaign's clock, which runs on from there. */
  setClock(at: Moment): Promise<void>;
};

const hourMs = 3_600_000;

/** Opens the weather over the house. */
export function openWeather({ dice, postgres, slots }: WeatherPlan): Weather {
  let offsetMs = 0;
  const say = (to: number) =>
    postgres.ask((client) =>
      client.query('insert into demo_clock (offset_seconds) values ($1) on conflict (only_row) do update set offset_seconds = $1', [
        Math.round(to / 1000),
      ]),
    );
  const some = () => dice.shuffled(slots).slice(0, 1 + dice.below(2));

  async function strike(blow: Blow): Promise<void> {
    switch (blow) {
      case 'server':
        return dice.pick(slots).kill();
      case 'postgres':
        return postgres.killServer();
      case 'backend':
        return postgres.killBackend((pids) => dice.pick(pids));
      case 'cut':
        for (const { proxy } of some()) proxy.cut();
        return;
      case 'cutAtCommit':
        for (const { proxy } of some()) proxy.cutAtCommit(dice.chance(0.5) ? 'before' : 'after');
        return;
      case 'halfOpen':
        return dice.pick(slots).proxy.holdThenCut(dice.between(200, 2_000));
      case 'vanish':
        return dice.pick(slots).proxy.vanish();
      case 'slow':
        return dice.pick(slots).proxy.slow(dice.between(5, 60), dice.between(200, 1_500));
      case 'clock':
        return jump();
    }
  }

  /** An hour there or back within the window, or over the moment at which it closes; a second or so later the clock is right again. */
  async function jump(): Promise<void> {
    const now = Date.now() + offsetMs;
    const stage = policy.stages.find(({ opens, closes }) => at(opens) <= now && now < at(closes));
    const byMs = dice.pick([hourMs, -hourMs, stage === undefined ? hourMs : at(stage.closes) + 30_000 - now]);
    await say(offsetMs + byMs);
    await pause(dice.between(300, 1_500));
    await say(offsetMs);
  }

  return {
    strike,
    async setClock(to) {
      offsetMs = at(to) - Date.now();
      await say(offsetMs);
    },
  };
}

function at(on: string): number {
  return epochOf(moment(on), policy.timeZone);
}

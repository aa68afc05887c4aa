import type { Logger } from 'pino';
import { demoOffsetSeconds } from './campaign/service.ts';
import { type Clock, clockAhead } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/connect.ts';

/** The world's clock; in the demo, one that runs beside it by as much as the database says. */
export async function campaignClock(
  config: Config,
  database: Database,
  log: Logger,
): Promise<{ readonly clock: Clock; readonly stop: () => void }> {
  if (!config.DEMO) return { clock: clockAhead(() => 0), stop: () => undefined };
  let offsetMs = (await demoOffsetSeconds(database)) * 1000;
  const timer = setInterval(() => {
    demoOffsetSeconds(database).then(
      (seconds) => (offsetMs = seconds * 1000),
      (fault: unknown) => log.warn({ err: fault }, 'the demo clock could not be read; it goes on as it was'),
    );
  }, demoClockPollMs);
  timer.unref();
  return { clock: clockAhead(() => offsetMs), stop: () => clearInterval(timer) };
}

const demoClockPollMs = 1000;

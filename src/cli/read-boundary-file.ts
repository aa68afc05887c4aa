/** Reads one file of boundaries that was sent, and ends: begun by the worker for each, with what it must know on standard input. */
import { text } from 'node:stream/consumers';
import type { ReadingOrder } from '#adapters/table/file-readers.ts';
import { endAfter, giveWay } from '#adapters/table/give-way.ts';
import { createTables } from '#adapters/table/tables.ts';
import { campaignService, publishedCampaign } from '#server/campaign/service.ts';
import { boundariesService } from '#server/catchment/service-boundaries.ts';
import { effectService } from '#server/catchment/service-effect.ts';
import { importReadingService } from '#server/catchment/service-import-reading.ts';
import { clockAhead } from '#server/clock.ts';
import { connect } from '#server/db/connect.ts';

giveWay();
endAfter(180_000);
const order = JSON.parse(await text(process.stdin)) as ReadingOrder;
const database = connect(order.databaseUrl, { connections: 2, onLost: () => undefined });
try {
  const clock = clockAhead(() => order.offsetMs);
  const campaign = campaignService(await publishedCampaign(database, order.campaign ?? undefined), clock);
  const boundaries = boundariesService(database, { campaign, clock });
  const parts = { campaign, boundaries, effect: effectService(database, campaign), tables: createTables(), clock };
  await importReadingService(database, parts).read(order.id, order.turn);
} catch (fault) {
  if (!isOfTheDatabase(fault)) throw fault;
  process.stdout.write(`the database was not there: ${String((fault as Error).message)}`);
  process.exitCode = 3;
} finally {
  await database.close();
}

/** Connections lost or refused, locks that came too late, a database that is going down: none of it is the file's doing. */
function isOfTheDatabase(fault: unknown): boolean {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  return /^(08|40|53|55|57)|^E[A-Z]+$/.test(code);
}

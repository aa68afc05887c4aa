/** A worker that reads one file of boundaries and ends: for tests that kill it. Arguments: the database, the file, the turn. */
import { createTables } from '#adapters/table/tables.ts';
import { campaignService, publishedCampaign } from '#server/campaign/service.ts';
import { boundariesService } from '#server/catchment/service-boundaries.ts';
import { effectService } from '#server/catchment/service-effect.ts';
import { importReadingService } from '#server/catchment/service-import-reading.ts';
import { clockAhead } from '#server/clock.ts';
import { connect } from '#server/db/connect.ts';

const [url = '', id = '', turn = ''] = process.argv.slice(2);
const database = connect(url, { connections: 2, onLost: () => undefined });
const clock = clockAhead(() => 0);
const campaign = campaignService(await publishedCampaign(database, undefined), clock);
const boundaries = boundariesService(database, { campaign, clock });
const parts = { campaign, boundaries, effect: effectService(database, campaign), tables: createTables(), clock };
await importReadingService(database, parts).read(id, Number(turn));
await database.close();

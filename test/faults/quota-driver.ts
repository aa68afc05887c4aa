/** A process that only changes how many seats there are: it opens the register on the same database as the servers and answers on a port of its own. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type CapacityChange, openRegister } from '#server/allocation/service.ts';
import { demoOffsetSeconds, publishedCampaign } from '#server/campaign/service.ts';
import { clockAhead } from '#server/clock.ts';
import { readConfig } from '#server/config.ts';
import { connect } from '#server/db/connect.ts';

const { DATABASE_URL } = readConfig(process.env);
const database = connect(DATABASE_URL, { connections: 2, onLost: () => undefined });
const campaign = await publishedCampaign(database, undefined);
const offsetMs = (await demoOffsetSeconds(database)) * 1000;
const register = openRegister(database, {
  ...{ campaign, clock: clockAhead(() => offsetMs), queueLimit: 1_000, batchLimit: 100, patienceMs: 10_000 },
  onFault: () => undefined,
});

const server = createServer((request, response) => {
  void text(request)
    .then((body) => register.changeCapacity(JSON.parse(body) as CapacityChange))
    .then((answer) => response.end(JSON.stringify(answer)));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`ready http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});

/** Loaded before the server by the storm: writes down when each request was read from the socket, by a clock all processes of a machine share. */
import { subscribe } from 'node:diagnostics_channel';
import { openSync, writeSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';

const file = openSync(process.env['STORM_STAMPS'] ?? '/dev/null', 'a');

subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage };
  const key = request.headers['idempotency-key'];
  // Written at once: it stands in the file whatever becomes of the process.
  if (typeof key === 'string') writeSync(file, `${Number(process.hrtime.bigint() / 1000n)} ${key}\n`);
});

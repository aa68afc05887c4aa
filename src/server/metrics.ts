import { createServer, type Server } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Database } from './db/connect.ts';
import { queueState } from './db/job-list.ts';
import { type Health, isWell } from './health.ts';

/** What a process tells of itself, on a listener that the public does not reach. */
export type Metrics = {
  /** Counts the requests of a server from now on. */
  watch(server: Server): void;
  /** Begins to tell; answers the port. */
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
};

export type MetricsParts = {
  readonly role: string;
  readonly databases: Readonly<Record<string, Database>>;
  readonly queue: Database;
  readonly health: () => Promise<Health>;
};

/** One line of figures: name, what it is, and the values by their labels. */
type Family = {
  readonly name: string;
  readonly kind: 'gauge' | 'counter';
  readonly help: string;
  readonly values: readonly (readonly [string, number])[];
};

const boundsSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Opens the figures of a process: Prometheus text at `/metrics`, whether each part is well at `/healthz`. */
export function openMetrics({ role, databases, queue, health }: MetricsParts): Metrics {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const requests = new Map<string, number>();
  const within = new Map<string, number>();
  const count = (counter: Map<string, number>, label: string, by = 1) => counter.set(label, (counter.get(label) ?? 0) + by);

  async function families(): Promise<readonly Family[]> {
    const [state, well] = await Promise.all([queueState(queue).catch(() => null), health()]);
    const memory = process.memoryUsage();
    const pools = Object.entries(databases);
    const pool = (pick: (database: Database) => number) => pools.map(([name, database]) => [`{pool="${name}"}`, pick(database)] as const);
    const late = delay.percentile(99) / 1e9;
    delay.reset();
    return [
      gauge('mektep_up', 'Whether every part of this process is well', [[`{role="${role}"}`, Number(isWell(well))]]),
      gauge(
        'mektep_part_up',
        'Whether a part is well',
        Object.entries(well).flatMap(([part, is]) => (is === null ? [] : [[`{part="${part}"}`, Number(is)] as const])),
      ),
      gauge('mektep_memory_bytes', 'Memory of the process', [
        ['{of="resident"}', memory.rss],
        ['{of="heap"}', memory.heapUsed],
      ]),
      gauge('mektep_uptime_seconds', 'Since the process began', [['', process.uptime()]]),
      gauge('mektep_event_loop_delay_p99_seconds', 'How late the process is with what is due, since it was last asked', [['', late || 0]]),
      gauge(
        'mektep_pool_connections',
        'Connections kept',
        pool(({ pool: { totalCount } }) => totalCount),
      ),
      gauge(
        'mektep_pool_idle',
        'Connections nobody uses',
        pool(({ pool: { idleCount } }) => idleCount),
      ),
      gauge(
        'mektep_pool_waiting',
        'Requests that wait for a connection',
        pool(({ pool: { waitingCount } }) => waitingCount),
      ),
      ...(state === null
        ? []
        : [
            gauge('mektep_jobs_waiting', 'Jobs that wait, in the whole installation', [['', state.waiting]]),
            gauge('mektep_jobs_given_up', 'Jobs that were given up', [['', state.givenUp]]),
            gauge('mektep_jobs_oldest_due_seconds', 'How long the oldest job has been due', [['', state.oldestDueSeconds]]),
          ]),
      { name: 'mektep_requests_total', kind: 'counter', help: 'Requests answered', values: [...requests] },
      { name: 'mektep_requests_within_total', kind: 'counter', help: 'Requests answered within so many seconds', values: [...within] },
    ];
  }

  const listener = createServer((request, response) => {
    const answer = async (): Promise<readonly [number, string, string]> => {
      if (request.method !== 'GET') return [405, 'text/plain; charset=utf-8', ''];
      if (request.url === '/metrics') return [200, 'text/plain; version=0.0.4; charset=utf-8', (await families()).map(printed).join('')];
      if (request.url !== '/healthz') return [404, 'text/plain; charset=utf-8', ''];
      const well = await health();
      return [isWell(well) ? 200 : 503, 'application/json; charset=utf-8', JSON.stringify({ alive: isWell(well), ...well })];
    };
    answer().then(
      ([status, type, text]) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text),
      () => response.writeHead(503).end(),
    );
  });

  return {
    watch(server) {
      server.on('request', (request, response) => {
        const began = performance.now();
        const kind = kindOf(request.url ?? '/');
        response.once('close', () => {
          const seconds = (performance.now() - began) / 1000;
          const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'cut';
          count(requests, `{kind="${kind}",status="${status}"}`);
          for (const bound of boundsSeconds) if (seconds <= bound) count(within, `{kind="${kind}",le="${bound}"}`);
        });
      });
    },
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        listener.once('error', reject);
        listener.listen(port, host, () => {
          const address = listener.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    async close() {
      delay.disable();
      listener.closeAllConnections();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

/** Few kinds, and never an address: what somebody asked for is nobody's figure. */
function kindOf(url: string): string {
  if (url.startsWith('/api/v1/claims')) return 'claims';
  if (url.startsWith('/api/')) return 'api';
  return url.startsWith('/_app/') ? 'asset' : 'page';
}

function gauge(name: string, help: string, values: Family['values']): Family {
  return { name, kind: 'gauge', help, values };
}

function printed({ name, kind, help, values }: Family): string {
  if (values.length === 0) return '';
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${values.map(([labels, value]) => `${name}${labels} ${value}\n`).join('')}`;
}

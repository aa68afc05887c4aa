import pg from 'pg';

/** What `pg` knows of a pool and of a connection beside what it tells. */
type Closable = {
  readonly ending?: boolean;
  readonly _ending?: boolean;
  readonly _ended?: boolean;
  /** A connection that the other side has cut is closed, though nobody asked for it. */
  readonly connection?: { readonly stream?: { readonly destroyed?: boolean } };
};

let isWatching = false;

/**
 * Lets a test file fail whose pools and connections were not closed when it ended: in the product such a leak stops a process after some days,
 * in a test it shows as ten seconds of silence that nobody asks about.
 */
export function watchConnections(): void {
  if (isWatching) return;
  isWatching = true;
  const opened = new Map<Closable, string>();
  noteOpening(pg.Pool.prototype, opened);
  noteOpening(pg.Client.prototype, opened);
  process.once('exit', () => {
    const left = [...opened]
      .filter(([one]) => !(one.ending ?? one._ending ?? false) && one._ended !== true && one.connection?.stream?.destroyed !== true)
      .map(([, where]) => where);
    if (left.length === 0) return;
    process.exitCode = 1;
    process.stderr.write(`Not closed at the end of the tests: ${left.length} of ${opened.size}.\n${left.slice(0, 3).join('\n')}\n`);
  });
}

function noteOpening(prototype: object, opened: Map<Closable, string>): void {
  const connectable = prototype as { connect: (this: Closable, ...args: unknown[]) => unknown };
  const { connect } = connectable;
  connectable.connect = function noted(this: Closable, ...args) {
    if (!opened.has(this)) opened.set(this, whoAsked());
    return connect.apply(this, args);
  };
}

/** The first line of ours on the way to the opening. */
function whoAsked(): string {
  const lines = (new Error('opened').stack ?? '').split('\n').slice(3);
  return (lines.find((line) => !/node_modules|node:|open-connections|db\/connect/.test(line)) ?? lines[0] ?? '').trim();
}

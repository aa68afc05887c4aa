/** A town in a process of its own: pages, jobs, an officer who has signed in. It says where it is in one line, and closes when its input ends. */
import { templateFor } from '../pages/template.ts';
import { staffOf } from '#simulators/population/staff.ts';
import { openTown } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';
import { removeCluster, startCluster } from '#tools/postgres/cluster.ts';
import { inData } from '#tools/project.ts';

const dir = inData(`bench-${process.pid}`);
const cluster = await startCluster({ dir, log: () => undefined });
try {
  await templateFor(cluster);
  const town = await openTown({ pages: 'build' });
  const staff = staffOf(town.population).find(({ role }) => role === 'district');
  if (staff === undefined) throw new Error('the town has no officer of a district');
  const officer = visitor('ru');
  await officer.signIn(town.origin, staff.adult.pin);
  const office = (await officer.open(`${town.origin}/office`)).text;
  const district = Number(/\/office\/districts\/(\d+)/.exec(office)?.[1]);
  process.stdout.write(`${JSON.stringify({ origin: town.origin, cookie: officer.cookieHeader(town.origin), district })}\n`);
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once('end', resolve));
  await town.close();
} finally {
  await cluster.stop();
  await removeCluster(dir);
}

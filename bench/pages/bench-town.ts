import { ensureBuilt } from '#tools/build.ts';
import { inData } from '#tools/project.ts';
import { removeCluster, startCluster } from '#tools/postgres/cluster.ts';
import { usualAges } from '#server/ages.ts';
import { openTown } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';
import { templateFor } from './template.ts';

/** A town with built pages, a parent who has signed in, and the pages that are measured. */
export type BenchTown = {
  readonly origin: string;
  readonly publicPaths: readonly string[];
  readonly familyPaths: readonly string[];
  /** What shows that the parent has signed in. */
  readonly cookie: string;
};

/** Opens a town for one measurement and clears it away. The pages are built when they are stale. */
export async function withTown(log: (line: string) => void, measure: (town: BenchTown) => Promise<void>): Promise<void> {
  await ensureBuilt({ log });
  const dir = inData(`bench-${process.pid}`);
  const cluster = await startCluster({ dir, log: () => undefined });
  try {
    await templateFor(cluster);
    const town = await openTown({ pages: 'build', ages: usualAges, env: { SHARED_PAGES_MS: '1000' } });
    const parent = visitor('ky');
    await parent.signIn(town.origin, town.population.families[0]?.parents[0] ?? '');
    const cookie = parent.cookieHeader(town.origin);
    const child = /href="(\/children\/[0-9a-f-]{36})/.exec((await parent.open(`${town.origin}/children`)).text)?.[1] ?? '/children';
    const school = /href="(\/schools\/[0-9a-f-]{36})/.exec((await parent.open(`${town.origin}${child}`)).text)?.[1];
    const named = ['/', '/sign-in', '/help', '/guide', '/acts', '/acts/21', '/documents', '/schools', '/address'];
    await measure({
      origin: town.origin,
      publicPaths: [...named, ...(school === undefined ? [] : [school])],
      familyPaths: ['/children', child, `${child}/decline`, `${child}/history`, '/me', '/notices'],
      cookie,
    });
    await town.close();
  } finally {
    await cluster.stop();
    await removeCluster(dir);
  }
}

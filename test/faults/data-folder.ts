/** `npm run faults:data-folder`: the folder of the project's own database is damaged, half gone or of another version: said in plain words, nothing overwritten. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeCluster, startCluster } from '#tools/postgres/cluster.ts';
import { placeFor } from '#tools/postgres/place.ts';
import { inData } from '#tools/project.ts';
import { runFault } from './one-fault.ts';

await runFault('data-folder', async (scene) => {
  const dir = inData(`test-${process.pid}-damaged`);
  scene.opened.defer(() => removeCluster(dir));
  const log = () => undefined;
  await (await startCluster({ dir, log })).stop();
  const { home } = await placeFor(dir);
  const data = path.join(home, 'data');
  const damages: Readonly<Record<string, { readonly file: string; readonly how: 'gone' | 'garbage' }>> = {
    'the control file is garbage': { file: 'global/pg_control', how: 'garbage' },
    'the control file is gone': { file: 'global/pg_control', how: 'gone' },
    'the version is of another PostgreSQL': { file: 'PG_VERSION', how: 'garbage' },
    'the log of changes is gone': { file: 'pg_wal', how: 'gone' },
    'the databases are gone': { file: 'base', how: 'gone' },
  };
  let told = 0;
  for (const [what, { file, how }] of Object.entries(damages)) {
    const [place, aside] = [path.join(data, file), path.join(data, `${path.basename(file)}.aside`)];
    const kept = how === 'garbage' ? await readFile(place) : null;
    if (kept === null) await rename(place, aside);
    else await writeFile(place, file === 'PG_VERSION' ? '9\n' : Buffer.alloc(kept.length, 0x5a));
    const said = await startCluster({ dir, log }).then(
      async (cluster) => {
        await cluster.stop();
        return null;
      },
      (fault: unknown) => fault as Error,
    );
    if (said === null) scene.violation(`${what}: it started as if nothing were wrong`);
    else if (/\n\s+at /.test(said.message)) scene.violation(`${what}: a stack in place of words`);
    else told += 1;
    scene.log(`${what}: ${said?.message.split('\n')[0] ?? 'started'}`);
    if (kept === null) {
      await rm(place, { recursive: true, force: true });
      await rename(aside, place);
    } else await writeFile(place, kept);
  }
  // Put right again, it is the very same: nothing was made anew over it.
  const again = await startCluster({ dir, log });
  await again.stop();
  if (process.getuid?.() === 0) scene.skip('a folder that can only be read: this account may write everywhere');
  return { damages: Object.keys(damages).length, told };
});

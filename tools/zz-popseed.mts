import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { startCluster, removeCluster } from './postgres/cluster.ts';
import { migrate } from './migrate.ts';
import { createDatabase, withClient } from './postgres/bootstrap.ts';
const c = await startCluster({ dir: '/work/main/.data/popseed', log: () => undefined });
try {
  const runs = process.argv.slice(2).join(' ').split(' -- ');
  for (const [i, run] of runs.entries()) {
    const db = `p${i}`;
    await createDatabase(c.adminUrl, db, 'mektep');
    await migrate(c.ownerUrl(db), { log: () => undefined, folder: '/tmp/popseed/mig' });
    spawnSync('node', ['src/cli/main.ts', 'seed', ...run.split(' ').filter(Boolean)], { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production', MASTER_KEY: randomBytes(32).toString('base64'), DATABASE_URL: c.appUrl(db), DATABASE_OWNER_URL: c.ownerUrl(db) } });
    await withClient(c.ownerUrl(db), async (q) => {
      for (const t of ['district','school','street','boundary','school_document','pool','preschool_list'])
        console.log(t, (await q.query(`select count(*) from ${t}`)).rows[0].count);
      console.log((await q.query('select sum(capacity), min(grade), max(grade) from pool')).rows[0], (await q.query(`select pg_size_pretty(pg_database_size(current_database()))`)).rows[0]);
    });
    await withClient(c.adminUrl.replace(/\/[^/]*$/, `/${db}`), async (q) => {
      for (const t of ['person','child','family_link']) console.log(t, (await q.query(`select count(*) from ${t}`)).rows[0].count);
    });
  }
} finally { await c.stop(); await removeCluster('/work/main/.data/popseed'); }

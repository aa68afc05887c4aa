import { test } from 'node:test';
import { openTown } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import { policies } from '#domain/policy/registry.ts';
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
test('probe', async () => {
  const population = makePopulation({ seed: 7, families: 1200, campaign: policies['kg-2025'] });
  const town = await openTown({ pages: 'build', population, env: { REGISTER_TIMEOUT_SECONDS: '30' } });
  try {
    let c = '';
    const me = visitor('ru');
    for (let i = 0; i < 1; i += 1) { const p = await me.signIn(town.origin, population.families[0]!.parents[0]!); if (!/children.[0-9a-f-]{36}/.test(p.text)) console.log(i, p.status, p.url, p.text.replace(/<[^>]+>/g,' ').replace(/\s+/g,' ').slice(0,900)); c = /\/children\/[0-9a-f-]{36}/.exec(p.text)![0]; }
    for (let i = 0; i < 3; i += 1) {
      const t0 = performance.now(), c0 = cpu();
      for (let k = 0; k < 20; k += 1) await visitor('ru').signIn(town.origin, population.families[10 + i * 20 + k]!.parents[0]!);
      console.log('sign in wall', (performance.now() - t0) / 20, 'cpu', (cpu() - c0) / 20);
      for (const u of ['/', c, '/me', '/me/contacts', '/schools']) {
        const t0 = performance.now(), c0 = cpu();
        for (let k = 0; k < 40; k += 1) await me.open(town.origin + u);
        console.log(u, 'wall', (performance.now() - t0) / 40, 'cpu', (cpu() - c0) / 40);
      }
    }
  } finally { await town.close(); }
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '#test/support/server-process.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

test('an address that somebody asks about, and a word that somebody looks for, stand in no log', async () => {
  const server = await startServer(town, { DEMO: '0' });
  const me = visitor();
  const [street] = town.population.streets;
  const name = /(\S+)$/.exec(street?.name.ru ?? '')?.[1] ?? '';
  // A house with its stroke: a bare number stands in a log by chance, in a time or a request's id.
  const house = '71977/3';
  const questions = [
    `/address?street=${encodeURIComponent(name)}&house=${encodeURIComponent(house)}`,
    `/search?q=${encodeURIComponent(`${name} ${house}`)}`,
  ];
  for (const question of questions) {
    const page = await me.open(server.origin + question);
    assert.equal(page.status, 200);
    assert.ok(page.text.includes(name), 'it was answered');
  }
  assert.equal(await server.stop(), 0);
  const said = server.said();
  assert.match(said, /"path":"\/address"/, 'it was talkative');
  for (const secret of [name, encodeURIComponent(name), house, encodeURIComponent(house), 'street=', 'q='])
    assert.ok(!said.includes(secret), `${secret} is in the log`);
});

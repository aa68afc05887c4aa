import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import { dayOf } from '#domain/core/day.ts';
import { asActor } from '#test/support/crowd.ts';
import { householdOf, type Household } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { inProject } from '#tools/project.ts';

let town: Town;
let home: Household;
before(async () => {
  town = await openTown();
  home = await householdOf(town, 'one_child');
});
after(() => town.close());

/** Runs the command on the town's database. */
async function effect(...options: readonly string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: town.test.appUrl, DATABASE_OWNER_URL: town.test.ownerUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [inProject('src', 'cli', 'main.ts'), 'boundaries', 'effect', ...options], {
    env,
  });
  return stdout;
}

test('whoever changes boundaries sees how many children of the whole population would move; the journal alone learns which', async () => {
  const { boundaries } = town.composed.mektep;
  const [today, before] = [dayOf(town.composed.mektep.campaign.now()), '2025-05-10'] as const;
  const address = home.adult.home.address;
  const { resolution } = await town.composed.mektep.catchment.resolve(address);
  assert.ok(resolution.kind === 'found');
  const [{ schoolId }] = resolution.matches;
  const lines = (await boundaries.current(schoolId))?.lines ?? [];
  const published = await boundaries.publish({
    ...{ actor: 'system', school: schoolId, fromDay: today, source: 'editor', ground: '', key: crypto.randomUUID() },
    lines: lines.filter(({ streetId }) => streetId !== address.streetId),
  });
  assert.equal(published.kind, 'published');
  const counted = JSON.parse(await effect('--from', before, '--to', today, '--children', '--json')) as {
    readonly asked: number;
    readonly moving: number;
    readonly moves: readonly { readonly before: readonly string[]; readonly children: number }[];
  };
  assert.ok(counted.asked > 0 && counted.moving > 0);
  assert.ok(counted.moves.some((move) => move.before.includes(schoolId)));
  assert.ok(!JSON.stringify(counted).includes(home.childId));
  const entries = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select('detail').where('act', '=', 'boundaries.moves').execute(),
  );
  assert.ok(JSON.stringify(entries).includes(home.childId));
  assert.match(await effect('--from', before, '--to', before), /0 would move/);
});

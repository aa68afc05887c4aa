import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { inProject, project } from '#tools/project.ts';

const kills = 6;

/** Runs the command as everybody may, and reads its last line. */
async function storm(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly said: string; readonly report: Record<string, unknown> }> {
  const command = spawn(process.execPath, [inProject('test', 'faults', 'command.ts'), '--json', ...args], { cwd: project });
  const [out, said, code] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    new Promise<number | null>((resolve) => command.once('close', resolve)),
  ]);
  return { code, said, report: JSON.parse(out.trimEnd().split('\n').at(-1) ?? '{}') as Record<string, unknown> };
}

test('KG25-21.13/free-places-only KG22-1/move-to-free-places I1 I2 I3 I4 I5 I7 I9 while servers and PostgreSQL are killed and wires are cut, nothing is lost, doubled, oversold or out of order', async () => {
  const { code, said, report } = await storm(['--kills', String(kills), '--clients', '48']);
  assert.equal(code, 0, said);
  const { lost, doubled, oversold, outOfOrder, other, recoverP99Ms } = report as Record<string, number>;
  assert.deepEqual({ lost, doubled, oversold, outOfOrder, other }, { lost: 0, doubled: 0, oversold: 0, outOfOrder: 0, other: 0 }, said);
  assert.equal(report['kills'], kills);
  assert.ok(Number(report['acknowledged']) > 50 && Number(report['capacityChanges']) > 0, 'something was asked for meanwhile');
  assert.ok(Number(recoverP99Ms) < 60_000);
});

test('a build without the guard that holds a draft to one answer is found out, and the seed is told', async () => {
  const { code, said, report } = await storm(['--kills', '3', '--seed', '3', '--broken', 'no-unique-draft']);
  assert.equal(code, 1);
  assert.ok(Number(report['doubled']) > 0, said);
  assert.match(said, /--seed 3 --broken no-unique-draft/);
});

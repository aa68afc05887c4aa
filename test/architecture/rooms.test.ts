import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { roomViolations } from '#tools/check-rooms.ts';
import { roomRules } from '#tools/rooms.ts';
import { breaches, houseInOrder } from '#test/architecture/rooms-broken.ts';

test('the house keeps its import rules', async () => {
  const violations = await roomViolations(join(import.meta.dirname, '../..'));
  assert.deepEqual(
    violations.map(({ from, to, rule }) => `${from} → ${to} (${rule})`),
    [],
  );
});

test('a house in order is left alone', async () => {
  assert.deepEqual(await rulesBrokenIn({}), []);
});

for (const { rule, deed, files } of breaches) {
  test(`it is caught (${rule}) when ${deed}`, async () => {
    const broken = await rulesBrokenIn(files);
    assert.ok(broken.includes(rule), `caught: ${broken.join(', ') || 'nothing'}`);
  });
}

test('every import rule has been broken once', () => {
  const broken = new Set(breaches.map(({ rule }) => rule));
  const unbroken = roomRules().filter(({ name }) => name !== undefined && !broken.has(name) && !name.startsWith('adapter-rooms-xroad'));
  assert.deepEqual(
    unbroken.map(({ name }) => name),
    [],
  );
});

/** The names of the rules broken in the small house with these files added. */
async function rulesBrokenIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), 'mektep-rooms-'));
  try {
    for (const [path, text] of Object.entries({ ...houseInOrder, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return (await roomViolations(root)).map(({ rule }) => rule);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

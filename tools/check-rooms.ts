import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';
import { roomRules } from '#tools/rooms.ts';

/** One import that its room does not allow. Paths are relative to the root. */
export type RoomViolation = { readonly rule: string; readonly from: string; readonly to: string; readonly why: string };

const FLOORS = ['src', 'simulators', 'tools', 'bench', 'test'] as const;

/** Reads every import under `root` and returns those that break an import rule, in the order of the files. */
export async function roomViolations(root: string): Promise<readonly RoomViolation[]> {
  const floors = FLOORS.filter((floor) => existsSync(join(root, floor)));
  const found = await cruise(
    floors,
    {
      baseDir: root,
      ruleSet: { forbidden: roomRules() },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules|^build/|^\\.svelte-kit/' },
    },
    { extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'], conditionNames: ['import', 'node', 'default', 'types'] },
  );
  const { summary } = found.output as ICruiseResult;
  const whys = new Map(roomRules().map((rule) => [rule.name, rule.comment ?? '']));
  return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to, why: whys.get(rule.name) ?? '' }));
}

if (import.meta.main) {
  const violations = await roomViolations(process.cwd());
  for (const { rule, from, to, why } of violations) console.log(`${from} → ${to}\n  ${rule}: ${why}`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { escapeIdentifier } from 'pg';
import { withClient } from '../postgres/bootstrap.ts';
import { project } from '../project.ts';

/** A guard of the schema taken away or thrown open: applied to a copy of the template, never to a migration. */
export type GuardMutation = { readonly file: string; readonly line: number; readonly what: string; readonly statement: string };

type Found = { readonly name: string; readonly table: string; readonly kind: 'using' | 'check' | 'constraint' | 'trigger' };

const guards = `
  select policyname as name, tablename as table, 'using' as kind from pg_policies where schemaname = 'public' and qual is not null and qual <> 'true'
  union all
  select policyname, tablename, 'check' from pg_policies where schemaname = 'public' and with_check is not null and with_check <> 'true'
  union all
  select conname, conrelid::regclass::text, 'constraint' from pg_constraint
  where connamespace = 'public'::regnamespace and contype in ('c', 'u') and conparentid = 0
  union all
  select tgname, tgrelid::regclass::text, 'trigger' from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where not tgisinternal and c.relnamespace = 'public'::regnamespace
  order by 3, 2, 1`;

/** Every policy, check, unique key and trigger of the migrated schema, each broken alone. */
export async function guardMutations(ownerUrl: string): Promise<readonly GuardMutation[]> {
  const found = await withClient(ownerUrl, async (client) => (await client.query<Found>(guards)).rows);
  const migrations = (await Array.fromAsync(glob('db/migrations/*.sql', { cwd: project }))).sort();
  const texts = migrations.map((file) => ({ file, lines: readFileSync(path.join(project, file), 'utf8').split('\n') }));
  return found.map((guard) => ({ ...placeOf(guard, texts), ...brokenAs(guard) }));
}

function brokenAs({ name, table, kind }: Found): { readonly what: string; readonly statement: string } {
  const [guard, on] = [escapeIdentifier(name), table];
  switch (kind) {
    case 'using':
      return { what: `policy ${name} lets everybody see`, statement: `alter policy ${guard} on ${on} using (true)` };
    case 'check':
      return { what: `policy ${name} lets everybody write`, statement: `alter policy ${guard} on ${on} with check (true)` };
    case 'constraint':
      return { what: `constraint ${name} is gone`, statement: `alter table ${on} drop constraint ${guard} cascade` };
    case 'trigger':
      return { what: `trigger ${name} is gone`, statement: `drop trigger ${guard} on ${on}` };
  }
}

/** The last line of the migrations that speaks of it: by its own name, or by its table. */
function placeOf({ name, table }: Found, texts: readonly { readonly file: string; readonly lines: readonly string[] }[]) {
  for (const word of [name, `table ${table}`]) {
    for (const { file, lines } of texts.toReversed()) {
      const line = lines.findLastIndex((text) => text.includes(word));
      if (line >= 0) return { file, line: line + 1 };
    }
  }
  return { file: 'db/migrations', line: 0 };
}

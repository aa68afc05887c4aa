import { withClient } from '../postgres/bootstrap.ts';
import { inProject } from '../project.ts';
import { runToEnd, type RunOptions } from './children.ts';

type Words = { readonly log: (line: string) => void; readonly abort?: AbortSignal };

/** Fills an empty database with the demo's districts, schools and campaign; leaves any other as it is. */
export async function seedIfEmpty(ownerUrl: string, env: RunOptions['env'], { log, abort }: Words): Promise<void> {
  if (!(await isEmpty(ownerUrl))) return;
  log('filling the database with the demo’s regions, schools and families …');
  await runToEnd('Filling the demo', [inProject('src/cli/main.ts'), 'seed'], {
    quiet: false,
    ...(env && { env }),
    ...(abort && { abort }),
  });
}

async function isEmpty(ownerUrl: string): Promise<boolean> {
  const { rows } = await withClient(ownerUrl, (client) =>
    client.query<{ isEmpty: boolean }>('select not exists (select from campaign) as "isEmpty"'),
  );
  return rows[0]?.isEmpty === true;
}

import { readFileSync } from 'node:fs';
import { inProject } from '#tools/project.ts';

/** One line of the product exchanged for another, in a running process only. */
export type Patch = { readonly file: string; readonly from: string; readonly to: string };

/** A build that is wrong on purpose: the storm must find it out. */
export type BrokenBuild = { readonly what: string; readonly patches: readonly Patch[]; readonly statements: readonly string[] };

const store = 'src/server/allocation/store.ts';
const drafts = 'src/server/allocation/store-drafts.ts';
const batches = 'src/server/allocation/service-batches.ts';

const lockInside: readonly Patch[] = [
  {
    file: store,
    from: 'select batch, last_seq, writer, boundaries from register where campaign_id = $1 for update',
    to: 'select batch, last_seq, writer, boundaries from register where campaign_id = $1',
  },
  {
    file: drafts,
    from: 'from (\n    select asked.draft, asked.place',
    to: 'from (select batch from register where campaign_id = $1 for update) as turn, (\n    select asked.draft, asked.place',
  },
  // What was read of the register stood before the wait, too: it is asked for once more, so that the numbers go on.
  {
    file: store,
    from: '  const [row] = rows;',
    to: "  rows = (await turn.query('select batch, last_seq, writer, boundaries from register where campaign_id = $1', [campaign])).rows;\n  const [row] = rows;",
  },
  { file: store, from: '  const [, { rows }, found] = await', to: '  let [, { rows }, found] = await' },
];

const noUniqueDraft = ['alter table arrival drop constraint arrival_draft_key', 'create index arrival_draft on arrival (draft)'];

/** The broken builds by name. */
export const brokenBuilds = {
  'acknowledge-before-commit': {
    what: 'answers are given when the batch is sent to be written, before it is committed',
    patches: [
      {
        file: batches,
        from: "    if (!(await sent.kept)) return forgotten('failed');\n    sent.give();",
        to: "    sent.give();\n    if (!(await sent.kept)) return forgotten('failed');",
      },
      { file: batches, from: '    const held = await kept;\n    if (held) give();', to: '    give();\n    const held = await kept;' },
    ],
    statements: [],
  },
  'asynchronous-commit': {
    what: 'PostgreSQL answers a commit before it is on disk',
    patches: [],
    statements: [
      'alter database storm set synchronous_commit = off',
      "alter system set wal_writer_delay = '10s'",
      "alter system set wal_writer_flush_after = '0'",
      'select pg_reload_conf()',
    ],
  },
  'lock-inside-statement': {
    what: 'the turn is taken inside the statement that reads what is decided on',
    patches: lockInside,
    statements: [],
  },
  'no-guard-ahead': {
    what: 'a batch decided ahead passes the turn whoever wrote before it',
    patches: [
      {
        file: 'src/server/allocation/store-write.ts',
        from: 'and batch = $2 - 1 and writer is not distinct from $5',
        to: 'and ($5::uuid is null or true)',
      },
    ],
    statements: [],
  },
  'no-unique-draft': {
    what: 'no unique index holds a draft to one arrival, and the turn is taken inside the reading statement',
    patches: lockInside,
    statements: noUniqueDraft,
  },
  'no-unique-draft-only': {
    what: 'no unique index holds a draft to one arrival; the turn alone must',
    patches: [],
    statements: noUniqueDraft,
  },
} as const satisfies Readonly<Record<string, BrokenBuild>>;

export type BrokenName = keyof typeof brokenBuilds;

/** The build of a name; `null` when there is none. */
export function brokenBuild(name: string): BrokenBuild | null {
  return Object.hasOwn(brokenBuilds, name) ? brokenBuilds[name as BrokenName] : null;
}

/** Lines that a build would exchange and that are not in the product any more: such a build breaks nothing, or does not start. */
export function linesGone({ patches }: BrokenBuild): readonly string[] {
  return patches
    .filter(({ file, from }) => !readFileSync(inProject(file), 'utf8').includes(from))
    .map(({ file, from }) => `${file}: ${from}`);
}

import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordNames } from '#domain/policy/words.ts';
import { catalogueFaults } from '#tools/messages/catalogue.ts';
import type { Catalogue } from '#tools/messages/catalogue.ts';
import { tongueFaults } from '#tools/messages/tongue.ts';
import { useFaults, usesIn } from '#tools/messages/uses.ts';
import type { Family } from '#tools/messages/uses.ts';

const ROOT = join(import.meta.dirname, '..');
const MODEL = 'ru';

/** Keys put together while running, and where their last parts are written down. */
const FAMILIES: readonly { readonly prefix: string; readonly file?: string; readonly values?: RegExp }[] = [
  { prefix: 'refusal.', file: 'src/domain/core/refusal.ts', values: /kind: '(\w+)'/g },
  // The parts of these are types of the domain and of the packs: a part without a text does not compile.
  ...[
    'additions_unserved',
    'agreement_answer',
    'agreement_need',
    'agreements_done',
    'hand',
    'proposal_state',
    'act',
    'act_by',
    'boundary_source',
    'boundaries_done',
    'confirm',
    'conflict',
    'unread',
    'address_state',
    'import_state',
    'import_column',
    'import_part',
    'import_about',
    'import_remark',
    'import_left_out',
    'import_conflict',
    'import_gap',
    'import_match',
    'import_other',
    'answer_kind',
    'answer_state',
    'asked_because',
    'readiness_part',
    'readiness_state',
    'refusal_reason',
    'review_verdict',
    'guardianship_state',
    'verdict',
    'clause_section.article',
    'clause_section.memo',
    'choice_step',
    'document',
    'language',
    'me',
    'notice',
    'problem',
    'reason',
    'register',
    'relation',
    'remedy',
    'stage',
    'stage_text',
    'state',
    'taught',
    'why',
    'why_not',
    'paper_form',
  ].map((family) => ({ prefix: `${family}.` })),
];

/** The words of the vocabularies, which every text of their language is given. */
const ALWAYS = Object.fromEntries((['ru', 'ky', 'kk', 'en'] as const).map((language) => [language, wordNames(language)]));

/** Everything wrong with the messages of the project; empty when all languages are complete and every key is used. */
export function messageFaults(root: string): readonly string[] {
  const folder = join(root, 'messages');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  if (files.length === 0) return ['there are no messages'];
  const catalogues = Object.fromEntries(
    files.map((file) => [file.replace('.json', ''), flatten(JSON.parse(readFileSync(join(folder, file), 'utf8')))]),
  );
  const texts = globSync('src/**/*.{ts,svelte}', { cwd: root })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(root, path), 'utf8'));
  return [
    ...catalogueFaults(catalogues, MODEL, ALWAYS),
    ...idleWords(catalogues),
    // A language is called by its own name in every catalogue; what English may quote is a test of the texts.
    ...Object.entries(catalogues).flatMap(([language, catalogue]) =>
      tongueFaults(language, catalogue, (key) => key.startsWith('language.')),
    ),
    ...useFaults(
      usesIn(texts),
      Object.keys(catalogues[MODEL] ?? {}),
      FAMILIES.map((family) => familyOf(root, family)),
    ),
  ];
}

if (import.meta.main) {
  const faults = messageFaults(ROOT);
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

function idleWords(catalogues: Readonly<Record<string, Catalogue>>): readonly string[] {
  return Object.entries(ALWAYS).flatMap(([language, words]) => {
    const texts = Object.values(catalogues[language] ?? {});
    const idle = [...words].filter((word) => !texts.some((text) => text.includes(`{${word}}`)));
    return idle.map((word) => `${language}: no text says {${word}} of the vocabularies`);
  });
}

function familyOf(root: string, { prefix, file, values }: (typeof FAMILIES)[number]): Family {
  if (file === undefined || values === undefined) return { prefix };
  const text = readFileSync(join(root, file), 'utf8');
  return { prefix, values: [...new Set([...text.matchAll(values)].map((match) => match[1] ?? ''))] };
}

/** A catalogue may be written flat (`"a.b": …`) or nested; keys are joined by dots. */
function flatten(value: unknown, prefix = ''): Catalogue {
  if (typeof value === 'string') return { [prefix]: value };
  if (typeof value !== 'object' || value === null) throw new Error(`the message ${prefix} is not a text`);
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, part]) => flatten(part, prefix === '' ? key : `${prefix}.${key}`)),
  ) as Catalogue;
}

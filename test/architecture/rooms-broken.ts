/** Files by path, as text. */
type Tree = Readonly<Record<string, string>>;

const value = (path: string) => `import { x } from '${path}';\nexport const y = x;\n`;
const typeOnly = (path: string) => `import type { X } from '${path}';\nexport const x: X | null = null;\nexport type Y = X;\n`;
const leaf = 'export type X = 1;\nexport const x = 1;\n';

/** A small house in which every room uses what it may: it must pass as it stands. */
export const houseInOrder: Tree = {
  'package.json': JSON.stringify({
    name: 'small-house',
    type: 'module',
    imports: {
      '#domain/*': './src/domain/*',
      '#server/*': './src/server/*',
      '#adapters/*': './src/adapters/*',
      '#lib/*': './src/lib/*',
      '#simulators/*': './simulators/*',
      '#tools/*': './tools/*',
    },
  }),
  'src/domain/core/day.ts': leaf,
  'src/domain/catchment/houses.ts': value('#domain/core/day.ts'),
  'src/domain/quota/input.ts': `import { z } from 'zod';\n${value('#domain/core/day.ts')}export const input = z;\n`,
  'src/domain/policy/policy.ts': leaf,
  'src/domain/policy/registry.ts': value('./packs/kg-2025.ts'),
  'src/domain/policy/packs/kg-2025.ts': typeOnly('#domain/policy/policy.ts'),
  'src/server/ports.ts': leaf,
  'src/server/config.ts': leaf,
  'src/server/jobs.ts': leaf,
  'src/server/db/transaction.ts': leaf,
  'src/server/db/connect.ts': leaf,
  'src/server/clock.ts': leaf,
  'src/server/journal/store.ts': value('#server/db/transaction.ts'),
  'src/server/http/problem.ts': leaf,
  'src/server/school/store.ts': value('#server/db/transaction.ts'),
  'src/server/school/service.ts': value('#server/school/store.ts'),
  'src/server/quota/service.ts': [
    typeOnly('#server/school/service.ts'),
    `import type { X as Port } from '#server/ports.ts';\nimport type { X as Tx } from '#server/db/connect.ts';\nimport { x as transact } from '#server/db/transaction.ts';\nimport { x as append } from '#server/journal/store.ts';`,
    `import { x as job } from '#server/jobs.ts';\nexport const all = [job, transact, append] as (number | Port | Tx)[];\n`,
  ].join('\n'),
  'src/server/quota/api.ts': `import type { FastifyInstance } from 'fastify';\nexport type App = FastifyInstance;\n${value('#domain/quota/input.ts')}${typeOnly('#server/quota/service.ts').replaceAll('x:', 'z:')}`,
  'src/server/compose.ts': `${value('#adapters/oidc/provider.ts')}export * from '#server/quota/service.ts';\n`,
  'src/server/bridge.ts': typeOnly('#server/compose.ts'),
  'src/adapters/oidc/provider.ts': `import { createHash } from 'node:crypto';\nimport * as client from 'openid-client';\n${value('#server/ports.ts')}export const z = [createHash, client];\n`,
  'src/lib/format.ts': value('#domain/core/day.ts'),
  'src/routes/+page.server.ts': `import { error } from '@sveltejs/kit';\nexport const e = error;\n${value('#lib/format.ts')}${typeOnly('#server/compose.ts').replaceAll('x:', 'z:')}`,
  'src/hooks.server.ts': value('#server/bridge.ts'),
  'src/cli/main.ts': `import { Command } from 'commander';\nexport const c = Command;\n${value('#server/compose.ts')}`,
  'simulators/population/people.ts': value('#domain/catchment/houses.ts'),
  'simulators/oidc/server.ts': `import http from 'node:http';\nimport Provider from 'oidc-provider';\nexport const p = [http, Provider];\n${value('#simulators/population/people.ts')}`,
  'tools/migrate.ts': value('#server/db/transaction.ts'),
};

/** One violating file a rule: the rule's name, what a newcomer might do, and the files that do it. */
export const breaches: readonly { readonly rule: string; readonly deed: string; readonly files: Tree }[] = [
  breach('domain-imports-domain', 'a rule of the domain reads a file', 'src/domain/quota/propose.ts', value('node:fs')),
  breach('domain-imports-domain', 'a rule of the domain uses Zod', 'src/domain/quota/propose.ts', value('zod')),
  breach(
    'domain-imports-domain',
    'a rule of the domain takes a type from the server',
    'src/domain/quota/propose.ts',
    typeOnly('#server/ports.ts'),
  ),
  breach('input-imports-domain-and-zod', 'an input imports the server', 'src/domain/school/input.ts', value('#server/ports.ts')),
  breach(
    'packs-import-types-types-only',
    'a pack computes with a function',
    'src/domain/policy/packs/kg-2026.ts',
    value('#domain/core/day.ts'),
  ),
  breach('packs-import-types', 'a pack imports npm', 'src/domain/policy/packs/kg-2026.ts', value('zod')),
  breach('packs-import-types-types-only', 'a pack takes another pack’s value', 'src/domain/policy/packs/kg-2026.ts', value('./kg-2025.ts')),
  breach(
    'only-registry-imports-packs',
    'a service names a country’s pack',
    'src/server/census/service.ts',
    value('#domain/policy/packs/kg-2025.ts'),
  ),
  breach('service-rooms', 'a service opens a socket', 'src/server/census/service.ts', value('node:net')),
  breach('service-rooms', 'a service answers HTTP', 'src/server/census/service.ts', value('#server/http/problem.ts')),
  breach(
    'service-rooms-types-only',
    'a service calls another service by itself',
    'src/server/census/service.ts',
    value('#server/school/service.ts'),
  ),
  breach(
    'service-rooms-types-only',
    'a service takes another service’s type and its code with it',
    'src/server/census/service.ts',
    `import type { X } from '#server/school/service.ts';\nimport { x } from '#server/school/service.ts';\nexport const y: X = x;\n`,
  ),
  breach(
    'service-rooms-types-only',
    'a service takes the database by itself',
    'src/server/census/service.ts',
    value('#server/db/connect.ts'),
  ),
  breach('store-is-private', 'a module reads another module’s tables', 'src/server/census/service.ts', value('#server/school/store.ts')),
  breach('store-stays-in-the-office', 'the composition hands out a store', 'src/server/main.ts', value('#server/school/store.ts')),
  breach('api-rooms', 'an API file talks to the database', 'src/server/census/api.ts', value('#server/db/transaction.ts')),
  breach('api-rooms-types-only', 'an API file imports a service’s code', 'src/server/census/api.ts', value('#server/school/service.ts')),
  breach('adapter-rooms-oidc', 'an adapter uses another system’s library', 'src/adapters/oidc/soap.ts', value('fast-xml-parser')),
  breach('adapter-rooms-oidc', 'an adapter reads the law', 'src/adapters/oidc/law.ts', value('#domain/policy/policy.ts')),
  breach(
    'adapter-rooms-media-type',
    'a library of another window reads a file',
    'src/adapters/media-type/read.ts',
    value('fast-xml-parser'),
  ),
  breach('adapter-rooms-table', 'the reader of tables asks the law', 'src/adapters/table/law.ts', value('#domain/policy/policy.ts')),
  breach('adapter-rooms', 'a new adapter brings a library nobody chose', 'src/adapters/sms/send.ts', value('left-pad')),
  breach('adapter-rooms-inspection', 'whoever opens a file sends it on', 'src/adapters/inspection/send.ts', value('openid-client')),
  breach('adapter-rooms-typst', 'the press asks the registers', 'src/adapters/typst/ask.ts', value('#adapters/xroad/exchange.ts')),
  breach('only-compose-picks-adapters', 'main picks a window itself', 'src/server/main.ts', value('#adapters/oidc/provider.ts')),
  breach('office-knows-no-counter', 'the server imports a page’s helper', 'src/server/main.ts', value('#lib/format.ts')),
  breach(
    'pages-rooms-types-only',
    'a page calls the server past the bridge',
    'src/routes/children/+page.server.ts',
    value('#server/compose.ts'),
  ),
  breach('pages-rooms', 'a page opens the database', 'src/routes/children/+page.server.ts', value('pg')),
  breach(
    'pages-rooms-types-only',
    'a component calls the server',
    'src/routes/children/+page.svelte',
    `<script lang="ts">\n  ${value('#server/compose.ts')}</script>\n\n<p>{y}</p>\n`,
  ),
  breach('hooks-import-bridge', 'the hook parses by itself', 'src/hooks.server.ts', value('cookie')),
  breach('hooks-import-bridge-types-only', 'the hook reaches into the composition', 'src/hooks.server.ts', value('#server/compose.ts')),
  breach('simulators-rooms', 'a simulator peeks at the policy', 'simulators/oidc/peek.ts', value('#domain/policy/policy.ts')),
  breach('simulators-rooms', 'a simulator shares code with the adapter', 'simulators/oidc/share.ts', value('#adapters/oidc/provider.ts')),
  breach('simulators-rooms-types-only', 'a simulator runs code of ours', 'simulators/oidc/borrow.ts', value('#server/ports.ts')),
  breach('cli-rooms', 'a command picks a page', 'src/cli/draw.ts', value('#lib/format.ts')),
  breach('tools-rooms', 'a tool calls a service', 'tools/fix-data.ts', value('#server/quota/service.ts')),
  breach('house-stands-without-its-workshop', 'the server imports a tool', 'src/server/main.ts', value('#tools/migrate.ts')),
  breach('no-index', 'a folder gets an index', 'src/lib/draw.ts', value('./index.ts'), { 'src/lib/index.ts': leaf }),
  breach('no-cycles', 'two files lean on each other', 'src/lib/left.ts', value('./right.ts'), { 'src/lib/right.ts': value('./left.ts') }),
  breach('no-cycles', 'two files lean on each other’s types', 'src/lib/left.ts', typeOnly('./right.ts'), {
    'src/lib/right.ts': typeOnly('./left.ts'),
  }),
];

function breach(rule: string, deed: string, path: string, text: string, others: Tree = {}) {
  return { rule, deed, files: { ...others, [path]: text } };
}

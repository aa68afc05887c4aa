import type { IForbiddenRuleType } from 'dependency-cruiser';

/** A floor's rule: what its files may import as values, and what besides as types only. Paths are regular expressions; `$1` is the first group of `from`. */
type Room = {
  readonly name: string;
  readonly why: string;
  readonly from: string;
  readonly except?: string;
  readonly values: readonly string[];
  readonly types?: readonly string[];
  readonly nodeCore?: boolean;
};

const DOMAIN = '^src/domain/';
const SERVER = '^src/server/';
const TEST = '\\.test\\.ts$';
const SERVICE = 'service(\\.ts$|-[^/]+\\.ts$|/)';
/** The journal is no module but an office-wide room, like db/ and http/: whoever acts writes in it. */
const MODULE_STORE = `${SERVER}(?!journal/)[^/]+/store(\\.ts$|-[^/]+\\.ts$|/)`;

/** A rule that forbids some imports wherever they stand. */
type Prohibition = {
  readonly name: string;
  readonly comment: string;
  readonly from: { readonly path?: string; readonly pathNot?: string };
  readonly to: { readonly path?: string; readonly pathNot?: string; readonly circular?: boolean };
};

/** What of Node a service may use: chance for tokens, and pauses. */
const SERVICE_CORE = '^(node:)?(crypto|timers/promises)$';

/** The client library of each outside system. A system that is not named here has none. */
const CLIENT_LIBRARIES = {
  inspection: ['sharp', 'pdf-lib'],
  'media-type': ['file-type'],
  oidc: ['openid-client', 'zod'],
  table: ['csv-parse', 'saxes', 'yauzl'],
  typst: ['@myriaddreamin/typst-ts-node-compiler'],
  xroad: ['fast-xml-parser', 'zod'],
} as const;

/** The libraries the simulators are built with. */
const SIMULATOR_LIBRARIES = ['oidc-provider', 'fast-xml-parser', 'zod'] as const;

/** The libraries a page may use on the server that draws it. */
const PAGE_LIBRARIES = ['svelte', '@sveltejs/kit', 'intl-messageformat', 'qrcode-generator'] as const;

/** The libraries of the door: what turns HTTP into calls. */
const HTTP_LIBRARIES = ['fastify', '@fastify/[^/]+', 'compression', 'zod'] as const;

/** Every import rule of the house (docs/architecture.md), for dependency-cruiser. */
export function roomRules(): IForbiddenRuleType[] {
  return [
    ...ROOMS.flatMap(rulesOf),
    ...adapterRules(),
    ...PROHIBITIONS.map((rule): IForbiddenRuleType => ({ severity: 'error', ...rule })),
  ];
}

const ROOMS: readonly Room[] = [
  {
    name: 'domain-imports-domain',
    why: 'The law is pure: no I/O, no clock, no npm.',
    from: DOMAIN,
    except: `${TEST}|/input\\.ts$|/policy/packs/`,
    values: [DOMAIN],
  },
  {
    name: 'input-imports-domain-and-zod',
    why: 'input.ts says what may be sent in; it is the only file of the domain with Zod.',
    from: '^src/domain/.+/input\\.ts$',
    values: [DOMAIN, npm('zod')],
  },
  {
    name: 'packs-import-types',
    why: 'A pack is data: JSON in TypeScript clothes.',
    from: '^src/domain/policy/packs/',
    except: TEST,
    values: ['^$'],
    types: [DOMAIN],
  },
  {
    name: 'service-rooms',
    why: 'A service knows the law, its own store, jobs, the journal, the campaign’s hours and how to open a transaction; the database, another service, chance and the world come as arguments from compose.',
    from: `${SERVER}([^/]+)/${SERVICE}`,
    except: TEST,
    values: [
      DOMAIN,
      `${SERVER}$1/(service|store|jobs)`,
      `${SERVER}(jobs|clock|ages|ports|db/transaction)\\.ts$`,
      `${SERVER}journal/`,
      SERVICE_CORE,
    ],
    types: [`${SERVER}db/`, `${SERVER}[^/]+/${SERVICE}`],
  },
  {
    name: 'api-rooms',
    why: 'An API file knows what may be sent in, the door and the shape of its services: no SQL.',
    from: `${SERVER}([^/]+)/api(\\.ts$|-[^/]+\\.ts$|/)`,
    except: TEST,
    values: ['^src/domain/(.+/input\\.ts$|core/)', `${SERVER}http/`, `${SERVER}$1/api`, ...HTTP_LIBRARIES.map(npm)],
    types: [DOMAIN, '^(node:)?http$', `${SERVER}[^/]+/${SERVICE}`],
  },
  {
    name: 'pages-rooms',
    why: 'A page knows the law and the library of the counter; of the server only its types.',
    from: '^src/(routes|lib)/',
    except: TEST,
    values: [DOMAIN, '^src/(lib|routes)/', '^messages/', '^\\$(app|env|service-worker)', '\\$types', ...PAGE_LIBRARIES.map(npm)],
    types: [SERVER],
  },
  {
    name: 'hooks-import-bridge',
    why: 'The hook carries session, language and request id over the bridge; nothing else.',
    from: '^src/hooks\\.server\\.ts$',
    values: [`${SERVER}bridge\\.ts$`, DOMAIN, '^src/lib/', npm('@sveltejs/kit')],
    types: [SERVER],
  },
  {
    name: 'simulators-rooms',
    why: 'A simulator is another state’s system: of us it knows the words, and how an act prints houses.',
    from: '^simulators/',
    except: TEST,
    values: ['^simulators/', '^src/domain/(core|catchment)/', ...SIMULATOR_LIBRARIES.map(npm)],
    types: [`${SERVER}ports\\.ts$`],
    nodeCore: true,
  },
  {
    name: 'cli-rooms',
    why: 'The command line speaks to the office, the tools and the people made up for the demo; of the windows it opens the one to files.',
    from: '^src/cli/',
    except: TEST,
    values: [
      DOMAIN,
      SERVER,
      '^src/cli/',
      '^src/adapters/table/',
      '^tools/',
      '^simulators/population/',
      ...['commander', 'csv-parse', 'pg'].map(npm),
    ],
    nodeCore: true,
  },
  {
    name: 'tools-rooms',
    why: 'Tools build and start the house; inside they know the database, the configuration and, to check texts, the words of the laws.',
    from: '^tools/',
    except: TEST,
    values: [
      '^tools/',
      '^simulators/population/',
      '^src/domain/policy/words\\.ts$',
      `${SERVER}(db/|config\\.ts$)`,
      '^(?!src/|simulators/|bench/|test/)',
    ],
    nodeCore: true,
  },
];

const PROHIBITIONS: readonly Prohibition[] = [
  {
    name: 'only-registry-imports-packs',
    comment: 'The registry is the one door to the packs.',
    from: { pathNot: '^src/domain/policy/registry\\.ts$' },
    to: { path: '^src/domain/policy/packs/' },
  },
  {
    name: 'store-is-private',
    comment: 'SQL of a module is written and called inside that module.',
    from: { path: `${SERVER}([^/]+)/` },
    to: { path: MODULE_STORE, pathNot: `${SERVER}$1/` },
  },
  {
    name: 'store-stays-in-the-office',
    comment: 'Nobody outside the modules touches a store.',
    from: { pathNot: `${SERVER}[^/]+/` },
    to: { path: MODULE_STORE },
  },
  {
    name: 'only-compose-picks-adapters',
    comment: 'Nothing inside knows which window is open.',
    from: { pathNot: `${SERVER}compose\\.ts$|^src/adapters/|^src/cli/|${TEST}|^(test|bench)/` },
    to: { path: '^src/adapters/' },
  },
  {
    name: 'office-knows-no-counter',
    comment: 'The server serves pages; it does not know them.',
    from: { path: '^src/(server|adapters|cli)/', pathNot: TEST },
    to: { path: '^src/(routes|lib)/|^src/hooks', pathNot: '^src/lib/messages\\.ts$' },
  },
  {
    name: 'house-stands-without-its-workshop',
    comment: 'What runs in production imports no tool, simulator, bench or test.',
    from: { path: '^src/', pathNot: `${TEST}|^src/cli/` },
    to: { path: '^(tools|simulators|bench|test)/' },
  },
  { name: 'no-cycles', comment: 'A floor stands on the one below.', from: {}, to: { circular: true } },
  {
    name: 'no-index',
    comment: 'A file is named after its thought.',
    from: { pathNot: 'node_modules' },
    to: { path: '(^|/)index\\.(ts|js|mjs|svelte)$', pathNot: 'node_modules' },
  },
];

/** Adapters: ports, the words of the domain, their own folder and their own client library. */
function adapterRules(): IForbiddenRuleType[] {
  const known = Object.keys(CLIENT_LIBRARIES);
  const base = ['^src/adapters/$1/', '^src/server/ports\\.ts$', '^src/domain/core/'];
  const why = 'An adapter speaks another system’s language with one client library, and knows of us the ports and the words.';
  const named = Object.entries(CLIENT_LIBRARIES).map(([system, libraries]) => ({
    name: `adapter-rooms-${system}`,
    why,
    from: `^src/adapters/(${system})/`,
    except: TEST,
    values: [...base, ...libraries.map(npm)],
    nodeCore: true,
  }));
  const others = { name: 'adapter-rooms', why, from: `^src/adapters/([^/]+)/`, except: `${TEST}|^src/adapters/(${known.join('|')})/` };
  return [...named, { ...others, values: base, nodeCore: true }].flatMap(rulesOf);
}

/** A room as one rule (nothing else may be imported) or two (some of it as types only). */
function rulesOf(room: Room): IForbiddenRuleType[] {
  const from = { path: room.from, ...(room.except === undefined ? {} : { pathNot: room.except }) };
  const values = [...room.values];
  const types = [...(room.types ?? [])];
  const core = room.nodeCore === true ? { dependencyTypesNot: ['core' as const] } : {};
  const nothingElse: IForbiddenRuleType = {
    name: room.name,
    comment: room.why,
    severity: 'error',
    from,
    to: { pathNot: [...values, ...types], ...core },
  };
  if (types.length === 0) return [nothingElse];
  const asTypes: IForbiddenRuleType = {
    name: `${room.name}-types-only`,
    comment: room.why,
    severity: 'error',
    from,
    to: { path: types, pathNot: values, dependencyTypesNot: ['type-only'] },
  };
  return [nothingElse, asTypes];
}

/** An npm package as dependency-cruiser names it: resolved into node_modules, or by its bare name when it is not installed. */
function npm(name: string): string {
  return `(^|/)node_modules/(@types/)?${name}/|^${name}(/|$)`;
}

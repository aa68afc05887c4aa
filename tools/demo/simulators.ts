import { readFile, writeFile } from 'node:fs/promises';
import type { PopulationPlan } from '#simulators/population/make-population.ts';
import { planFromWords, planInWords } from '#simulators/population/plan-in-words.ts';
import { freePort } from '../free-port.ts';
import { inData, inProject } from '../project.ts';
import { startSimulator, type Child } from './children.ts';
import type { DemoSecrets } from './demo-secrets.ts';
import type { Stoppers } from './stopping.ts';

/** The simulated systems of the state that run beside the demo. */
export type Simulators = { readonly urls: Readonly<Record<SimulatorName, string>>; readonly children: readonly Child[] };

/** The people of a demo that nobody has seeded otherwise: one seed, so that a persona keeps its PIN from start to start. */
export const demoPopulation = { seed: 1, families: 5000, scale: 'republic' } as const satisfies PopulationPlan;

/** Where the plan of the people lies whom the database was seeded with. */
export const populationFile = (): string => inData('population.json');

/** The people the simulators know: those the database was seeded with. */
export async function seededPopulation(): Promise<PopulationPlan> {
  const words = await readFile(populationFile(), 'utf8').catch(() => '');
  return words === '' ? demoPopulation : planFromWords(words);
}

/** Our client at the identity provider's simulator. */
export const oidcClientId = 'mektep';

type SimulatorName = 'oidc' | 'xroad';

const titles = { oidc: 'identity provider simulator', xroad: 'X-Road simulator' } as const satisfies Record<SimulatorName, string>;

/** Starts them on the ports they had last time where those are free, so that a page left open still works. */
export async function startSimulators(demo: {
  readonly secrets: DemoSecrets;
  readonly origin: string;
  readonly stoppers: Stoppers;
}): Promise<Simulators> {
  const ports = await rememberedPorts();
  const oidc = await start('oidc', ports.oidc, demo);
  const xroad = await start('xroad', ports.xroad, demo);
  const urls = { oidc: oidc.url, xroad: xroad.url };
  await writeFile(inData('ports.json'), JSON.stringify({ oidc: Number(new URL(urls.oidc).port), xroad: Number(new URL(urls.xroad).port) }));
  return { urls, children: [oidc.child, xroad.child] };
}

async function start(
  name: SimulatorName,
  port: number | undefined,
  demo: { readonly secrets: DemoSecrets; readonly origin: string; readonly stoppers: Stoppers },
) {
  const started = await startSimulator({
    name: titles[name],
    args: [inProject('simulators', name, 'main.ts')],
    output: 'file',
    env: {
      PORT: String(await freePort(port)),
      POPULATION_PLAN: planInWords(await seededPopulation()),
      OIDC_CLIENT_ID: oidcClientId,
      OIDC_CLIENT_SECRET: demo.secrets.oidcClientSecret,
      OIDC_REDIRECT_URIS: `${demo.origin}/auth/callback`,
      OIDC_POST_LOGOUT_REDIRECT_URIS: `${demo.origin}/`,
    },
  });
  demo.stoppers.push(started.child.stop);
  return started;
}

async function rememberedPorts(): Promise<Readonly<Partial<Record<SimulatorName, number>>>> {
  const kept: unknown = JSON.parse(await readFile(inData('ports.json'), 'utf8').catch(() => 'null'));
  if (typeof kept !== 'object' || kept === null) return {};
  const port = (name: SimulatorName) => (name in kept ? Number((kept as Record<string, unknown>)[name]) || undefined : undefined);
  const [oidc, xroad] = [port('oidc'), port('xroad')];
  return { ...(oidc !== undefined && { oidc }), ...(xroad !== undefined && { xroad }) };
}

import { demoPersonas } from './demo-personas.ts';

/** Prints where the demo is, whom to sign in as, how to reset and how to stop. */
export function welcome(origin: string): void {
  const people = demoPersonas().map(({ pin, title }) => `    ${pin}  ${title.ru}`);
  const lines = ['', `  Mektep runs: ${origin}`, '', '  Sign in as (the simulator of the identity provider offers them too):', ...people];
  process.stdout.write(`${[...lines, '', '  Start afresh:  npm run reset', '  Stop:          Ctrl-C', ''].join('\n')}\n`);
}

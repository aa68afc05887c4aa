/**
 * `npm run faults:clock`: the clock of one process is wrong, by ten seconds, an hour, a day, there and back. libfaketime is not used: the process's
 * own `Date` is moved, which is all that it reads of the machine's clock.
 */
import { openGround, runFault, timed } from './one-fault.ts';

const hour = 3600;

await runFault('clock', async (scene) => {
  const { serve } = await openGround(scene);
  const moved = (seconds: number) => [
    '--import',
    `data:text/javascript,const R=Date;const o=${seconds * 1000};globalThis.Date=class extends R{constructor(...a){a.length===0?super(R.now()+o):super(...a)}static now(){return R.now()+o}}`,
  ];
  let [refused, started] = [0, 0];
  for (const seconds of [hour, -hour, 24 * hour, -24 * hour]) {
    const said = await serve({}, moved(seconds)).then(
      () => 'it started',
      (fault: unknown) => String(fault),
    );
    if (!/clock of this machine is \d+ seconds/.test(said))
      scene.violation(`a clock off by ${seconds} s was not refused: ${said.slice(0, 200)}`);
    else refused += 1;
  }
  for (const seconds of [10, -10]) {
    const server = await serve({}, moved(seconds));
    const { status } = await timed(`${server.origin}/healthz`);
    if (status !== 200) scene.violation(`a clock off by ${seconds} s: /healthz is ${status}`);
    started += 1;
    await server.stop();
  }
  return { refused, started };
});

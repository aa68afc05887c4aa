import assert from 'node:assert/strict';

/** Four times as much may take eight times as long: what grows with the square takes sixteen times. */
const times = 4;
const atMostTimes = 8;
/** Below it the clock of the processor says more about the machine than about the work. */
const toldApartMs = 100;
const tries = 3;

/**
 * Fails where work grows much faster than what it is given. Two sizes are compared on the same machine by the processor's own time, so it is the
 * same on a slow machine and beside others; what looks wrong is measured again.
 */
export function growsWithItsSize(what: string, size: number, work: (size: number) => void): void {
  let seen = '';
  for (let left = tries; left > 0; left -= 1) {
    const large = processorMs(() => work(size));
    if (large < toldApartMs) return;
    const small = processorMs(() => work(Math.floor(size / times)));
    if (large < Math.max(small, toldApartMs) * atMostTimes) return;
    seen = `${Math.round(small)} ms, and ${Math.round(large)} ms for ${times} times as much`;
  }
  assert.fail(`${what}: ${seen}`);
}

function processorMs(work: () => void): number {
  const began = process.cpuUsage();
  work();
  return process.cpuUsage(began).user / 1000;
}

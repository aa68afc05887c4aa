import { readdirSync } from 'node:fs';
import os from 'node:os';

const behind = 10;

/** Lets everybody else on this machine go first. Where priorities are a thread's own, those that clear up memory are asked as well. */
export function giveWay(): void {
  for (const thread of threads()) {
    try {
      os.setPriority(thread, behind);
    } catch {
      // A thread that has ended meanwhile, or a machine without priorities: it is read all the same.
    }
  }
}

/** Ends this process in any case after a while: whoever began it, and would have ended it, may be gone. */
export function endAfter(ms: number): void {
  setTimeout(() => process.exit(1), ms).unref();
}

function threads(): readonly number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [0];
  }
}

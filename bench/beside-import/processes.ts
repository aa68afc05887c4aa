import { readdirSync, readFileSync } from 'node:fs';

const megabyte = 1024;

/** What a process holds now, in megabytes; 0 when it is gone. */
export function heldMb(pid: number, what: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  try {
    return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / megabyte;
  } catch {
    return 0;
  }
}

/** Watches the processes that another one begins to read files: the most one of them held. */
export function watchReaders(parent: number): { peakMb(): number; stop(): void } {
  let peak = 0;
  const timer = setInterval(() => {
    for (const pid of readersOf(parent)) peak = Math.max(peak, heldMb(pid, 'VmHWM'));
  }, 50);
  return { peakMb: () => Math.round(peak), stop: () => clearInterval(timer) };
}

function readersOf(parent: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const isOwn = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) === parent;
      return isOwn && /head-program|read-boundary-file/.test(readFileSync(`/proc/${name}/cmdline`, 'utf8')) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

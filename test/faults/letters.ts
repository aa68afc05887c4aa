import { setTimeout as pause } from 'node:timers/promises';
import { sendClaim } from '#test/support/claims.ts';

/** What a key was finally answered, and how it came to it. */
export type Final = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** When the sender first did not know, on the command's own clock; `null` when the first answer was final. */
  readonly unknownSinceMs: number | null;
  readonly atMs: number;
};

/** `door`: at which of the open doors it is first handed in; any, where it does not say. */
export type Letter = { readonly key: string; readonly token: string; readonly body: object; readonly door?: number };

export type Sender = {
  /** The doors that are open now. */
  readonly doors: () => readonly string[];
  readonly choose: (doors: readonly string[]) => string;
  readonly pauseMs: () => number;
};

const patienceMs = 4_000;
const giveUpMs = 120_000;

/** Sends a claim, to whatever door is open, with the same key until there is a final answer; `null` when none came in two minutes. */
export async function sendUntilFinal(sender: Sender, letter: Letter): Promise<Final | null> {
  const began = performance.now();
  let unknownSinceMs: number | null = null;
  while (performance.now() - began < giveUpMs) {
    const doors = sender.doors();
    const first = unknownSinceMs === null && letter.door !== undefined ? doors[letter.door % doors.length] : undefined;
    const reply = doors.length === 0 ? null : await sendOnce(first ?? sender.choose(doors), letter);
    if (reply !== null && !passes(reply.status)) return { ...reply, unknownSinceMs, atMs: performance.now() };
    unknownSinceMs ??= performance.now();
    await pause(sender.pauseMs());
  }
  return null;
}

/** Not open yet, busy, not known yet, a fault: come again. */
function passes(status: number): boolean {
  return status === 425 || status === 429 || status >= 500;
}

async function sendOnce(
  origin: string,
  { key, token, body }: Letter,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> } | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null).unref());
  const reply = await Promise.race([sendClaim(origin, { token, body, headers: { 'idempotency-key': key } }).catch(() => null), late]);
  return reply === null ? null : { status: reply.status, body: reply.body as Readonly<Record<string, unknown>> };
}

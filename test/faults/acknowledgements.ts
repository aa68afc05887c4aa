import { canonical } from '#server/journal/entry.ts';
import type { Final, Letter } from './letters.ts';

/** An answer a family was given, to be found in the database. */
export type Acknowledged = { readonly key: string; readonly number: number; readonly outcome: string; readonly pool: number | null };

/** Everything the crowd was told, and what was wrong with it. */
export type Acknowledgements = {
  note(letter: Letter, final: Final | null): void;
  /** The answer to the same key with another body. */
  noteOther(letter: Letter, final: Final | null): void;
  /** What was acknowledged since the last time. */
  fresh(): readonly Acknowledged[];
  count(): number;
  /** How long each answer took that was not known at first, with when it began. */
  readonly recoveries: { readonly sinceMs: number; readonly tookMs: number }[];
  readonly wrong: Wrong[];
};

/** Something that must never happen. */
export type Wrong = { readonly kind: 'lost' | 'doubled' | 'oversold' | 'outOfOrder' | 'other'; readonly what: string };

const unknownAtMostMs = 60_000;

/** Keeps the first answer to every key and compares each later one with it. I1, I5, I9. */
export function openAcknowledgements(): Acknowledgements {
  const answers = new Map<string, string>();
  const wrong: Wrong[] = [];
  const recoveries: { readonly sinceMs: number; readonly tookMs: number }[] = [];
  let fresh: Acknowledged[] = [];

  function timed(letter: Letter, final: Final | null): final is Final {
    if (final === null) {
      wrong.push({ kind: 'other', what: `I9 key ${letter.key} never got a final answer` });
      return false;
    }
    if (final.unknownSinceMs !== null) {
      const tookMs = final.atMs - final.unknownSinceMs;
      recoveries.push({ sinceMs: final.unknownSinceMs, tookMs });
      if (tookMs > unknownAtMostMs) wrong.push({ kind: 'other', what: `I9 key ${letter.key} was unknown for ${Math.round(tookMs)} ms` });
    }
    return true;
  }

  return {
    recoveries,
    wrong,
    count: () => answers.size,
    fresh: () => {
      const given = fresh;
      fresh = [];
      return given;
    },
    note(letter, final) {
      if (!timed(letter, final)) return;
      const { number, outcome, pool } = final.body as {
        readonly number?: number;
        readonly outcome?: string;
        readonly pool?: number | null;
      };
      if (typeof number !== 'number' || typeof outcome !== 'string') {
        wrong.push({ kind: 'other', what: `key ${letter.key} was answered ${final.status} ${String(final.body['type'])}` });
        return;
      }
      const text = canonical(final.body);
      const before = answers.get(letter.key);
      if (before === undefined) {
        answers.set(letter.key, text);
        fresh.push({ key: letter.key, number, outcome, pool: pool ?? null });
      } else if (before !== text) wrong.push({ kind: 'doubled', what: `I5 key ${letter.key} was answered twice: ${before} and ${text}` });
    },
    noteOther(letter, final) {
      if (!timed(letter, final)) return;
      const first = answers.get(letter.key);
      const told = final.body['answer'] as { readonly number?: number } | undefined;
      const number = first === undefined ? null : (JSON.parse(first) as { readonly number: number }).number;
      if (final.status !== 422 || final.body['type'] !== 'urn:mektep:draft_reused' || told?.number !== number)
        wrong.push({
          kind: 'doubled',
          what: `I5 key ${letter.key} with another body was answered ${final.status} ${JSON.stringify(final.body)}`,
        });
    },
  };
}

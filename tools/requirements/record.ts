import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TestResult } from '#tools/requirements/proof.ts';
import { Trouble } from '#tools/trouble.ts';

const recordSchema = z.array(z.object({ name: z.string(), file: z.string(), status: z.enum(['ok', 'failed', 'skipped', 'todo']) }));

/** The record `npm test` left: one entry a test. Throws {@link Trouble} when it cannot be read. */
export function readRecord(path: string): readonly TestResult[] {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Trouble('The record of the last tests cannot be read: run `npm test` again.');
  }
}

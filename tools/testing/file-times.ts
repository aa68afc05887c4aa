import path from 'node:path';
import { project } from '../project.ts';
import type { FileTime, TestEvent } from '../test-record.ts';

/** A reporter of `node --test`, which demands a default export: how long each file took, the slowest first. */
export default async function* fileTimes(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const times: FileTime[] = [];
  for await (const { type, data } of source) {
    if (type !== 'test:summary') continue;
    const { file, duration_ms: took } = data as { readonly file?: string; readonly duration_ms: number };
    if (file !== undefined) times.push({ file: path.relative(project, file), durationMs: Math.round(took) });
  }
  yield `${JSON.stringify(
    times.toSorted((a, b) => b.durationMs - a.durationMs),
    null,
    1,
  )}\n`;
}

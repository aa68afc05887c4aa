import { createHash } from 'node:crypto';
import { addJobsOnce } from './db/add-jobs.ts';
import type { Database } from './db/connect.ts';
import { canonical } from './journal/entry.ts';
import type { TaskList } from './jobs.ts';

/**
 * The tasks of several modules. An event that several of them listen to is handed on to a task of each, all in one statement: what one of them does
 * is neither undone nor done again when another fails. Handed on twice, each is done once as long as it waits.
 */
export function tasksOf(database: Database, modules: Readonly<Record<string, TaskList>>): TaskList {
  const all = Object.entries(modules).flatMap(([module, tasks]) => Object.entries(tasks).map(([name, task]) => ({ module, name, task })));
  const tasks = [...Map.groupBy(all, ({ name }) => name)].flatMap(([name, listeners]) => {
    if (listeners.length === 1) return listeners.map(({ task }) => [name, task] as const);
    const own = listeners.map(({ module, task }) => [`${name}.${module}`, task] as const);
    const names = own.map(([task]) => task);
    return [[name, (payload: unknown) => handOn(database, names, payload)] as const, ...own];
  });
  return Object.fromEntries(tasks);
}

async function handOn(database: Database, tasks: readonly string[], payload: unknown): Promise<void> {
  const text = canonical(payload);
  const key = createHash('sha256').update(text).digest('hex');
  await addJobsOnce(database, tasks, { text, key });
}

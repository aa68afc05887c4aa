import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { markOf, signal, waitUntilGone, type ProcessMark } from '../process-life.ts';
import { inData, project } from '../project.ts';
import { Trouble } from '../trouble.ts';

/** A process that belongs to the demo. */
export type Child = {
  readonly name: string;
  readonly mark: ProcessMark | null;
  /** Resolves with a sentence when it ends, whoever ended it. */
  readonly ended: Promise<string>;
  /** Ends it and those it started: asked first, made to after `patienceMs`. */
  stop(patienceMs?: number): Promise<void>;
};

export type ChildPlan = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `own`: what it says is shown to the person; `file`: it goes to `.data/logs/<name>.log`. */
  readonly output: 'own' | 'file';
};

const usualPatienceMs = 10_000;
const readyTimeoutMs = 60_000;

/** Starts Node on a program of ours, in a process group of its own, so that the demo decides the order in which all stop. */
export async function startChild(plan: ChildPlan): Promise<Child> {
  const process_ = await launch(plan);
  return toChild(plan.name, process_);
}

/** Starts a simulator and waits for its line `ready http://127.0.0.1:PORT`; answers with that address. */
export async function startSimulator(plan: ChildPlan): Promise<{ readonly child: Child; readonly url: string }> {
  const process_ = await launch(plan);
  const child = toChild(plan.name, process_);
  const timeout = AbortSignal.timeout(readyTimeoutMs);
  const ready = new Promise<string>((resolve, reject) => {
    timeout.addEventListener('abort', () =>
      reject(new Trouble(`The ${plan.name} did not become ready in a minute; what it said: ${logOf(plan.name)}`)),
    );
    void child.ended.then((how) => reject(new Trouble(`${how} before it was ready; what it said: ${logOf(plan.name)}`)));
    if (process_.stdout === null) return;
    createInterface({ input: process_.stdout }).on('line', (line) => {
      const url = /^ready (http:\/\/\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  try {
    return { child, url: await ready };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** Runs a program to its end; trouble when it fails or `abort` fires. `quiet` shows its words only on failure. */
export async function runToEnd(what: string, args: readonly string[], options: RunOptions): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.quiet ? 'pipe' : 2, options.quiet ? 'pipe' : 2],
    detached: true,
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const onAbort = () => signal(child.pid ?? 0, 'SIGKILL', 'group');
  options.abort?.addEventListener('abort', onAbort, { once: true });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  options.abort?.removeEventListener('abort', onAbort);
  options.abort?.throwIfAborted();
  if (code !== 0) throw new Trouble(`${what} failed${options.quiet ? `; it said:\n${said.join('').trim()}` : ', its words are above'}`);
}

export type RunOptions = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly abort?: AbortSignal;
  readonly quiet: boolean;
};

async function launch(plan: ChildPlan): Promise<ChildProcess> {
  const child = spawn(process.execPath, plan.args, {
    cwd: project,
    env: { ...process.env, ...plan.env },
    detached: true,
    stdio: plan.output === 'own' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  if (plan.output === 'file') await keepOutput(child, plan.name);
  return child;
}

async function keepOutput(child: ChildProcess, name: string): Promise<void> {
  const file = logOf(name);
  await mkdir(path.dirname(file), { recursive: true });
  const log = createWriteStream(file, { mode: 0o600 });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once('close', () => log.end());
}

function toChild(name: string, child: ChildProcess): Child {
  const pid = child.pid;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`The ${name} could not be started (${error.message})`));
    child.once('exit', (code, by) => resolve(`The ${name} ended ${by === null ? `with code ${code}` : `by ${by}`}`));
  });
  return {
    name,
    mark: pid === undefined ? null : markOf(pid),
    ended,
    async stop(patienceMs) {
      if (pid !== undefined) await stopGroup(pid, patienceMs);
    },
  };
}

/** Ends a process and those it started: asked first, made to after `patienceMs`. */
export async function stopGroup(pid: number, patienceMs = usualPatienceMs): Promise<void> {
  signal(pid, 'SIGTERM', 'group');
  if (!(await waitUntilGone(pid, patienceMs))) signal(pid, 'SIGKILL', 'group');
  await waitUntilGone(pid, 2_000);
  signal(pid, 'SIGKILL', 'group');
}

function logOf(name: string): string {
  return inData('logs', `${name.replaceAll(' ', '-')}.log`);
}

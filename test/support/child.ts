import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';

const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));

export interface ChildOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Output goes to the end of this file. */
  readonly log: string;
  /** What the child gets when this process dies in whatever way; KILL unless told. */
  readonly deathSignal?: 'KILL' | 'TERM' | 'QUIT' | 'INT';
  /** The user to run as; needs root. */
  readonly user?: string;
}

export interface Child {
  readonly pid: number;
  readonly running: boolean;
  /** Resolves once it has ended, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Asks it to end, waits, and kills it when it has not ended in time (30 s). */
  stop(signal?: NodeJS.Signals, limitMs?: number): Promise<number | NodeJS.Signals>;
}

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/**
 * Starts a program that cannot outlive this process: the kernel signals it when we die, even of SIGKILL. Where `setpriv`
 * is missing, only an orderly end of this process ends it.
 */
export function startChild({ file, args, cwd, env, log, deathSignal = 'KILL', user }: ChildOptions): Child {
  if (user && SETPRIV === undefined)
    throw new Error('To run a program as another user, setpriv (util-linux) is needed.');
  const guard = [
    ...(user ? [`--reuid=${user}`, `--regid=${user}`, '--init-groups'] : []),
    '--pdeathsig',
    deathSignal,
    '--',
    file,
  ];
  const out = openSync(log, 'a');
  const child = spawn(SETPRIV ?? file, SETPRIV ? [...guard, ...args] : args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  alive.add(child);
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      alive.delete(child);
      resolve(signal ?? code ?? 0);
    });
  });
  ended.catch(() => alive.delete(child));
  return {
    get pid() {
      if (child.pid === undefined) throw new Error(`${file} was not started`);
      return child.pid;
    },
    get running() {
      return alive.has(child);
    },
    ended,
    async stop(signal = 'SIGTERM', limitMs = 30_000) {
      if (alive.has(child)) child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), limitMs);
      try {
        return await ended;
      } finally {
        clearTimeout(late);
      }
    },
  };
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { launch, NO_NODE, ROOT } from '../../scripts/launch.mjs';
import { type Child, startChild } from './child.ts';
import { crashBuild } from './crash-build.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import type { TestMail } from './mail.ts';
import type { TestSynapse } from './synapse.ts';

export interface PorterOptions {
  /** Left out with `mail`: no door; the minimal configuration has nothing but `operations`. */
  readonly synapse?: TestSynapse;
  readonly mail?: TestMail;
  /** Merged into the minimal configuration, objects by key, everything else replaced; undefined leaves a key out. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What runs: the sources (the default) or a copy of them, the second build, which has the crash points, or a release's `main.js`. */
  readonly program?: 'source' | 'crash-build' | { readonly release: string } | { readonly copy: string };
  readonly env?: Readonly<Record<string, string>>;
  /** Free ports unless told. */
  readonly ports?: { readonly site: number; readonly operations: number };
  /** false: only made, `start()` starts it. */
  readonly start?: boolean;
}

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [key: string]: unknown;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Porter as its own process, with a configuration, a folder and ports that it keeps over restarts. */
export interface PorterProcess extends AsyncDisposable {
  readonly dir: string;
  readonly configFile: string;
  /** The public pages, e.g. `http://127.0.0.1:40001`. */
  readonly site: string;
  readonly operations: string;
  readonly sitePort: number;
  readonly appservicePort: number;
  readonly pid: number;
  readonly running: boolean;
  /**
   * Starts it and aims Synapse's relay, if any, at it. `alive`: waits until `/healthz` answers (the default); `ready`:
   * until `/readyz` answers 200; `nothing`: does not wait. Rejects with the end of its output when it ends meanwhile.
   */
  start(options?: {
    readonly wait?: 'alive' | 'ready' | 'nothing';
    readonly env?: Readonly<Record<string, string>>;
    /** Further options of `serve`, for this start alone. */
    readonly args?: readonly string[];
  }): Promise<void>;
  /** Sends TERM unless told, and resolves with the exit code or the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Resolves when it has ended by itself. */
  ended(): Promise<number | NodeJS.Signals>;
  ready(timeoutMs?: number): Promise<void>;
  /** Runs another command beside it, e.g. `run('outbox', 'list', '--json')`; `--config` is added. */
  run(...args: readonly string[]): Promise<CommandResult>;
  /** Replaces keys of the configuration on disk; counts from the next start. */
  configure(change: Readonly<Record<string, unknown>>): Promise<void>;
  /** All it wrote on stdout and stderr, over all starts. */
  output(): Promise<string>;
  /** Its log lines since the last start, for what an earlier one said answers nothing; what is none is left out. */
  logs(): Promise<readonly LogLine[]>;
  waitForLog(fits: (line: LogLine) => boolean, timeoutMs?: number): Promise<LogLine>;
}

/** Milliseconds. Looks of Porter at what it needs lie up to a minute apart. */
const PATIENCE = 120_000;

type Section = Readonly<Record<string, unknown>>;

/** A key file as `porter init` writes it: `<id> <key>`, the key 32 bytes in base64url. */
function makeKeyFile(): string {
  return `k1 ${randomBytes(32).toString('base64url')}\n`;
}

function mergeConfig(base: Section, change: Section): Section {
  const isSection = (value: unknown): value is Section =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const old = merged[key];
    if (value === undefined) delete merged[key];
    else merged[key] = isSection(old) && isSection(value) ? mergeConfig(old, value) : value;
  }
  return merged;
}

export async function startPorter(options: PorterOptions): Promise<PorterProcess> {
  const { synapse, mail } = options;
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-process-'));
  const appservicePort = await freePort();
  const sitePort = options.ports?.site ?? (await freePort());
  const operationsPort = options.ports?.operations ?? (await freePort());
  const configFile = path.join(dir, 'config.yaml');
  const log = path.join(dir, 'output.log');
  const site = `http://127.0.0.1:${sitePort}`;
  const operations = `http://127.0.0.1:${operationsPort}`;
  await writeFile(path.join(dir, 'porter.key'), makeKeyFile(), { mode: 0o600 });
  await writeFile(log, '');

  const doorless: Section = { operations: { listen: `127.0.0.1:${operationsPort}` } };
  const minimal: Section | undefined = synapse &&
    mail && {
      homeserver: { url: synapse.url, serverName: synapse.serverName },
      appservice: { registration: synapse.registrationFile, listen: `127.0.0.1:${appservicePort}` },
      storage: { sqlite: path.join(dir, 'porter.db') },
      secrets: { key: { file: path.join(dir, 'porter.key') } },
      mail: { from: 'Porter <porter@porter.test>', smtp: mail.url },
      site: { listen: `127.0.0.1:${sitePort}`, publicUrl: site },
      registration: { room: '#team:porter.test', approvals: 1, declines: 1 },
      accounts: { store: 'synapse' },
      ...doorless,
    };
  let config = mergeConfig(minimal ?? doorless, options.config ?? {});
  const write = (): Promise<void> => writeFile(configFile, JSON.stringify(config, null, 2), { mode: 0o600 });
  await write();

  const { program: chosen } = options;
  const release = typeof chosen === 'object' && 'release' in chosen ? chosen.release : undefined;
  const sources = typeof chosen === 'object' && 'copy' in chosen ? chosen.copy : ROOT;
  const program = release ?? (chosen === 'crash-build' ? await crashBuild() : path.join(sources, 'src', 'main.ts'));
  const command = (
    args: readonly string[],
  ): { file: string; args: string[]; env: Record<string, string | undefined> } => {
    const launched = launch([program, ...args, '--config', configFile]);
    if (launched === undefined) throw new Error(NO_NODE);
    // A release runs as it is installed, without the loader and without what was compiled before.
    if (release !== undefined) launched.args.splice(0, launched.args.indexOf(program));
    const env = release === undefined ? launched.env : { ...launched.env, NODE_COMPILE_CACHE: undefined };
    return { ...launched, env: { ...env, ...options.env } };
  };
  const status = async (url: string): Promise<number> => {
    const answer = await request(url, { headersTimeout: 5_000, reset: true });
    await answer.body.dump();
    return answer.statusCode;
  };
  const lastLines = async (): Promise<string> =>
    (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-25).join('\n');
  const waitFor = (what: string, limit: number): Promise<true> =>
    eventually(
      async () => {
        if (!child?.running) return 'ended';
        return (await status(`${operations}${what}`)) === 200;
      },
      { timeoutMs: limit, what: `${what} of Porter` },
    ).then(
      async (answer) => {
        if (answer !== true) throw new Error(`Porter ended while starting.\n${await lastLines()}`);
        return true as const;
      },
      async (cause: unknown) => {
        throw new Error(`Porter's ${what} did not become 200.\n${await lastLines()}`, { cause });
      },
    );
  let child: Child | undefined;
  let saidBefore = 0;

  const porter: PorterProcess = {
    dir,
    configFile,
    site,
    operations,
    sitePort,
    appservicePort,
    get pid() {
      if (child === undefined) throw new Error('Porter was never started');
      return child.pid;
    },
    get running() {
      return child?.running ?? false;
    },
    async start({ wait = 'alive', env = {}, args: more = [] } = {}) {
      if (child?.running) throw new Error('Porter runs already');
      const { file, args, env: inherited } = command(['serve', ...more]);
      saidBefore = (await porter.output()).length;
      child = startChild({ file, args, cwd: dir, env: { ...inherited, ...env }, log });
      synapse?.relay.aim(appservicePort);
      if (wait !== 'nothing') await waitFor(wait === 'ready' ? '/readyz' : '/healthz', PATIENCE);
    },
    async stop(signal = 'SIGTERM') {
      return child ? child.stop(signal, 60_000) : 0;
    },
    async kill() {
      await child?.stop('SIGKILL');
    },
    async ended() {
      return child ? child.ended : 0;
    },
    async ready(timeoutMs = PATIENCE) {
      await waitFor('/readyz', timeoutMs);
    },
    run(...args) {
      const { file, args: all, env } = command(args);
      return new Promise((resolve) => {
        execFile(file, all, { cwd: dir, env, timeout: 120_000, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
          appendFileSync(log, `${stdout}${stderr}`);
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
        });
      });
    },
    async configure(change) {
      config = mergeConfig(config, change);
      await write();
    },
    output: () => readFile(log, 'utf8'),
    async logs() {
      const lines = (await porter.output())
        .slice(saidBefore)
        .split('\n')
        .filter((line) => line.startsWith('{'));
      return lines.flatMap((line) => {
        try {
          const said = JSON.parse(line) as Partial<LogLine>;
          // What a command beside it answers is no log line.
          return typeof said.msg === 'string' && typeof said.level === 'string' ? [said as LogLine] : [];
        } catch {
          return [];
        }
      });
    },
    waitForLog: (fits, timeoutMs = 20_000) =>
      eventually(async () => (await porter.logs()).find(fits), {
        timeoutMs,
        what: `a log line that fits ${fits.toString()}`,
      }),
    async [Symbol.asyncDispose]() {
      await porter.stop('SIGTERM');
      await keepForScan(log);
      await rm(dir, { recursive: true, force: true });
    },
  };
  if (options.start !== false) await porter.start();
  return porter;
}

/** The whole test run keeps what its children said in one file, which is searched for secrets at its end. */
async function keepForScan(log: string): Promise<void> {
  const file = process.env['PORTER_TEST_OUTPUT'];
  if (file !== undefined) appendFileSync(file, await readFile(log, 'utf8'));
}

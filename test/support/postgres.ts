import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Child, startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { getPart } from './needs.ts';
import { giveTo } from './own-user.ts';

/** The Debian package makes this user; PostgreSQL refuses to run as root. */
const OWN_USER = 'postgres';

export interface PostgresOptions {
  /** Flushes to disk as in production; off unless told: commits survive a crash of the server, not of the machine. */
  readonly durable?: boolean;
  /** Settings by name, e.g. `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A real PostgreSQL of its own, on loopback, on a free port that it keeps over restarts. */
export interface TestPostgres extends PostgresPlace, AsyncDisposable {
  /** The URL of an empty database of that name, or of a new one. */
  freshDatabase(): Promise<string>;
  start(): Promise<void>;
  /** SIGINT, the fast shutdown, unless told. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** SIGQUIT: ends without a checkpoint, as a crash does; the next start recovers. */
  kill(): Promise<void>;
}

export async function startPostgres({ durable = false, settings = {} }: PostgresOptions = {}): Promise<TestPostgres> {
  const programs = getPart('postgres');
  const user = process.getuid?.() === 0 ? OWN_USER : undefined;
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-postgres-'));
  const password = `canary-postgres-${randomBytes(12).toString('hex')}`;
  await writeFile(path.join(dir, 'password'), password, { mode: 0o600 });
  if (user) await giveTo(user, dir, path.join(dir, 'password'));
  const data = path.join(dir, 'data');
  const log = path.join(dir, 'output.log');

  const initdb = startChild({
    file: path.join(programs, 'initdb'),
    args: [
      '-D',
      data,
      '-U',
      'porter',
      `--pwfile=${dir}/password`,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '-N',
    ],
    cwd: dir,
    log,
    ...(user ? { user } : {}),
  });
  if ((await initdb.ended) !== 0) throw new Error(`initdb failed.\n${await lastLines(log)}`);

  const port = await freePort();
  const urlOf = (database: string): string => urlOfDatabase({ port, password }, database);
  const options = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  let child: Child | undefined;

  const postgres: TestPostgres = {
    port,
    password,
    freshDatabase: () => makeDatabase(postgres),
    async start() {
      if (child?.running) return;
      const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      child = startChild({
        file: path.join(programs, 'postgres'),
        args: ['-D', data, ...args],
        cwd: dir,
        log,
        // Its own way to end at once, helpers included.
        deathSignal: 'QUIT',
        ...(user ? { user } : {}),
      });
      await answers(urlOf('postgres'), child, log);
    },
    async stop(signal = 'SIGINT') {
      await child?.stop(signal);
    },
    kill: () => postgres.stop('SIGQUIT'),
    async [Symbol.asyncDispose]() {
      await postgres.kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await postgres.start();
  return postgres;
}

/** A running server, to the user `porter`. */
export interface PostgresPlace {
  readonly port: number;
  readonly password: string;
}

const urlOfDatabase = ({ port, password }: PostgresPlace, database: string): string =>
  `postgres://porter:${password}@127.0.0.1:${port}/${database}`;

/** Makes an empty database on any server of ours, and answers its URL. */
export async function makeDatabase(place: PostgresPlace): Promise<string> {
  const name = `porter_${randomBytes(8).toString('hex')}`;
  // Copied file by file: what would be written to the log first is the larger part of an empty database.
  await query(urlOfDatabase(place, 'postgres'), `CREATE DATABASE ${name} TEMPLATE template0 STRATEGY file_copy`);
  return urlOfDatabase(place, name);
}

/** Removes a database that `makeDatabase` made, with whoever is still connected. */
export async function dropDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  await query(server.href, `DROP DATABASE ${name} WITH (FORCE)`);
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function answers(url: string, child: Child, log: string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end && child.running; ) {
    const ready = await query(url, 'SELECT 1').then(
      () => true,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await child.stop('SIGQUIT');
  throw new Error(`PostgreSQL did not start.\n${await lastLines(log)}`);
}

const lastLines = async (log: string): Promise<string> =>
  (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-15).join('\n');

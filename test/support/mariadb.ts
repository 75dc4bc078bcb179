import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { UNPACKED_HOME } from '../../scripts/parts.mjs';
import { startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { getPart } from './needs.ts';
import { makeServerProcess } from './server-process.ts';

const HOME = path.join(UNPACKED_HOME, 'mariadb');

/** A real MariaDB of its own, on loopback, with the database `bot` of a user of that name, which takes text for latin1 unless told. */
export interface TestMariadb extends AsyncDisposable {
  readonly port: number;
  readonly password: string;
  /** Runs statements as that user. @param charset of the connection */
  run(statements: readonly string[], charset: 'latin1' | 'utf8mb4'): Promise<void>;
}

export async function startMariadb(): Promise<TestMariadb> {
  const file = getPart('mariadb');
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-mariadb-'));
  const data = path.join(dir, 'data');
  await mkdir(path.join(data, 'mysql'), { recursive: true });
  const share = path.join(HOME, 'usr', 'share', 'mysql');
  const env = {
    LD_LIBRARY_PATH: ['usr/lib', 'lib'].map((folder) => path.join(HOME, folder, 'x86_64-linux-gnu')).join(':'),
  };
  const usual = [
    ...['--no-defaults', `--basedir=${path.join(HOME, 'usr')}`, `--datadir=${data}`, `--lc-messages-dir=${share}`],
    ...[`--character-sets-dir=${path.join(share, 'charsets')}`, '--innodb-log-file-size=8M'],
    ...['--innodb-buffer-pool-size=16M', ...(process.getuid?.() === 0 ? ['--user=root'] : [])],
  ];

  const scripts = await Promise.all(
    ['mysql_system_tables.sql', 'mysql_system_tables_data.sql'].map((name) => readFile(path.join(share, name), 'utf8')),
  );
  const setup = path.join(dir, 'setup.sql');
  await writeFile(setup, ['use mysql;', ...scripts].join('\n'));
  const log = path.join(dir, 'setup.log');
  const made = startChild({
    file: '/bin/sh',
    args: ['-c', 'setup=$1; shift; exec "$@" < "$setup"', 'sh', setup, file, ...usual, '--bootstrap'],
    ...{ cwd: dir, env, log },
  });
  if ((await made.ended) !== 0) throw new Error(`MariaDB made no tables\n${await readFile(log, 'utf8')}`);

  const [port, password] = [await freePort(), `canary-mariadb-${randomBytes(12).toString('hex')}`];
  const first = path.join(dir, 'first.sql');
  await writeFile(
    first,
    [
      'create database bot character set latin1;',
      `create user bot@'127.0.0.1' identified by '${password}';`,
      "grant all on bot.* to bot@'127.0.0.1';",
    ].join('\n'),
    { mode: 0o600 },
  );
  const at = [
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    `--socket=${path.join(dir, 'socket')}`,
  ];
  const server = makeServerProcess(dir, [port], { file, env, args: [...usual, ...at, `--init-file=${first}`] });
  await server.start();
  return {
    port,
    password,
    async run(statements, charset) {
      const connection = await createConnection({
        ...{ host: '127.0.0.1', port, user: 'bot', password, database: 'bot', charset: 'utf8mb4' },
      });
      try {
        // The server takes the bytes that follow, which are UTF-8, for this.
        await connection.query(`set names ${charset}`);
        for (const sql of statements) await connection.query(sql);
      } finally {
        await connection.end();
      }
    },
    [Symbol.asyncDispose]: () => server.remove(),
  };
}

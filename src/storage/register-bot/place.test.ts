import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../kernel/secret.ts';
import { parseRegisterBotPlace } from './place.ts';

const login = { user: 'bot', password: new Secret('canary-pass') };
const parse = (uri: string, of: Parameters<typeof parseRegisterBotPlace>[1] = login) =>
  parseRegisterBotPlace(uri, of, (text) => new Secret(text));

test('each kind of address that PHP takes is read', () => {
  assert.deepEqual(parse('sqlite:/srv/bot/db_file.sqlite'), { kind: 'sqlite', path: '/srv/bot/db_file.sqlite' });
  const server = { host: 'db', port: 5433, socket: undefined, database: 'bot', user: 'bot', password: login.password };
  assert.deepEqual(parse('pgsql:host=db;port=5433;dbname=bot'), { kind: 'postgres', ...server });
  assert.deepEqual(parse('pgsql:host=db port=5433 dbname=bot'), { kind: 'postgres', ...server });
  assert.deepEqual(parse('mysql:host=db;port=5433;dbname=bot;charset=utf8'), { kind: 'mysql', ...server });
  const own = parse('pgsql:dbname=bot;user=own;password=a=b');
  assert.ok(typeof own === 'object' && own.kind === 'postgres');
  assert.deepEqual([own.host, own.port, own.user, own.password?.reveal()], ['localhost', undefined, 'own', 'a=b']);
  const socket = parse('mysql:unix_socket=/run/mysqld/mysqld.sock;dbname=bot', {
    user: undefined,
    password: undefined,
  });
  assert.ok(typeof socket === 'object' && socket.kind === 'mysql');
  assert.deepEqual([socket.socket, socket.user], ['/run/mysqld/mysqld.sock', undefined]);
});

test('what is none is told without repeating it', () => {
  for (const uri of ['', 'sqlite:', 'oci:x', 'pgsql:host=db', 'mysql:host=db;port=x;dbname=b', 'sqlite::memory:'])
    assert.equal(typeof parse(uri), 'string', uri);
});

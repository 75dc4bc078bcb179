import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import Database from 'better-sqlite3';
import { MINUTE } from '../../../src/kernel/clock.ts';
import type { Answer, Ask } from '../../support/ask.ts';
import { eventually } from '../../support/eventually.ts';
import {
  NEW_ROOM,
  OLD_ROOM,
  openTestIntake,
  ROOMS_TOKEN,
  ROUTER_TOKEN,
  SLOW_TOKEN,
  type TestIntake,
} from '../../support/intake.ts';

describe('the door for programs that speak to a Matrix homeserver', () => {
  let intake: TestIntake;
  before(async () => {
    intake = await openTestIntake();
  });
  after(() => intake[Symbol.asyncDispose]());

  const as = (token: string): NonNullable<Ask['headers']> => ({ authorization: `Bearer ${token}` });
  const router = as(ROUTER_TOKEN);
  const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
  const call = (method: string, path: string, body?: unknown, headers = router) =>
    intake.send(`/_matrix/${path}`, { method, headers, ...(body === undefined ? {} : { body: text(body) }) });
  const json = ({ body }: Answer) => JSON.parse(body) as Record<string, unknown>;
  const ok = (answer: Answer) => {
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'application/json'], answer.body);
    return json(answer);
  };
  const error = (answer: Answer) => {
    assert.equal(answer.headers['content-type'], 'application/json');
    const { errcode, error: words, event_id } = json(answer);
    assert.ok(typeof words === 'string' && words !== '' && event_id === undefined);
    return [answer.status, errcode];
  };
  const hi = { msgtype: 'm.text', body: 'hi' };
  const put = (
    room: string,
    content: unknown,
    { txn = randomUUID() as string, headers = router, version = 'v3' } = {},
  ) => call('PUT', `client/${version}/rooms/${room}/send/m.room.message/${txn}`, content, headers);
  const kept = async () =>
    (await intake.kept()).map(({ address, title, lines, urgency }) => [
      address,
      ...(title === '' ? [] : [title]),
      ...lines,
      urgency,
    ]);
  const ops = 'ops@example.org';

  test('a message is kept and then answered with an event id, in r0 and v3, by PUT with and POST without an id', async () => {
    for (const version of ['r0', 'v3']) {
      const { event_id: id } = ok(await put('ops', hi, { version }));
      assert.match(String(id), /^\$[\w-]{43}$/);
      assert.deepEqual(await kept(), [[ops, 'hi', 'normal']]);
      const posted = await call('POST', `client/${version}/rooms/ops/send/m.room.message`, hi);
      assert.match(String(ok(posted)['event_id']), /^\$[\w-]{43}$/);
      assert.deepEqual(await kept(), [[ops, 'hi', 'normal']]);
    }
  });

  test('the token stands in the header or in the query', async () => {
    const path = 'client/r0/rooms/ops/send/m.room.message';
    ok(await call('POST', `${path}?access_token=${ROUTER_TOKEN}`, hi, {}));
    assert.deepEqual(await kept(), [[ops, 'hi', 'normal']]);
    assert.deepEqual(error(await call('POST', path, hi, {})), [401, 'M_MISSING_TOKEN']);
    assert.deepEqual(error(await call('POST', `${path}?access_token=`, hi, {})), [401, 'M_MISSING_TOKEN']);
    assert.deepEqual(error(await call('POST', `${path}?access_token=x`, hi, {})), [401, 'M_UNKNOWN_TOKEN']);
    assert.deepEqual(error(await call('POST', path, hi, as('x'))), [401, 'M_UNKNOWN_TOKEN']);
    assert.deepEqual(await kept(), []);
  });

  test('what comes again with the same id is one notification with one event id; the same id with other words is another', async () => {
    const txn = 'EZJnnWN%2FWP8ZJ%2BGvEkpG';
    const first = ok(await put('ops', hi, { txn }));
    assert.deepEqual(ok(await put('ops', hi, { txn })), first);
    assert.deepEqual(ok(await put('%21ops%3Aporter', hi, { txn, version: 'r0' })), first);
    assert.deepEqual(await kept(), [[ops, 'hi', 'normal']]);
    const other = ok(await put('ops', { ...hi, body: 'other' }, { txn }));
    assert.notDeepEqual(other, first);
    assert.notDeepEqual(ok(await put('ops', hi, { txn: 'EZJnnWN' })), first);
    assert.deepEqual(await kept(), [
      [ops, 'other', 'normal'],
      [ops, 'hi', 'normal'],
    ]);
    await intake.clock.advance(11 * MINUTE);
    assert.notDeepEqual(ok(await put('ops', hi, { txn })), first);
    assert.equal((await kept()).length, 1);
  });

  test('another sender or room with the same id is another notification', async () => {
    const [headers, txn] = [as(ROOMS_TOKEN), '0'];
    ok(await put('ops', hi, { txn }));
    ok(await put('ops', hi, { txn, headers }));
    ok(await put('old', hi, { txn, headers }));
    assert.equal((await kept()).length, 3);
  });

  test('a room is a target or a room of one, with and without server, encoded or not; join answers the id to send to', async () => {
    const headers = as(ROOMS_TOKEN);
    const cases = [
      ['%23ops%3Aporter.test', '!ops:porter', ops],
      ['%21ops%3Aporter', '!ops:porter', ops],
      ['ops', '!ops:porter', ops],
      [OLD_ROOM, OLD_ROOM, OLD_ROOM],
      [NEW_ROOM, NEW_ROOM, NEW_ROOM],
      [encodeURIComponent(`${NEW_ROOM}:porter`), `${NEW_ROOM}:porter`, NEW_ROOM],
      [`${NEW_ROOM}:127.0.0.1:8484`, `${NEW_ROOM}:127.0.0.1:8484`, NEW_ROOM],
    ] as const;
    for (const [asked, answered, address] of cases) {
      for (const [path, body] of [
        [`client/v3/join/${asked}`, {}],
        [`client/r0/join/${asked}`, null],
        [`client/r0/rooms/${asked}/join`, ''],
      ] as const) {
        assert.deepEqual(ok(await call('POST', path, body, headers)), { room_id: answered }, path);
      }
      ok(await put(encodeURIComponent(answered), hi, { headers }));
      ok(await put(answered, hi, { headers }));
      assert.deepEqual(await kept(), Array(2).fill([address, 'hi', 'normal']));
    }
    const rooms = ok(await call('GET', 'client/v3/joined_rooms', undefined, headers));
    assert.deepEqual(rooms, { joined_rooms: ['!ops:porter', '!old:porter', '!new:porter'] });
    const alias = await call('GET', 'client/v3/directory/room/%23ops%3Aporter', undefined, headers);
    assert.deepEqual(ok(alias), { room_id: '!ops:porter', servers: ['porter'] });
  });

  test('a room that is none, or none of this sender, is 403 whether it exists or not', async () => {
    const refused: Answer[] = [];
    for (const room of [
      'night',
      '!night:porter',
      OLD_ROOM,
      '!none:porter.test',
      '%23none%3Aporter',
      '%00',
      '%F0%9F%92%A9',
    ]) {
      refused.push(await put(room, hi), await call('POST', `client/v3/join/${room}`, {}));
      refused.push(await call('GET', `client/v3/directory/room/${room}`));
    }
    for (const answer of refused) assert.deepEqual(error(answer), [403, 'M_FORBIDDEN']);
    assert.equal(new Set(refused.map(({ body }) => body)).size, 1);
    assert.deepEqual(await kept(), []);
  });

  test('login takes name and token in each of its forms, and the access token is the intake token', async () => {
    const login = (body: unknown, version = 'v3') => call('POST', `client/${version}/login`, body, {});
    const flows = ok(await call('GET', 'client/r0/login', undefined, {}));
    assert.deepEqual(flows, { flows: [{ type: 'm.login.password' }, { type: 'm.login.token' }] });
    const password = { type: 'm.login.password', password: ROUTER_TOKEN };
    const identifier = { type: 'm.id.user', user: 'router1' };
    const answer = {
      user_id: '@router1:porter',
      access_token: ROUTER_TOKEN,
      home_server: 'porter',
      device_id: 'PORTER',
    };
    for (const body of [
      { ...password, identifier, initial_device_display_name: 'Apprise' },
      { ...password, identifier: { ...identifier, user: '@router1:porter.example' } },
      { ...password, user: 'router1' },
      { ...password, user: '@router1:porter' },
      { type: 'm.login.token', token: ROUTER_TOKEN },
    ]) {
      assert.deepEqual(ok(await login(body)), answer);
      assert.deepEqual(ok(await login({ ...body, device_id: 'MINE' }, 'r0')), { ...answer, device_id: 'MINE' });
    }
    const who = { user_id: '@router1:porter', device_id: 'PORTER', is_guest: false };
    assert.deepEqual(ok(await call('GET', 'client/v3/account/whoami')), who);
    assert.deepEqual(ok(await call('GET', 'client/r0/account/whoami', 'null')), who);
    assert.deepEqual(ok(await call('POST', 'client/v3/logout', {})), {});
    ok(await put('ops', hi));
    await kept();
  });

  test('H14: a login with a wrong name, a wrong token or that of another is refused alike, and nobody registers', async () => {
    const login = (body: unknown) => call('POST', 'client/v3/login', body, {});
    const password = { type: 'm.login.password', user: 'router1' };
    const refused = [
      await login({ ...password, password: 'x' }),
      await login({ ...password, password: '' }),
      await login({ ...password, password: ROOMS_TOKEN }),
      await login({ ...password, user: 'nobody', password: ROUTER_TOKEN }),
      await login({ type: 'm.login.password', password: ROUTER_TOKEN }),
      await login({ type: 'm.login.password', identifier: 1, password: ROUTER_TOKEN }),
      await login({ type: 'm.login.token', token: 'x' }),
    ];
    for (const answer of refused) assert.deepEqual(error(answer), [403, 'M_FORBIDDEN']);
    assert.equal(new Set(refused.map(({ body }) => body)).size, 1);
    const register = await call('POST', 'client/v3/register?kind=user', { username: 'x', password: 'x' }, {});
    assert.deepEqual(error(register), [403, 'M_FORBIDDEN']);
    assert.deepEqual(error(await login({ type: 'm.login.sso' })), [400, 'M_UNKNOWN']);
    for (const body of [password, { ...password, password: 1 }, { type: 'm.login.token', token: null }, [], null]) {
      assert.deepEqual(error(await login(body)).slice(0, 1), [400]);
    }
    assert.deepEqual(error(await login('{')), [400, 'M_NOT_JSON']);
  });

  test('a notice is quiet; mentions and HTML beside the text say nothing', async () => {
    ok(await put('ops', { msgtype: 'm.notice', body: 'hi' }));
    const mentions = { room: true, user_ids: ['@ada:porter.test', 1, { __proto: 1 }] };
    ok(
      await put('ops', { ...hi, 'm.mentions': mentions, format: 'org.matrix.custom.html', formatted_body: '<b>x</b>' }),
    );
    ok(await put('ops', { ...hi, body: '@room hi', 'm.mentions': 'all' }));
    ok(await put('ops', { body: 'hi' }));
    ok(await put('ops', { msgtype: { toString: 1 }, body: 'hi', filename: [], info: 1 }));
    assert.deepEqual(await kept(), [
      [ops, 'hi', 'quiet'],
      [ops, 'hi', 'normal'],
      [ops, '@room hi', 'normal'],
      [ops, 'hi', 'normal'],
      [ops, 'hi', 'normal'],
    ]);
  });

  test('a file is not kept: the notification names it, so that what is said beside it still comes', async () => {
    const upload = await call('POST', 'media/v3/upload?filename=a.png', 'bytes');
    const { content_uri: url } = ok(upload);
    assert.match(String(url), /^mxc:\/\/porter\/[\w-]{43}$/);
    ok(await put('ops', { msgtype: 'm.image', body: 'a.png', url }));
    ok(await put('ops', { msgtype: 'm.file', body: 'the log', filename: 'a.log', url }));
    assert.deepEqual(await kept(), [
      [ops, 'You received a file: a.png', 'normal'],
      [ops, 'the log', 'You received a file: a.log', 'normal'],
    ]);
    const huge = await call('POST', 'media/r0/upload', 'x'.repeat(2 * 1_048_576 + 1));
    assert.deepEqual(error(huge), [413, 'M_TOO_LARGE']);
  });

  test('a sender over its limit is told how long to wait', async () => {
    ok(await put('ops', hi, { headers: as(SLOW_TOKEN) }));
    const refused = await put('ops', hi, { headers: as(SLOW_TOKEN) });
    assert.deepEqual(error(refused), [429, 'M_LIMIT_EXCEEDED']);
    assert.deepEqual([json(refused)['retry_after_ms'], refused.headers['retry-after']], [1_000, '1']);
    assert.equal((await kept()).length, 1);
  });

  test('N1: what cannot be kept is not acknowledged, and the program is told to try again', async () => {
    const other = new Database(intake.database);
    other.exec('BEGIN EXCLUSIVE');
    const transaction = { txn: 'kept-later' };
    let refused: Answer | undefined;
    void put('ops', hi, transaction).then((answer) => {
      refused = answer;
    });
    await eventually(
      async () => {
        await intake.clock.advance(500);
        return refused !== undefined;
      },
      { what: 'a write that gives up' },
    );
    other.exec('ROLLBACK');
    other.close();
    assert.ok(refused !== undefined);
    assert.deepEqual(error(refused), [429, 'M_LIMIT_EXCEEDED']);
    assert.deepEqual([json(refused)['retry_after_ms'], refused.headers['retry-after']], [5_000, '5']);
    assert.deepEqual(await kept(), []);
    ok(await put('ops', hi, transaction));
    assert.deepEqual(await kept(), [[ops, 'hi', 'normal']]);
  });

  test('a sync tells of the rooms, and later of nothing', async () => {
    const headers = as(ROOMS_TOKEN);
    const first = ok(await call('GET', 'client/v3/sync?timeout=30000&full_state=true', undefined, headers));
    const { join } = first['rooms'] as { readonly join: object };
    assert.deepEqual(Object.keys(join), ['!ops:porter', '!old:porter', '!new:porter']);
    for (const timeout of ['', '0', '-1', 'x']) {
      const again = await call('GET', `client/v3/sync?since=porter&timeout=${timeout}`, undefined, headers);
      assert.deepEqual(ok(again), { next_batch: first['next_batch'] });
    }
    assert.deepEqual(error(await call('GET', 'client/v3/sync', undefined, {})), [401, 'M_MISSING_TOKEN']);
  });

  test('a sync that waits does not keep Porter from ending', async () => {
    await using own = await openTestIntake();
    const socket = net.connect(own.port, '127.0.0.1');
    const seen: string[] = [];
    socket.on('data', (piece) => seen.push(piece.toString()));
    const closed = once(socket, 'close');
    const token = `access_token=${ROUTER_TOKEN}`;
    const paths = ['versions', `v3/sync?since=porter&timeout=30000&${token}`];
    // Both in one packet: once the first is answered, the second is being looked at.
    socket.write(paths.map((path) => `GET /_matrix/client/${path} HTTP/1.1\r\nHost: porter\r\n\r\n`).join(''));
    await eventually(() => seen.join('').includes('versions'), { what: 'the first answer' });
    await own[Symbol.asyncDispose]();
    await closed;
    assert.match(seen.join(''), /"next_batch"/);
  });

  test('HTML without a text beside it is read as text', async () => {
    const html = {
      format: 'org.matrix.custom.html',
      formatted_body: '<h2>Disk full</h2><p>sda1 &lt; <b>2 %</b><br/>now</p>',
    };
    ok(await put('ops', { msgtype: 'm.text', ...html }));
    ok(await put('ops', { msgtype: 'm.notice', body: '', ...html }));
    const lines = ['Disk full', '', 'sda1 < 2 %', 'now'];
    assert.deepEqual(await kept(), [
      [ops, ...lines, 'normal'],
      [ops, ...lines, 'quiet'],
    ]);
    assert.deepEqual(error(await put('ops', { ...html, body: 1 })), [400, 'M_BAD_JSON']);
  });

  test('H3: what is no message is refused in the words of Matrix, and nothing of it is kept', async () => {
    const cases: readonly (readonly [unknown, number, string])[] = [
      ['', 400, 'M_NOT_JSON'],
      ['{', 400, 'M_NOT_JSON'],
      ['{"body":"a","body":"b"}', 400, 'M_NOT_JSON'],
      [[], 400, 'M_BAD_JSON'],
      ['null', 400, 'M_BAD_JSON'],
      [{}, 400, 'M_BAD_JSON'],
      [{ msgtype: 'm.text', body: 1 }, 400, 'M_BAD_JSON'],
      [{ msgtype: 'm.text', body: '' }, 400, 'M_INVALID_PARAM'],
      [{ msgtype: 'm.text', body: '\u200b' }, 400, 'M_INVALID_PARAM'],
      [{ ...hi, x: 'x'.repeat(1_048_577) }, 413, 'M_TOO_LARGE'],
    ];
    for (const [body, status, code] of cases) {
      assert.deepEqual(error(await put('ops', body)), [status, code], text(body).slice(0, 60));
    }
    const latin = await intake.send('/_matrix/client/v3/rooms/ops/send/m.room.message/1', {
      ...{ method: 'PUT', headers: router, body: Buffer.from('{"body":"\xff"}', 'latin1') },
    });
    assert.deepEqual(error(latin), [400, 'M_NOT_JSON']);
    const packed = await put('ops', hi, { headers: { ...router, 'content-encoding': 'gzip' } });
    assert.deepEqual(error(packed), [400, 'M_NOT_JSON']);
    assert.equal(error(await put('%ff', hi))[0], 400);
    assert.equal(error(await put('ops', hi, { txn: '%ff' }))[0], 400);
    const encrypted = await call('PUT', 'client/v3/rooms/ops/send/m.room.encrypted/1', { ciphertext: 'x' });
    assert.deepEqual(error(encrypted), [403, 'M_FORBIDDEN']);
    assert.deepEqual(error(await call('POST', 'client/v3/join/ops', 'x')), [400, 'M_NOT_JSON']);
    assert.deepEqual(await kept(), []);
  });

  test('versions are for everybody, an unknown path is 404, and another method 405', async () => {
    assert.deepEqual(ok(await call('GET', 'client/versions', undefined, {})), { versions: ['r0.6.1', 'v1.1'] });
    for (const path of [
      'client/v3/rooms/ops/state',
      'client/v1/login',
      'client/v3/rooms//send/m.room.message/1',
      'x',
    ]) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        assert.deepEqual(error(await call(method, path, '{}', {})), [404, 'M_UNRECOGNIZED'], `${method} ${path}`);
      }
    }
    assert.deepEqual(error(await call('DELETE', 'client/v3/login')), [405, 'M_UNRECOGNIZED']);
    assert.deepEqual(error(await call('GET', 'client/v3/join/ops')), [405, 'M_UNRECOGNIZED']);
  });

  test('a page in a browser may ask from any origin, and may read what it is refused', async () => {
    const send = 'client/v3/rooms/ops/send/m.room.message';
    const answers = [
      await call('OPTIONS', send, undefined, {}),
      await call('OPTIONS', 'client/v3/login', undefined, {}),
      await call('OPTIONS', 'client/v3/unknown', undefined, {}),
      await call('GET', 'client/v3/unknown', undefined, {}),
      await call('PUT', `${send}/${randomUUID()}`, hi),
      await call('PUT', `${send}/1`, hi, {}),
      await call('PUT', `${send}/1`, '{'),
      await call('DELETE', send),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 404, 200, 401, 400, 405],
    );
    for (const { headers } of answers) {
      assert.equal(headers['access-control-allow-origin'], '*');
      assert.match(String(headers['access-control-allow-methods']), /PUT/);
      assert.match(String(headers['access-control-allow-headers']), /Authorization/);
    }
    await kept();
  });
});

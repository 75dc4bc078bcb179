import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import type { InboxItem } from '../../inbox/item.ts';
import { silentLog } from '../../kernel/log.ts';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { Secret } from '../../kernel/secret.ts';
import type { OpenListener } from '../../web/listener.ts';
import { openAppserviceDoor } from './open-door.ts';
import { makeSelectEvents } from './select-events.ts';

const sender = parseUserId('@porter:porter.test') as UserId;
const token = 'canary-hs-token';
const reaction = (id: string, key = '✅') => ({
  ...{ event_id: id, room_id: '!team', sender: '@ada:porter.test', type: 'm.reaction', origin_server_ts: 1 },
  content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$n', key } },
});

describe('the appservice door', () => {
  const kept = new Map<string, InboxItem>();
  let commits = 0;
  let broken = false;
  let door: OpenListener;
  const longest = 100_000;

  before(async () => {
    door = await openAppserviceDoor({
      hsToken: new Secret(token),
      inbox: {
        async keep(items) {
          if (broken) throw new Error('disk full');
          commits += 1;
          for (const item of items) if (!kept.has(item.key)) kept.set(item.key, item);
          return items.length;
        },
      },
      selectEvents: makeSelectEvents({ sender, hearsPerson: () => false, isOurRoom: () => true }),
      listen: { host: '127.0.0.1', port: 0 },
      longestTransaction: longest,
      log: silentLog,
    });
  });
  after(() => door[Symbol.asyncDispose]());

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${door.port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    } as RequestInit);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const transaction = (number: number, body: unknown, headers?: Record<string, string>) =>
    call('PUT', `/_matrix/app/v1/transactions/${number}`, body, headers);

  /** Sends bytes as they are; resolves with all that came back. */
  const raw = (text: string | readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = net.connect(door.port, '127.0.0.1');
      let seen = '';
      socket.on('data', (piece) => {
        seen += piece;
      });
      socket.on('close', () => resolve(seen));
      socket.on('error', (error: NodeJS.ErrnoException) => (seen === '' ? reject(error) : resolve(seen)));
      for (const piece of typeof text === 'string' ? [text] : text) socket.write(piece);
    });

  test('V4: a transaction replayed, renumbered, restarted at 1 or sent twice at once keeps each event once', async () => {
    const ok = { status: 200, body: {} };
    assert.deepEqual(await transaction(417, { events: [reaction('$1')] }), ok);
    assert.deepEqual(await transaction(417, { events: [reaction('$1')] }), ok);
    // The same number with another body is no repeat: Synapse counts from 1 again after its restart.
    assert.deepEqual(await transaction(417, { events: [reaction('$2')] }), ok);
    assert.deepEqual(await transaction(418, { events: [reaction('$1'), reaction('$2')] }), ok);
    assert.deepEqual(await transaction(1, { events: [reaction('$3')] }), ok);
    const twice = await Promise.all([1, 1].map((id) => transaction(id, { events: [reaction('$4'), reaction('$5')] })));
    assert.deepEqual(twice, [ok, ok]);
    assert.deepEqual([...kept.keys()].sort(), ['$1', '$2', '$3', '$4', '$5']);
  });

  test('D5: kept, but the answer never arrived: the same transaction again changes nothing and is answered', async () => {
    const body = JSON.stringify({ events: [reaction('$cut')] });
    const socket = net.connect(door.port, '127.0.0.1');
    socket.write(
      `PUT /_matrix/app/v1/transactions/50 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    await eventually(() => kept.has('$cut'));
    socket.destroy();
    const size = kept.size;
    assert.deepEqual(await transaction(50, body), { status: 200, body: {} });
    assert.equal(kept.size, size);
  });

  test('V4: all events of a transaction are one commit, and nothing is committed when nothing concerns us', async () => {
    const before_ = commits;
    await transaction(5, {
      events: [reaction('$6'), reaction('$7')],
      ephemeral: [],
      'de.sorunome.msc2409.to_device': [],
    });
    assert.equal(commits, before_ + 1);
    await transaction(6, { events: [] });
    assert.equal(commits, before_ + 1);
  });

  test('D7: what could not be kept is not acknowledged', async () => {
    broken = true;
    assert.equal((await transaction(7, { events: [reaction('$8')] })).status, 503);
    broken = false;
    assert.equal((await transaction(7, { events: [reaction('$8')] })).status, 200);
    assert.ok(kept.has('$8'));
  });

  test('V9: no token, a wrong one, one bit off, of the other direction, in the query: refused, nothing kept', async () => {
    const before_ = kept.size;
    const put = (path: string, authorization: string) =>
      call('PUT', path, { events: [reaction('$9')] }, { authorization });
    const path = '/_matrix/app/v1/transactions/9';
    const off = `${token.slice(0, -1)}${String.fromCharCode(token.charCodeAt(token.length - 1) ^ 1)}`;
    for (const header of ['', 'Basic abc', token, 'Bearer']) assert.equal((await put(path, header)).status, 401);
    for (const given of ['as-token', off, `${token}x`, token.toUpperCase()]) {
      const { status, body } = await put(path, `Bearer ${given}`);
      assert.deepEqual([status, body['errcode']], [403, 'M_FORBIDDEN']);
    }
    assert.equal((await put(`${path}?access_token=${token}`, '')).status, 401);
    assert.equal((await call('POST', '/_matrix/app/v1/ping', {}, { authorization: 'Bearer x' })).status, 403);
    assert.equal(kept.size, before_);
  });

  test('H2: the token is checked before a byte of the body is read', async () => {
    // The body is announced and never sent: only a door that does not wait for it can answer.
    const seen = await raw(
      'PUT /_matrix/app/v1/transactions/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\nContent-Length: 1000000000\r\n\r\n',
    );
    assert.match(seen, /^HTTP\/1\.1 403 /);
  });

  test('H2: a body over the limit is 413, announced or not, and not over it is read', async () => {
    const fits = JSON.stringify({ events: [], pad: '' });
    const body = (size: number) => JSON.stringify({ events: [], pad: 'x'.repeat(size - fits.length) });
    assert.equal((await transaction(1, body(longest))).status, 200);
    assert.equal((await transaction(1, body(longest + 1))).status, 413);
    const head = `PUT /_matrix/app/v1/transactions/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
    const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    assert.match(await raw([`${head}Transfer-Encoding: chunked\r\n\r\n`, piece, piece]), /^HTTP\/1\.1 413 /);
    assert.match(
      await raw(`${head}Content-Length: ${longest + 1}\r\nExpect: 100-continue\r\n\r\n`),
      /^HTTP\/1\.1 413 /,
    );
    assert.match(
      await raw(`${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
      /^HTTP\/1\.1 400 /,
    );
  });

  test('H3: what is no JSON object in UTF-8 is 400 in the fixed shape', async () => {
    const bad: readonly (string | Uint8Array)[] = [
      ...[
        '',
        'x',
        '[]',
        'null',
        '"a"',
        '{"events":[NaN]}',
        '{"events":[}',
        `{"events":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      ],
      new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    ];
    for (const body of bad) {
      const { status, body: said } = await transaction(1, body);
      assert.deepEqual([status, said['errcode']], [400, 'M_NOT_JSON'], String(body).slice(0, 40));
    }
    for (const events of [undefined, null, {}, 'x', 7]) {
      assert.equal((await transaction(1, { events })).body['errcode'], 'M_BAD_JSON');
    }
    const odd = '{"events":[],"events":[],"__proto__":{"polluted":1},"n":123456789012345678901234567890,"s":"\\ud800"}';
    assert.deepEqual(await transaction(1, odd), { status: 200, body: {} });
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  test('V12: malformed events do not keep the good ones beside them back', async () => {
    const events = [null, 7, {}, { event_id: '$x' }, { ...reaction('$y'), content: null }, reaction('$good')];
    assert.deepEqual(await transaction(2, { events }), { status: 200, body: {} });
    assert.ok(kept.has('$good'));
  });

  test('ping is answered with an object; queries for users, rooms and third parties with 404', async () => {
    assert.deepEqual(await call('POST', '/_matrix/app/v1/ping', { transaction_id: null }), { status: 200, body: {} });
    for (const path of [
      'users/%40porter_x%3Aporter.test',
      'rooms/%23porter_x%3Aporter.test',
      'thirdparty/protocol/irc',
    ]) {
      const { status, body } = await call('GET', `/_matrix/app/v1/${path}`);
      assert.deepEqual([status, body['errcode']], [404, 'M_NOT_FOUND']);
    }
  });

  test('unknown paths and wrong methods are said as Matrix says them', async () => {
    const cases: readonly (readonly [string, string, number])[] = [
      ['POST', '/_matrix/app/v1/transactions/1', 405],
      ['GET', '/_matrix/app/v1/ping', 405],
      ['PUT', '/transactions/1', 404],
      ['GET', '/', 404],
      ['GET', '/_matrix/app/v1/users', 404],
    ];
    for (const [method, path, status] of cases) {
      const answer = await call(method, path);
      assert.deepEqual([answer.status, answer.body['errcode']], [status, 'M_UNRECOGNIZED'], path);
    }
    // Nobody exists by the word of this door, whatever the name is.
    assert.equal((await call('GET', '/_matrix/app/v1/users/%ff')).status, 404);
  });
});

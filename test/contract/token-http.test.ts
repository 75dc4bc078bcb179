import assert from 'node:assert/strict';
import { createHash, createPublicKey } from 'node:crypto';
import net from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLocalJWKSet, decodeJwt, importSPKI, jwtVerify } from 'jose';
import { MINUTE, SECOND } from '../../src/kernel/clock.ts';
import { Fault } from '../../src/kernel/fault.ts';
import { type Logger, silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { type Answer, ask } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { openTestGuests } from '../support/meeting-guests.ts';
import {
  GAME_TOKEN,
  KID,
  little,
  openTestTokenHttp,
  type TestTokenHttp,
  testCallers,
  WEB_TOKEN,
} from '../support/token-http.ts';

const ada = { displayName: 'Ada', channel: 'Lobby', moderator: false, validFor: 600 };
const json = (answer: Answer) => JSON.parse(answer.body) as Record<string, unknown>;
const asWeb = { authorization: `Bearer ${WEB_TOKEN}` };

test('a caller gets a token in the fields of the old token server, with the address that lets the person in', async () => {
  await using door = await openTestTokenHttp();
  const now = Math.floor(door.clock.now() / 1_000);
  const answer = await door.post('/v1/meeting-tokens', { ...ada, cmd: 'jwt_token', seq: 7 });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.headers['content-type'], 'application/json');
  const { token, ...rest } = json(answer);
  assert.deepEqual(rest, {
    success: true,
    message: 'OK',
    time: now,
    url: `https://meet.example.org/lobby?jwt=${token}`,
    expiresAt: now + 600,
    seq: 7,
  });
  const { payload, protectedHeader } = await jwtVerify(
    String(token),
    createLocalJWKSet({ keys: await jwks(door.port) }),
    {
      issuer: 'skotos',
      audience: 'jitsi',
      currentDate: new Date(door.clock.now()),
    },
  );
  assert.deepEqual([payload['room'], payload.exp, payload.sub], ['lobby', now + 600, 'meet.jitsi']);
  assert.deepEqual([protectedHeader.typ, protectedHeader.kid], ['JWT', KID]);
});

const jwks = async (port: number) => json(await ask(port, '/.well-known/jwks.json'))['keys'] as { kty: string }[];

test('what was issued is on the record with its caller, and nothing of it is the token', async () => {
  await using door = await openTestTokenHttp();
  const { token } = json(await door.post('/v1/meeting-tokens', ada));
  const [entry, ...more] = door.noted;
  assert.deepEqual(more, []);
  assert.deepEqual([entry?.caller, entry?.room, entry?.name], ['http game', 'lobby', 'Ada']);
  assert.equal(entry?.jti, decodeJwt(String(token)).jti);
  assert.ok(!JSON.stringify(entry).includes(String(token)));
});

test('seq comes back as it was sent, whatever it is, also with a refusal', async () => {
  await using door = await openTestTokenHttp();
  for (const seq of ['7', '0', '"a\\u0000b"', 'null', '[1,{"a":2}]', '12345678901234567890', '1.50']) {
    for (const over of ['"validFor":600', '"validFor":"600"']) {
      const sent = `{"displayName":"Ada","channel":"lobby","moderator":false,${over},"seq":${seq}}`;
      const { body } = await door.post('/v1/meeting-tokens', sent);
      assert.ok(body.endsWith(`"seq":${seq}}\n`), `${seq}: ${body}`);
    }
  }
  assert.ok(!('seq' in json(await door.post('/v1/meeting-tokens', ada))));
});

test('H11: a caller gets no room, no wildcard and no moderator beyond its policy, and no longer life than its ceiling', async () => {
  await using door = await openTestTokenHttp();
  const asked = async (over: object) => {
    const answer = await door.post('/v1/meeting-tokens', { ...ada, channel: 'team-1', ...over }, asWeb);
    return { status: answer.status, body: json(answer) };
  };
  for (const over of [{ channel: 'lobby' }, { channel: '*' }, { moderator: true }]) {
    const { status, body } = await asked(over);
    assert.equal(status, 400);
    assert.deepEqual([body['success'], body['token']], [false, '']);
    assert.match(String(body['message']), /^(channel|moderator): this caller may not /);
  }
  const { status, body } = await asked({ validFor: 86_400 });
  assert.equal(status, 200);
  assert.notEqual(body['message'], 'OK');
  assert.equal(body['expiresAt'], Math.floor((door.clock.now() + little.longest) / 1_000));
  assert.equal(decodeJwt(String(body['token'])).exp, body['expiresAt']);
  assert.equal(decodeJwt(String(body['token']))['room'], 'team-1');
});

test('H11: every value of a wrong type is refused with the field’s name, and never coerced', async () => {
  await using door = await openTestTokenHttp();
  const wrong: readonly (readonly [string, object])[] = [
    ['moderator', { moderator: 'true' }],
    ['moderator', { moderator: 1 }],
    ['validFor', { validFor: '600' }],
    ['validFor', { validFor: -1 }],
    ['validFor', { validUntil: 4_000_000_000 }],
    ['validFor', { validFor: undefined }],
    ['channel', { channel: '' }],
    ['displayName', { displayName: 7 }],
    ['cmd', { cmd: 'other' }],
  ];
  for (const [field, over] of wrong) {
    const answer = await door.post('/v1/meeting-tokens', { ...ada, ...over });
    assert.equal(answer.status, 400);
    assert.ok(String(json(answer)['message']).startsWith(`${field}: `), answer.body);
  }
  assert.deepEqual(door.noted, []);
});

test('a caller’s token that stands in white space is that token, and strangers are on one line per minute', async () => {
  const lines: unknown[] = [];
  const log: Logger = { ...silentLog, with: () => log, warn: (_message, fields) => void lines.push(fields) };
  const callers = testCallers().map((caller) => ({ ...caller, token: new Secret(` ${caller.token.reveal()}\n`) }));
  await using door = await openTestTokenHttp({ callers, log });
  assert.equal((await door.post('/v1/meeting-tokens', ada)).status, 200);
  for (let n = 0; n < 3; n += 1) await door.post('/v1/meeting-tokens', ada, { authorization: 'Bearer x' });
  await door.clock.advance(MINUTE);
  await door.post('/v1/meeting-tokens', ada, { authorization: 'Bearer x' });
  assert.deepEqual(lines, [
    { verdict: 'wrong', times: 1 },
    { verdict: 'wrong', times: 3 },
  ]);
});

test('only callers are answered, and strangers learn neither who there is nor whether a request was right', async () => {
  await using door = await openTestTokenHttp();
  const answers = await Promise.all(
    ['', 'Bearer ', 'Bearer x', `Bearer ${GAME_TOKEN}x`, `Basic ${GAME_TOKEN}`, 'Bearer game', GAME_TOKEN].flatMap(
      (authorization) => [
        door.post('/v1/meeting-tokens', ada, { authorization }),
        door.post('/v1/meeting-tokens', 'no JSON', { authorization, 'content-type': 'text/plain' }),
      ],
    ),
  );
  for (const { status, headers, body } of answers) {
    assert.deepEqual([status, headers['www-authenticate']], [401, 'Bearer']);
    assert.equal(body, answers[0]?.body);
  }
  const bare = await ask(door.port, '/v1/meeting-tokens', { method: 'POST', body: '{}' });
  assert.equal(bare.status, 401);
  assert.deepEqual(door.noted, []);
});

test('H2, H3: what is no request is refused in the fixed shape, and nothing is polluted', async () => {
  await using door = await openTestTokenHttp();
  const bodies: readonly (string | Buffer)[] = [
    ...['', '{', 'null', '[]', '7', '"x"', '{"displayName":"Ada"', '{"a":NaN}', '\ufeff{}'],
    Buffer.from([0x7b, 0xff, 0x7d]),
    '['.repeat(10_000) + ']'.repeat(10_000),
    `{"seq":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    '{"__proto__":{"displayName":"x","channel":"lobby","moderator":true,"validFor":5}}',
  ];
  for (const body of bodies) {
    const answer = await door.post('/v1/meeting-tokens', body);
    assert.equal(answer.status, 400, String(body).slice(0, 40));
    assert.deepEqual(Object.keys(json(answer)).slice(0, 4), ['success', 'message', 'token', 'time']);
  }
  assert.equal(({} as Record<string, unknown>)['displayName'], undefined);
  const large = JSON.stringify({ ...ada, more: 'x'.repeat(70_000) });
  assert.equal((await door.post('/v1/meeting-tokens', large)).status, 413);
  assert.equal((await door.post('/v1/meeting-tokens', ada, { 'content-encoding': 'gzip' })).status, 415);
  assert.equal((await door.post('/v1/meeting-tokens', ada, { 'content-type': 'text/plain' })).status, 415);
  const charset = { 'content-type': 'application/json; charset=UTF-8' };
  assert.equal((await door.post('/v1/meeting-tokens', ada, charset)).status, 200);
});

test('H3, H4: whatever object is sent, the answer is a token or a refusal, never a fault', async () => {
  await using door = await openTestTokenHttp();
  const anyRequest = fc.record(
    {
      displayName: fc.oneof(fc.string(), fc.anything()),
      channel: fc.oneof(fc.string(), fc.constant('*'), fc.anything()),
      moderator: fc.oneof(fc.boolean(), fc.anything()),
      validFor: fc.oneof(fc.integer(), fc.double(), fc.anything()),
      validUntil: fc.anything(),
      email: fc.anything(),
      avatar: fc.oneof(fc.webUrl(), fc.anything()),
      seq: fc.jsonValue(),
    },
    { requiredKeys: ['displayName', 'channel', 'moderator', 'validFor'] },
  );
  await fc.assert(
    fc.asyncProperty(anyRequest, async (request) => {
      let body: string;
      try {
        body = JSON.stringify(request) ?? '{}';
      } catch {
        return;
      }
      const answer = await door.post('/v1/meeting-tokens', body);
      const { success, token } = json(answer);
      assert.equal(answer.status, success === true ? 200 : 400);
      assert.equal(token === '', success === false);
    }),
    { numRuns: 60 },
  );
});

test('a caller that asks too fast is told when to go on, and the others are not slowed', async () => {
  await using door = await openTestTokenHttp({ callers: testCallers(1) });
  const fast = await Promise.all(Array.from({ length: 20 }, () => door.post('/v1/meeting-tokens', ada)));
  const late = fast.filter(({ status }) => status === 429);
  assert.ok(late.length > 0);
  for (const { headers, body } of late) {
    assert.ok(Number(headers['retry-after']) >= 1);
    assert.equal((JSON.parse(body) as { success: unknown }).success, false);
  }
  assert.equal((await door.post('/v1/meeting-tokens', { ...ada, channel: 'team-a' }, asWeb)).status, 200);
});

test('checkers of tokens find the public keys, as a set and as Prosody asks for them, and no private part', async () => {
  await using door = await openTestTokenHttp();
  const set = await ask(door.port, '/.well-known/jwks.json');
  assert.equal(set.headers['cache-control'], 'public, max-age=900');
  const [key, ...more] = (JSON.parse(set.body) as { keys: Record<string, unknown>[] }).keys;
  assert.deepEqual(more, []);
  // What Prosody's plugins want of each key; one of another kind would keep some of their versions from reading the set.
  assert.deepEqual(
    [key?.['kid'], key?.['kty'], typeof key?.['n'], typeof key?.['e']],
    [KID, 'RSA', 'string', 'string'],
  );
  assert.ok(!('d' in (key ?? {})));
  const file = `/asap/${createHash('sha256').update(KID).digest('hex')}.pem`;
  const pem = await ask(door.port, file);
  assert.equal(pem.headers['content-type'], 'application/x-pem-file');
  assert.equal(createPublicKey(pem.body).asymmetricKeyType, 'rsa');
  const { token } = json(await door.post('/v1/meeting-tokens', ada));
  await jwtVerify(String(token), await importSPKI(pem.body, 'RS256'), { currentDate: new Date(door.clock.now()) });
  for (const other of ['/asap/', '/asap/x.pem', '/asap/..%2f', file.toUpperCase(), `${file}/`]) {
    assert.equal((await ask(door.port, other)).status, 404, other);
  }
  const head = await ask(door.port, file, { method: 'HEAD' });
  assert.deepEqual([head.status, head.body, Number(head.headers['content-length'])], [200, '', pem.body.length]);
});

/** Connects as Prosody does while it loads its hosts: the request follows later. */
async function connectEarly(door: TestTokenHttp) {
  const timers = door.clock.waiting;
  const socket = net.connect(door.port, '127.0.0.1');
  let seen = '';
  socket.on('data', (piece) => {
    seen += piece;
  });
  socket.on('error', () => {});
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(seen)));
  // The door counts the time from now on.
  await eventually(() => door.clock.waiting === timers + 1);
  return { socket, closed };
}

test('H1: Prosody, which connects while it loads its hosts and asks half a minute later, gets the keys', async () => {
  await using door = await openTestTokenHttp();
  const prosody = await connectEarly(door);
  await door.clock.advance(29 * SECOND);
  prosody.socket.write('GET /.well-known/jwks.json HTTP/1.1\r\nHost: porter\r\nConnection: close\r\n\r\n');
  assert.match(await prosody.closed, /^HTTP\/1\.1 200 OK[\s\S]*"keys":/);
  const silent = await connectEarly(door);
  await door.clock.advance(31 * SECOND);
  assert.match(await silent.closed, /^HTTP\/1\.1 408 /);
});

test('a fault is an answer with an id that the log knows, and says nothing of its cause', async () => {
  const logged: unknown[] = [];
  const line = (_message: string, fields?: object) => void logged.push(fields);
  const log = { error: line, warn: line, info: line, debug: line, with: () => log };
  const issue = () => {
    throw new Error('canary');
  };
  await using door = await openTestTokenHttp({ issue, log });
  const answer = await door.post('/v1/meeting-tokens', ada);
  assert.equal(answer.status, 500);
  assert.ok(!answer.body.includes('canary'));
  const [{ id } = { id: '' }] = logged as { id: string }[];
  assert.ok(id !== '' && String(json(answer)['message']).includes(id));
  const down = () => Promise.reject(new Fault('down', { code: 'x.down', retryable: true, scope: 'channel' }));
  await using other = await openTestTokenHttp({ issue: down });
  const later = await other.post('/v1/meeting-tokens', ada);
  assert.equal(later.status, 503);
  assert.ok(Number(later.headers['retry-after']) > 0);
});

test('a guest’s link made over HTTP lets somebody in until it is taken back, and only where its maker may invite', async () => {
  await using rig = await openTestGuests();
  await using door = await openTestTokenHttp({ invites: rig.invites });
  const path = '/v1/meeting-invitations';
  const order = { room: 'team-1', name: 'Ada', uses: 2, validUntil: rig.inSeconds(3_600) };
  const made = await door.post(path, order, asWeb);
  assert.equal(made.status, 201, made.body);
  assert.equal(made.headers['cache-control'], 'no-store');
  const { id, url, validUntil } = json(made);
  assert.equal(validUntil, order.validUntil);
  const link = String(url).split('/').at(-1) ?? '';
  const [invitation] = await rig.invites.listInvitations(10);
  assert.deepEqual([invitation?.id, invitation?.by, invitation?.uses], [id, 'http web', 2]);
  assert.ok((await rig.guests.joinMeeting(link, '')).ok);

  for (const over of [{ room: 'lobby' }, { room: '*' }, { moderator: true }, { uses: 0 }, { validUntil: '1' }]) {
    const refused = await door.post(path, { ...order, ...over }, asWeb);
    assert.equal(refused.status, 400);
    assert.match(String(json(refused)['message']), /^(room|moderator|uses|validUntil): /);
  }
  const headers = asWeb;
  assert.equal((await ask(door.port, `${path}/${id}`, { method: 'DELETE' })).status, 401);
  for (const other of ['x', '%00', `${id}x`, '..']) {
    assert.equal((await ask(door.port, `${path}/${other}`, { method: 'DELETE', headers })).status, 404, other);
  }
  for (let again = 0; again < 2; again += 1) {
    assert.equal((await ask(door.port, `${path}/${id}`, { method: 'DELETE', headers })).status, 200);
  }
  const late = await rig.guests.joinMeeting(link, '');
  assert.equal(late.ok ? 'joined' : late.refusal, 'revoked');
});

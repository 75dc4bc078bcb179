import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import { beginPost } from '../support/begin-post.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { callForToken, inviteTo, joinBy, openMeetings, pagesAt } from '../support/meetings-process.ts';
import {
  connectJitsiConsumer,
  type JitsiConsumer,
  type JitsiConsumerListener,
  listenJitsiConsumer,
  readToken,
  skotosFrame,
  tokenFrame,
} from '../support/peers/jitsi-consumer.ts';
import type { PorterProcess } from '../support/porter-process.ts';
import { makeVisitor } from '../support/visitor.ts';

const SECRET = 'canary-secret-of-the-meetings-0123456789abcdef';
const GAME = 'canary-token-of-the-game-0123456789abcdef';
const WEB = 'canary-token-of-the-web-0123456789abcdef';
const asked = { displayName: 'Ada', channel: 'lobby', moderator: false, validFor: 600 };

const get = async (url: string) => {
  const { statusCode, body } = await request(url, { reset: true });
  return { status: statusCode, text: await body.text() };
};

/** Asks as the game does and looks at all that the game looks at. */
async function getsTokens(game: JitsiConsumer): Promise<void> {
  const reply = await game.request({ cmd: 'jwt_token', ...asked });
  assert.deepEqual([reply.success, reply.message], [true, 'OK']);
  const { payload } = readToken(reply.token, SECRET);
  const { iss, aud, sub, room, exp, iat } = payload;
  assert.deepEqual({ iss, aud, sub, room }, { iss: 'skotos', aud: 'jitsi', sub: 'meet.jitsi', room: 'lobby' });
  assert.equal(Number(exp) - Number(iat), 600);
  const before = game.replies.length;
  game.send(skotosFrame('Bo', 'garden', 4_711));
  await game.waitForReplies(before + 1);
  assert.equal(game.replies.at(-1)?.seq, 4_711);
  assert.equal(readToken(game.replies.at(-1)?.token ?? '', SECRET).payload['room'], 'garden');
  assert.deepEqual(game.problems, []);
}

interface RecordLine {
  readonly caller: string;
  readonly room: string;
  readonly name: string;
  readonly jti: string;
}

async function recordOf(porter: PorterProcess): Promise<readonly RecordLine[]> {
  const log = await porter.run('meetings', 'log', '--json', '--limit', '1000');
  assert.equal(log.code, 0, log.stderr);
  assert.doesNotMatch(log.stdout, /eyJ/);
  return JSON.parse(log.stdout) as readonly RecordLine[];
}

const jtiOf = (token: string): unknown => readToken(token, SECRET).payload['jti'];

describe('a Porter with nothing but meetings', () => {
  let porter: PorterProcess;
  let listener: JitsiConsumerListener;
  let tcpPort: number;
  let httpPort: number;
  before(async () => {
    listener = await listenJitsiConsumer();
    [tcpPort, httpPort] = [await freePort(), await freePort()];
    porter = await openMeetings({
      secret: SECRET,
      tcp: { inbound: `127.0.0.1:${tcpPort}`, outbound: `127.0.0.1:${listener.port}` },
      http: { listen: `127.0.0.1:${httpPort}` },
      callers: { game: { token: GAME, moderators: true }, web: { token: WEB, rooms: ['team-*'] } },
    });
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await listener?.close();
  });

  test('the game that dials gets its tokens as from the old server', async () => {
    await using game = await connectJitsiConsumer({ port: tcpPort });
    await getsTokens(game);
    const everywhere = await game.request({ ...asked, channel: '*' });
    assert.equal(readToken(everywhere.token, SECRET).payload['room'], '*');
  });

  test('the game that cannot dial is dialled, and dialled again after it was away', async () => {
    await getsTokens(await listener.accept());
    await listener.goAway();
    await listener.listenAgain();
    await getsTokens(await listener.accept(30_000));
  });

  test('a program asks over HTTP with its token, and gets what it may have', async () => {
    const { status, body } = await callForToken(httpPort, GAME, { ...asked, moderator: true, seq: 7 });
    assert.equal(status, 200);
    const { payload } = readToken(String(body['token']), SECRET);
    assert.deepEqual([payload['room'], payload['moderator'], body['seq']], ['lobby', true, 7]);
    assert.equal(body['url'], `https://meet.porter.test/lobby?jwt=${String(body['token'])}`);
    assert.equal(body['expiresAt'], payload['exp']);
    assert.equal((await callForToken(httpPort, 'somebody', asked)).status, 401);
    for (const wish of [{}, { channel: '*' }, { channel: 'team-1', moderator: true }]) {
      assert.equal((await callForToken(httpPort, WEB, { ...asked, ...wish })).status, 400, JSON.stringify(wish));
    }
    assert.equal((await callForToken(httpPort, WEB, { ...asked, channel: 'team-1' })).status, 200);
  });

  test('/readyz and /metrics tell of it', async () => {
    assert.equal((await get(`${porter.operations}/readyz`)).status, 200);
    const { text } = await get(`${porter.operations}/metrics`);
    assert.match(text, /^porter_meetings_tokens_total\{way="tcp",result="issued"\} [1-9]/m);
    assert.match(text, /^porter_meetings_tokens_total\{way="http",result="policy"\} 3$/m);
    assert.match(text, /^porter_meetings_outbound_connected 1$/m);
  });

  test('D12: TERM while requests run: all are answered, exit 0, and every token is on the record', async () => {
    const url = `http://127.0.0.1:${httpPort}/v1/meeting-tokens`;
    const headers = { authorization: `Bearer ${GAME}`, 'content-type': 'application/json' };
    const wish = JSON.stringify({ ...asked, displayName: 'Late' });
    const late = Array.from({ length: 50 }, () => beginPost(url, headers, wish));
    await Promise.all(late.map(({ begun }) => begun));
    await using game = await connectJitsiConsumer({ port: tcpPort });
    const many = Array.from({ length: 200 }, (_, seq) => tokenFrame({ ...asked, displayName: 'Last', seq }));
    game.send(Buffer.concat(many));
    await game.waitForReplies(1);
    const stopped = porter.stop();
    await porter.waitForLog(({ msg }) => msg.startsWith('stopping'));
    for (const call of late) call.finish();
    const answers = await Promise.all(late.map(({ answered }) => answered));
    assert.equal(await game.waitForClose(), 'end');
    assert.equal(await stopped, 0);
    assert.deepEqual([game.replies.length, game.problems], [200, []]);
    assert.ok(game.replies.every(({ success }) => success));

    const record = await recordOf(porter);
    const noted = (name: string) => new Set(record.filter((line) => line.name === name).map(({ jti }) => jti));
    assert.deepEqual(noted('Last'), new Set(game.replies.map(({ token }) => jtiOf(token))));
    assert.deepEqual(
      noted('Late'),
      new Set(answers.map(({ text }) => jtiOf((JSON.parse(text) as { token: string }).token))),
    );
    const callers = new Set(record.map(({ caller }) => caller));
    for (const caller of ['tcp 127.0.0.1', 'http game', 'http web']) assert.ok(callers.has(caller), caller);
    const output = await porter.output();
    for (const secret of [SECRET, GAME, WEB, 'eyJ']) assert.ok(!output.includes(secret), secret);
  });
});

test('H11: on loopback too, a list of rooms over TCP grants no token for every room, whoever dials', async () => {
  await using listener = await listenJitsiConsumer();
  const port = await freePort();
  const tcp = { inbound: `127.0.0.1:${port}`, outbound: `127.0.0.1:${listener.port}`, rooms: ['game-*'] };
  await using porter = await openMeetings({ secret: SECRET, tcp });
  assert.ok(porter.running);
  await using dialling = await connectJitsiConsumer({ port });
  for (const game of [dialling, await listener.accept()]) {
    const [every, other, own] = [
      await game.request({ ...asked, channel: '*' }),
      await game.request(asked),
      await game.request({ ...asked, channel: 'game-1' }),
    ];
    assert.deepEqual([every.success, every.token], [false, '']);
    assert.match(every.message, /^channel: /);
    assert.equal(other.success, false);
    assert.equal(readToken(own.token, SECRET).payload['room'], 'game-1');
  }
});

test('a guest with a link comes to the meeting by the pages of a Porter without a homeserver', async () => {
  const sitePort = await freePort();
  await using porter = await openMeetings({ secret: SECRET }, pagesAt(sitePort));
  const link = await inviteTo(porter, 'lobby');
  assert.ok(link.startsWith(`http://127.0.0.1:${sitePort}/meet/`), link);

  const { page, sent, meeting } = await joinBy(link, 'Jürgen');
  assert.equal(page.status, 200);
  assert.match(page.html, /lobby/);
  assert.equal(sent.status, 303);
  assert.equal(`${meeting.origin}${meeting.pathname}`, 'https://meet.porter.test/lobby');
  const token = meeting.searchParams.get('jwt') ?? '';
  assert.equal(readToken(token, SECRET).payload['room'], 'lobby');
  assert.equal((await makeVisitor().open(link)).status, 410);

  assert.equal((await get(`${porter.operations}/readyz`)).status, 200);
  const { text } = await get(`${porter.operations}/metrics`);
  assert.match(text, /^porter_meetings_tokens_total\{way="guest",result="issued"\} 1$/m);
  const noted = await eventually(async () => (await recordOf(porter))[0]);
  assert.deepEqual([noted.name, noted.room, noted.jti], ['Jürgen', 'lobby', jtiOf(token)]);
  assert.match(noted.caller, /^guest /);
  assert.equal(await porter.stop('SIGHUP'), 0, 'a terminal that closes ends it as TERM does');
  assert.doesNotMatch(await porter.output(), /eyJ/);
});

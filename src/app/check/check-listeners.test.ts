import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../load-config.ts';
import { checkMeetingsGuards } from '../meetings/check-guards.ts';
import { checkListeners } from './check-listeners.ts';

const strong = 'x'.repeat(16);

function read(host: string, secret: string) {
  const { config, problems } = parseConfig(
    '/etc/porter/config.yaml',
    `meetings:
  { url: "https://meet.example.org", domain: meet.jitsi, appId: skotos, secret: ${strong},
    tcp: { inbound: "${host}:4114", secret: "${secret}" }, http: { listen: "${host}:8485" },
    callers: { game: { token: "${secret}" } } }
operations: { listen: "${host}:8486" }
`,
    0o600,
    {},
  );
  assert.deepEqual(problems, []);
  assert.ok(config);
  return config;
}

test('H9: every listener but the site that others can reach is warned of, in its own words', () => {
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) assert.deepEqual(checkListeners(read(host, strong)), []);
  for (const host of ['0.0.0.0', '[::]', '192.0.2.7']) {
    const lines = checkListeners(read(host, strong));
    assert.deepEqual(
      lines.map(({ part, level, code }) => [part, level, code]),
      [
        ['operations', 'warn', 'listener.open'],
        ['meetings', 'warn', 'listener.open'],
        ['meetings', 'warn', 'listener.open'],
      ],
    );
    const [operations, tcp, http] = lines.map(({ sentence }) => sentence);
    assert.match(operations ?? '', /asks for no token/);
    assert.match(tcp ?? '', /meetings\.tcp\.secret.*clear text/);
    assert.match(http ?? '', /callers' tokens.*clear text/);
  }
});

test('H9: the homeserver’s listener is warned of, too', () => {
  const appservice = { registration: 'registration.yaml', listen: { host: '0.0.0.0', port: 8482 } };
  const [line, ...others] = checkListeners({ ...read('127.0.0.1', strong), appservice });
  assert.deepEqual([line?.part, line?.level, others], ['appservice', 'warn', []]);
});

test('a game on another machine that Porter dials is warned of, with a secret or without', () => {
  const { meetings } = read('127.0.0.1', strong);
  assert.ok(meetings);
  const dialling = (host: string, more: object = {}) =>
    checkMeetingsGuards({
      ...meetings,
      tcp: { ...meetings.tcp, ...more, outbound: { host, port: 11_091 } } as typeof meetings.tcp,
    });
  assert.deepEqual(dialling('127.0.0.1'), []);
  assert.match(dialling('192.0.2.7')[0]?.sentence ?? '', /clear text: it is guarded by meetings\.tcp\.secret alone/);
  assert.match(
    dialling('192.0.2.7', { secret: undefined })[0]?.sentence ?? '',
    /whoever answers there is given tokens/,
  );
});

test('H11: a guard that can be guessed is warned of by its key, never by its text', () => {
  const { meetings } = read('127.0.0.1', strong);
  assert.ok(meetings);
  assert.deepEqual(checkMeetingsGuards(meetings), []);
  for (const [secret, length] of [
    ['1', '1 byte'],
    ['canary-weak-123', '15 bytes'],
  ] as const) {
    const weak = read('127.0.0.1', secret).meetings;
    assert.ok(weak);
    assert.deepEqual(
      checkMeetingsGuards(weak).map(({ level, code, sentence }) => [level, code, sentence]),
      ['meetings.tcp.secret', 'meetings.callers.game.token'].map((key) => [
        ...['warn', 'meetings.weak-guard'],
        `${key} has ${length}: it can be guessed.`,
      ]),
    );
  }
});

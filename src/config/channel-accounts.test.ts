import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../app/load-config.ts';

const RELAY =
  'notifications: { targets: { ops: ["email:ops@example.org"] } }\nmail: { from: a@example.org, smtp: "smtps://porter@mail.example.org", password: word }\n';

/** What is read and said of these lines below `channels`, which begin in line 3. */
function read(...lines: readonly string[]) {
  const text = `${RELAY}channels:\n${lines.map((line) => `  ${line}\n`).join('')}`;
  const { config, problems } = parseConfig('config.yaml', text, 0o600, {});
  return {
    channels: plain(config?.channels) as Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined,
    problems: problems.map(({ line, column, key, sentence }) => `${line}:${column} ${key} ${sentence}`),
    remedies: problems.map(({ remedy }) => remedy),
  };
}

/** With secrets in clear, and without what is left out. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('reveal' in value && typeof value.reveal === 'function') return (value.reveal as () => unknown)();
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [key, plain(inner)]));
}

test('an account has every setting of its channel that it leaves out, and needs no section of its channel', () => {
  const { channels, problems } = read(
    'discord: { token: one, serverUrl: "https://discord.example/join", webhooks: { ops: hook } }',
    'discord@alarm: { token: two }',
    'discord@night: { serverurl: "https://discord.example/night" }',
    'matrix@router1: { url: "https://matrix.example", token: three }',
  );
  assert.deepEqual(problems, []);
  const { serverUrl, webhooks, ...alarm } = channels?.['discord@alarm'] ?? {};
  assert.deepEqual([serverUrl, webhooks], ['https://discord.example/join', { ops: 'hook' }]);
  assert.equal(alarm['token'], 'two');
  assert.partialDeepStrictEqual(channels?.['discord@night'], {
    token: 'one',
    serverurl: 'https://discord.example/night',
  });
  assert.equal(channels?.['discord@night']?.['serverUrl'], undefined);
  assert.deepEqual(channels?.['matrix@router1'], { url: 'https://matrix.example', token: 'three' });
  assert.equal(channels?.['matrix'], undefined);
});

test('what cannot stand beside a setting of the account is not taken over', () => {
  const user = 'telegram: { session: s, apiid: 7, apiHash: h }';
  const bot = 'telegram: { bottoken: "1:a", url: "http://127.0.0.1:1" }';
  assert.partialDeepStrictEqual(read(user, 'telegram@alarm: { botToken: "2:b" }').channels?.['telegram@alarm'], {
    ...{ as: 'bot', token: '2:b' },
  });
  assert.partialDeepStrictEqual(read(user, 'telegram@alarm: { session: t }').channels?.['telegram@alarm'], {
    ...{ as: 'user', session: 't', apiId: 7, apiHash: 'h' },
  });
  assert.partialDeepStrictEqual(read(bot, 'telegram@alarm: { botToken: "2:b" }').channels?.['telegram@alarm'], {
    ...{ as: 'bot', token: '2:b', url: 'http://127.0.0.1:1' },
  });
  const xmpp = 'xmpp: { service: "xmpp://127.0.0.1", domain: one.example, credentials: { username: a, password: b } }';
  const credentials = (username: string) => `{ credentials: { username: ${username}, password: c } }`;
  assert.partialDeepStrictEqual(read(xmpp, `xmpp@alarm: ${credentials('alarm')}`).channels?.['xmpp@alarm'], {
    ...{ domain: 'one.example', credentials: { username: 'alarm', password: 'c' } },
  });
  const whole = read(xmpp, `xmpp@alarm: ${credentials('alarm@two.example')}`).channels?.['xmpp@alarm'];
  assert.equal(whole?.['domain'], undefined);
});

test('what proves to one server who Porter is goes to no other', () => {
  const { problems } = read(
    'matrix: { url: "https://one.example", token: t }',
    'matrix@other: { url: "https://two.example" }',
    'xmpp: { service: one.example, credentials: { username: a, password: b } }',
    'xmpp@other: { service: two.example }',
    'discord: { token: t }',
    'discord@other: { api: "https://two.example" }',
    'telegram: { bottoken: "1:a" }',
    'telegram@other: { url: "https://two.example" }',
  );
  assert.deepEqual(problems.slice(0, 2), [
    '5:17 channels.matrix@other.token is required',
    '7:15 channels.xmpp@other.credentials is required',
  ]);
  assert.match(problems[2] ?? '', /^9:18 channels\.discord@other /);
  assert.match(problems[3] ?? '', /^11:19 channels\.telegram@other needs botToken/);
  const { channels } = read('email@other: { smtp: "smtp://two.example" }');
  const { user, password, smtp } = channels?.['email@other'] ?? {};
  assert.deepEqual([user, password, (smtp as Record<string, unknown>)['user']], [undefined, undefined, undefined]);
});

test('mail has accounts too: with another sender, or at another server', () => {
  const { channels, problems } = read('email@alarm: { from: alarm@example.org }');
  assert.deepEqual(problems, []);
  const { from, smtp, password } = channels?.['email@alarm'] ?? {};
  assert.deepEqual([(from as Record<string, unknown>)['address'], password], ['alarm@example.org', 'word']);
  assert.partialDeepStrictEqual(smtp, { host: 'mail.example.org', user: 'porter' });
  assert.deepEqual(read('email@alarm: { user: x }').problems, [
    '4:24 channels.email@alarm.user is also part of channels.email@alarm.smtp',
  ]);
});

test('every problem stands where its value stands, once', () => {
  const { problems } = read(
    'telegram: { bottoken: "1:a", url: nowhere }',
    'telegram@one: { bottoken: "2:b" }',
    'telegram@two: { bottoken: "3:c", connectionRetries: many, sesion: x }',
    'matrix@lost: { url: "https://matrix.example" }',
  );
  assert.deepEqual(problems, [
    '4:37 channels.telegram.url must be an address that begins with http:// or https://',
    '6:55 channels.telegram@two.connectionRetries must be a number, is other text',
    '6:61 channels.telegram@two.sesion is not a known key (did you mean "session"?)',
    '7:16 channels.matrix@lost.token is required',
  ]);
});

test('a section whose name is no account is told with the reason', () => {
  const { problems, remedies } = read(
    ...['telegramm@alarm: { bottoken: "1:a" }', 'pigeon@alarm: {}', 'telegram@Alarm: {}', 'telegram@: {}'],
    ...['xmpp@alarm: {}', 'discord@alarm:', 'matrix@a@b: {}'],
  );
  assert.deepEqual(problems, [
    '4:3 channels.telegramm@alarm names the channel telegramm, which there is not',
    '5:3 channels.pigeon@alarm names the channel pigeon, which there is not',
    '6:3 channels.telegram@Alarm must name the account with a-z, 0-9, - and _ behind the @',
    '7:3 channels.telegram@ must name the account with a-z, 0-9, - and _ behind the @',
    '8:3 channels.xmpp@alarm has no setting of its own, so it is no other account',
    '10:3 channels.matrix@a@b must name the account with a-z, 0-9, - and _ behind the @',
    '8:15 channels.xmpp@alarm.service is required',
    '8:15 channels.xmpp@alarm.credentials is required',
    '9:17 channels.discord@alarm must be a section, is empty',
  ]);
  assert.deepEqual(remedies.slice(0, 3), [
    'did you mean telegram@…?',
    'channels are matrix, telegram, discord, xmpp, email',
    'write it such as telegram@alarm',
  ]);
});

test('a pasted block and the section homeserver are taken over as well', () => {
  const text = `${RELAY}messaging: { Telegram: { BotToken: "1:a", URL: "http://127.0.0.1:1" } }
channels: { "telegram@alarm": { botToken: "2:b" }, "matrix@router1": { token: t } }
homeserver: { serverName: example.org, address: "http://127.0.0.1:8008" }
appservice: { listen: "127.0.0.1:8481", registration: registration.yaml }
`;
  const { config, problems } = parseConfig('config.yaml', text, 0o600, {});
  assert.deepEqual(problems, []);
  assert.partialDeepStrictEqual(plain(config?.channels), {
    'telegram@alarm': { token: '2:b', url: 'http://127.0.0.1:1' },
    'matrix@router1': { url: 'http://127.0.0.1:8008', token: 't' },
  });
});

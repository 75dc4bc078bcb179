import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../app/load-config.ts';

const RELAY = 'notifications: { targets: { ops: ["telegram:-100123"] } }\n';

function read(text: string, mode = 0o600) {
  const { config, problems, warnings } = parseConfig('config.yaml', text + RELAY, mode, {});
  const shown = (all: typeof problems) =>
    all.map(({ line, column, key, sentence }) => `${line}:${column} ${key} ${sentence}`);
  return { channels: config?.channels, problems: shown(problems), warnings: shown(warnings), remedies: problems };
}
/** What is read, with its secrets in clear. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('reveal' in value && typeof value.reveal === 'function') return { secret: value.reveal() };
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [key, plain(inner)]));
}

/** As such a server's file has it, with names in its own and in other spellings. */
const pasted = `"messaging": {
  "Telegram": {
    "apiid": 4242,
    "APIHASH": "hash",
    "session": "1AgAO",
    "usewss": true,
    "connectionretries": 7,
    "proxy": { "ip": "127.0.0.1", "port": 1080, "sockstype": 5, "mtproxy": false, "Timeout": 5 },
    "_comment": "off"
  },
  "discord": { "token": "discord-token", "serverUrl": "https://discord.example/join" },
  "XMPP": { "service": "example.org", "credentials": { "username": "porter", "password": "word" } },
  "_sms": { "provider": "none" },
  "callmebot": true,
  "pushover": { "token": "po" },
  "ntfy": true,
  "zulip": { "realm": "x" },
  "slack": {},
  "signal": {},
  "discordOld": null
}
`;

test('the whole block is read as channels, whatever the case of its names', () => {
  const { channels, problems, warnings } = read(pasted);
  assert.deepEqual(problems, []);
  assert.deepEqual(plain(channels), {
    telegram: {
      ...{ as: 'user', apiId: 4242, apiHash: { secret: 'hash' }, session: { secret: '1AgAO' } },
      ...{ useWSS: true, connectionRetries: 7 },
      proxy: { ip: '127.0.0.1', port: 1080, socksType: 5, MTProxy: false, timeout: 5 },
    },
    discord: {
      ...{ token: { secret: 'discord-token' }, serverUrl: 'https://discord.example/join' },
      ...{ webhooks: {}, api: 'https://discord.com/api' },
    },
    xmpp: {
      service: { kind: 'domain', domain: 'example.org' },
      ...{ credentials: { username: 'porter', password: { secret: 'word' } }, resource: 'porter' },
    },
  });
  const left = 'is left out: Porter does not send there';
  assert.deepEqual(warnings, [
    '13:3 messaging._sms is left out: its name begins with _',
    ...['callmebot', 'pushover', 'ntfy', 'zulip', 'slack', 'signal'].map(
      (name, index) => `${14 + index}:3 messaging.${name} ${left}`,
    ),
    '20:3 messaging.discordOld is left out: it is empty',
    '1:1 messaging holds secrets in clear text: Telegram.APIHASH, Telegram.session, discord.token, XMPP.credentials.password',
  ]);
});

test('it means what the same keys mean below channels, as YAML and as JSON, with spaces and with tabs', () => {
  const yaml = (name: string) =>
    `${name}:\n  telegram: { bottoken: "1:a" }\n  xmpp:\n    service: "xmpp://127.0.0.1:5222"\n    domain: example.org\n    credentials: { username: a, password: b }\n`;
  const json = `"messaging": {\n\t"telegram": {\n\t\t"bottoken": "1:a"\n\t},\n\t"xmpp": {\n\t\t"service": "xmpp://127.0.0.1:5222",\n\t\t"domain": "example.org",\n\t\t"credentials": {"username": "a", "password": "b"}\n\t}\n}\n`;
  const wanted = plain(read(yaml('channels')).channels);
  assert.ok(wanted);
  for (const text of [
    yaml('messaging'),
    yaml('Messaging'),
    json,
    json.replaceAll('\t', '  '),
    json.replaceAll('"x', '"X'),
  ]) {
    const { channels, problems } = read(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(plain(channels), wanted);
  }
});

test('a problem names the line and the spelling of the block', () => {
  const { problems } = read(`messaging:
  Telegram: { APIID: no, apihash: h, session: s }
  discord: { token: x, serverurl: nonsense, tokn: y }
  XMPP: { Service: "wss://example.org", username: a }
  telegramm: { bottoken: x }
`);
  assert.deepEqual(problems.toSorted(), [
    '2:22 messaging.Telegram.APIID must be the number that my.telegram.org shows as api_id',
    '3:35 messaging.discord.serverurl must be an address that begins with http:// or https://',
    '3:45 messaging.discord.tokn is not a known key (did you mean "token"?)',
    '4:20 messaging.XMPP.Service is the address of a WebSocket, which Porter does not speak to an XMPP server',
    '4:9 messaging.XMPP.credentials.password is required',
    '5:3 messaging.telegramm is not a known key (did you mean "telegram"?)',
  ]);
});

test('other channels may stand beside the block, the same one may not', () => {
  const both = read('channels: { discord: { token: x } }\nmessaging: { telegram: { bottoken: "1:a" } }\n');
  assert.deepEqual(both.problems, []);
  assert.deepEqual(Object.keys(both.channels ?? {}).toSorted(), ['discord', 'telegram']);
  assert.deepEqual(
    read('channels: { telegram: { botToken: "1:b" } }\nmessaging: { Telegram: { bottoken: "1:a" } }\n').problems,
    ['2:14 messaging.Telegram is the same as channels.telegram'],
  );
  assert.deepEqual(read('messaging: { telegram: { bottoken: a }, TELEGRAM: { bottoken: b } }\n').problems, [
    '1:41 messaging.TELEGRAM is the same as messaging.telegram',
  ]);
  assert.equal(read('messaging: {}\nMessaging: {}\n').problems[0], '2:1 Messaging is the same as messaging');
  assert.match(read('messaging: [1]\n').problems.join(), /^1:12 messaging must be a section/);
  assert.match(
    read('channels: 7\nmessaging: { telegram: { bottoken: a } }\n').problems.join(),
    /^1:11 channels must be/,
  );
});

test('what that server takes together and Porter does not is adapted, and said', () => {
  const bot = read(
    'messaging: { telegram: { apiid: 1, apihash: h, bottoken: "1:a", Session: s, proxy: { ip: x, port: 1 } } }\n',
  );
  assert.deepEqual(bot.problems, []);
  assert.deepEqual(plain(bot.channels), {
    telegram: { as: 'bot', token: { secret: '1:a' }, url: 'https://api.telegram.org' },
  });
  assert.match(bot.warnings.join('\n'), /1:65 messaging\.telegram\.Session is left out/);
  assert.match(bot.warnings.join('\n'), /messaging\.telegram\.proxy is not used/);
  const flat = read(
    'messaging: { telegram: { bottoken: "1:a" }, xmpp: { service: example.org, username: a, password: b } }\n',
  );
  assert.deepEqual(flat.problems, []);
  assert.ok(flat.channels);
});

test('secrets of the block may be files, and those in it need a file that nobody else reads', () => {
  const { warnings, problems } = read('messaging: { telegram: { bottoken: { file: telegram.token } } }\n');
  assert.deepEqual([warnings, problems], [[], []]);
  const open = read('messaging: { telegram: { bottoken: canary } }\n', 0o644);
  assert.match(open.problems.join(), /holds a secret and can be read by other users/);
  const foreign = read('messaging: { telegram: { bottoken: { env: NONE } }, pushover: { token: canary } }\n', 0o644);
  assert.match(foreign.problems.join(), /holds a secret and can be read by other users/);
  assert.doesNotMatch([...open.problems, ...open.warnings, ...foreign.warnings].join(), /canary/);
});

test('a block that was cut out with its indentation or its comma says so; tabs of YAML itself stay refused', () => {
  for (const text of [`x: 1\n  "messaging": {\n    "ntfy": true\n  }\n`, `"messaging": {\n  "ntfy": true\n},\n`]) {
    const { remedies } = read(text);
    assert.match(String(remedies[0]?.remedy), /begins at the start of a line, and has no comma/, text);
  }
  assert.match(read('messaging:\n\ttelegram:\n\t\tbottoken: a\n').problems.join(), /indented with a tab/);
  assert.match(read('messaging: {\n\t"telegram": {\n\t\t"bottoken": "a\n}}\n').problems.join(), /^\d/);
});

test('H14: names that objects have by themselves are keys like others', () => {
  const { problems } = read('messaging: { telegram: { bottoken: "1:a", __proto__: { x: 1 }, constructor: 2 } }\n');
  assert.deepEqual(problems, ['1:64 messaging.telegram.constructor is not a known key']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../load-config.ts';

/** What is said of a relay with these lines, as `key sentence; remedy`. */
const said = (lines: string): readonly string[] =>
  parseConfig(
    'config.yaml',
    `mail: { from: a@example.org, smtp: "smtp://127.0.0.1:25" }\n${lines}\n`,
    0o600,
    {},
  ).problems.map(({ key, sentence, remedy }) => `${key} ${sentence}${remedy === undefined ? '' : `; ${remedy}`}`);
const target = (address: string) => said(`notifications: { targets: { ops: ["${address}"] } }`);
const own = (line: string) => said(`notifications: { targets: { ops: ["email:a@example.org"] }, ${line} }`);
const senders = (text: string) =>
  said(`notifications: { targets: { ops: ["email:a@example.org"] } }\nintake: { senders: { ${text} } }`);

test('an address without its channel is told with it', () => {
  const key = 'notifications.targets.ops';
  assert.deepEqual(target('email:ops@example.org'), []);
  assert.deepEqual(target('ops@example.org'), [
    `${key} names ops@example.org, which is no target; did you mean email:ops@example.org?`,
  ]);
  assert.deepEqual(target('#team:example.org'), [
    `${key} names #team:example.org, which is no target; did you mean matrix:#team:example.org?`,
  ]);
  assert.deepEqual(target('-100123'), [`${key} names -100123, which is no target; did you mean telegram:-100123?`]);
  assert.deepEqual(target('team'), [`${key} names team, which is no target; notifications.targets has ops`]);
});

test('a name that cannot stand there is told with the reason', () => {
  const names = (name: string) => said(`notifications: { targets: { "${name}": ["email:a@example.org"] } }`);
  assert.deepEqual(names('Ops Team'), [
    'notifications.targets.Ops Team must begin with a letter or digit and hold only a-z, 0-9, - and _',
  ]);
  assert.deepEqual(names('message'), [
    'notifications.targets.message must not be message, which is part of the address of a door',
  ]);
});

test('where a value has several forms, all of them are told', () => {
  const time = 'a time such as 90s, 15m, 12h or 2 days';
  assert.deepEqual(own('merge: off'), []);
  assert.deepEqual(own('merge: ten'), [`notifications.merge must be off or ${time}, is "ten"`]);
  assert.deepEqual(own('merge: 10'), [`notifications.merge must be off or ${time}, is 10`]);
  assert.deepEqual(own('flood: 120'), ['notifications.flood must be off or a section, is 120']);
  assert.deepEqual(own('flood: { perMinut: 5 }'), [
    'notifications.flood.perMinut is not a known key (did you mean "perMinute"?)',
  ]);
  assert.deepEqual(said('notifications: { targets: { ops: "email:a@example.org" } }'), [
    'notifications.targets.ops must be a list or a section, is other text',
  ]);
  assert.deepEqual(said('notifications: { targets: { ops: [5] } }'), [
    'notifications.targets.ops.0 must be text, is 5',
  ]);
  assert.deepEqual(said('notifications: { targets: { ops: { too: [a] } } }'), [
    'notifications.targets.ops.to is required',
    'notifications.targets.ops.too is not a known key (did you mean "to"?)',
  ]);
});

test('replies need a homeserver, where the people who write get a user', () => {
  const replies = (room: string) =>
    said(`notifications: { targets: { ops: { to: ["email:a@example.org"], replies: "${room}" } } }`);
  assert.deepEqual(replies('!room:example.org'), [
    'notifications.targets.ops.replies needs homeserver, because each person who writes gets a Matrix user there; add it, or leave replies out',
  ]);
  assert.deepEqual(replies('#room:example.org'), [
    'notifications.targets.ops.replies must be a room ID such as !room:example.org, is "#room:example.org"',
  ]);
});

test('quiet hours are two times of the day, by the clocks of a zone that there is', () => {
  const target = (line: string) =>
    said(`notifications: { targets: { night: { to: ["email:a@example.org"], ${line} } } }`);
  const key = 'notifications.targets.night.quiet';
  for (const hours of ['22:00-07:00', '9:30 - 10:00', '00:00–06:00']) assert.deepEqual(target(`quiet: "${hours}"`), []);
  for (const wrong of ['22-7', '22:00', '24:00-07:00', '22:60-07:00', '22:00-07:00-08:00', '']) {
    assert.deepEqual(target(`quiet: "${wrong}"`), [`${key} must be two times of the day such as 22:00-07:00`]);
  }
  assert.deepEqual(target('quiet: "7:00-07:00"'), [`${key} ends when it begins, at 07:00`]);
  assert.deepEqual(own('timeZone: Europe/Berlin'), []);
  assert.deepEqual(own('timeZone: Europe/Berln'), [
    'notifications.timeZone must be the name of a time zone such as Europe/Berlin or UTC; did you mean Europe/Berlin?',
  ]);
});

test('a digest has a sensible length, and what a route clears can be read and waits for its end', () => {
  const target = (digest: string) =>
    said(`notifications: { targets: { night: { to: ["email:a@example.org"], digest: ${digest} } } }`);
  assert.deepEqual([target('1h'), target('31 days')], [[], []]);
  for (const wrong of ['0', '32 days']) {
    assert.deepEqual(target(wrong), ['notifications.targets.night.digest must be between a second and 31 days']);
  }
  const route = (line: string) => own(`routes: [{ origin: registration, to: [ops], ${line} }]`);
  assert.deepEqual(route('merge: off, flood: off, digest: off'), []);
  assert.deepEqual(route('digest: 5m, flood: { perMinute: 3 }, clears: { "{thing} up": "{thing} down" }'), []);
  assert.deepEqual(route('clears: { "up": "{thing} down*" }, digest: 1m'), [
    'notifications.routes.0.clears holds "up", which must have {thing} in it once, for the name of what begins and ends',
  ]);
  const idle = (line: string) =>
    parseConfig(
      'config.yaml',
      `mail: { from: a@example.org, smtp: "smtp://127.0.0.1:25" }
notifications:
  targets: { ops: ["email:a@example.org", night], night: { to: ["email:b@example.org"], digest: 1h } }
  routes: [{ to: [ops], clears: { "{thing} up": "{thing} down" }${line} }]
`,
      0o600,
      {},
    ).warnings.flatMap(({ key, sentence }) => (key.includes('clears') ? [sentence] : []));
  assert.deepEqual(idle(''), []);
  assert.deepEqual(idle(', digest: off'), ['clears nothing, because what takes this route goes out at once']);
});

test('a token that two senders have is told with both names', () => {
  assert.deepEqual(senders('router: { token: t1, to: [ops] }, kuma: { token: "t1\\n", to: [ops] }'), [
    'intake.senders.kuma.token is also the token of router; each needs one of its own',
  ]);
});

test('an address that the channel is not set up for is refused with the key that it needs', () => {
  const discord = (settings: string, address: string) =>
    said(`channels: { discord: ${settings} }\nnotifications: { targets: { ops: ["discord:${address}"] } }`);
  const webhooks = '{ webhooks: { ops: "https://discord.com/api/webhooks/90/canary" } }';
  const key = 'notifications.targets.ops';
  assert.deepEqual(discord(webhooks, 'webhook:ops'), []);
  assert.deepEqual(discord(webhooks, 'webhook:op'), [
    `${key} holds discord:webhook:op, which needs channels.discord.webhooks.op; add it, or leave the address out`,
  ]);
  assert.deepEqual(discord(webhooks, 'channel:42'), [
    `${key} holds discord:channel:42, which needs channels.discord.token, because only a bot reaches it; add it, or leave the address out`,
  ]);
});

test('a route that no sender can take is told; one for a part of Porter needs none', () => {
  const warned = (origin: string, to: string) =>
    parseConfig(
      'config.yaml',
      `mail: { from: a@example.org, smtp: "smtp://127.0.0.1:25" }
notifications:
  targets: { ops: ["email:a@example.org"], night: ["email:b@example.org"] }
  routes: [{ origin: ${origin}, to: [${to}] }]
intake: { senders: { router: { token: 0123456789abcdef, to: [ops] } } }
`,
      0o600,
      {},
    ).warnings.flatMap(({ key, sentence }) => (key.includes('routes') ? [sentence] : []));
  assert.deepEqual(warned('router', 'night'), [
    'leads to targets that no sender may reach, so nothing takes this route',
  ]);
  assert.deepEqual([warned('router', 'ops'), warned('registration', 'night')], [[], []]);
});

test('a way in for mail that other machines reach needs a certificate, because they cannot log in without', () => {
  const smtp = (text: string) =>
    said(
      `notifications: { targets: { ops: ["email:a@example.org"] } }\nintake: { smtp: ${text}, senders: { a: { token: t1, to: [ops] } } }`,
    );
  assert.deepEqual(smtp('{}'), []);
  assert.deepEqual(smtp('{ listen: "[::1]:25" }'), []);
  assert.deepEqual(smtp('{ listen: "0.0.0.0:587", tls: { cert: a.pem, key: b.pem } }'), []);
  assert.deepEqual(smtp('{ listen: "0.0.0.0:587" }'), [
    'intake.smtp.listen can be reached from other machines, which cannot log in without TLS; set intake.smtp.tls, or listen on 127.0.0.1',
  ]);
  assert.deepEqual(smtp('{ tls: { cert: a.pem } }'), ['intake.smtp.tls.key is required']);
});

/** What is said of a route, as `key sentence`, in a relay whose channels have accounts. */
function ofRoute(route: string, targets = '{ ops: ["telegram:-1", "email:a@example.org"] }') {
  const { problems, warnings } = parseConfig(
    'config.yaml',
    `mail: { from: a@example.org, smtp: "smtp://127.0.0.1:25" }
channels:
  telegram: { botToken: "1:a" }
  telegram@alarm: { botToken: "2:b" }
  discord: { token: t }
  discord@alarm: { webhooks: { ops: u }, token: u }
  email@night: { from: b@example.org }
notifications: { targets: ${targets}, routes: [${route}] }
intake: { senders: { router: { token: 0123456789abcdef, to: [ops] } } }
`,
    0o600,
    {},
  );
  const shown = (all: typeof problems) => all.map(({ line, key, sentence }) => `${line} ${key} ${sentence}`);
  return { problems: shown(problems), warnings: shown(warnings) };
}

test('an account that a route or an address names is there, and can reach where it leads', () => {
  const nothing = { problems: [], warnings: [] };
  assert.deepEqual(ofRoute('{ origin: router, account: alarm }'), nothing);
  assert.deepEqual(ofRoute('{ account: night, to: [ops] }'), nothing);
  const key = 'notifications.routes.0.account';
  assert.deepEqual(ofRoute('{ account: alrm }').problems, [`8 ${key} names alrm, and no channel has such an account`]);
  assert.deepEqual(ofRoute('{ account: Alarm! }').problems, [`8 ${key} must be the name of an account`]);
  const discord = ofRoute('{ account: alarm }', '{ ops: ["discord:webhook:ops", "discord:channel:42"] }');
  assert.deepEqual(discord.problems, [
    '8 notifications.targets.ops holds discord:webhook:ops, which needs channels.discord.webhooks.ops',
  ]);
  assert.deepEqual(ofRoute('{ account: night }', '{ ops: ["telegram:-1"] }').warnings, [
    `8 ${key} changes nothing: no target of this route is on a channel with the account night`,
  ]);
  const address = (text: string) => ofRoute('', `{ ops: ["${text}"] }`).problems;
  assert.deepEqual(address('telegram@alarm:-1'), []);
  assert.deepEqual(address('discord@alarm:webhook:ops'), []);
  const target = '8 notifications.targets.ops';
  assert.deepEqual(address('discord@alarm:webhook:no'), [
    `${target} holds discord@alarm:webhook:no, which needs channels.discord@alarm.webhooks.no`,
  ]);
  assert.deepEqual(address('telegram@night:-1'), [
    `${target} holds telegram@night:-1, and there is no channels.telegram@night in this file`,
  ]);
  assert.deepEqual(address('telegramm@alarm:-1'), [
    `${target} holds telegramm@alarm:-1: names the channel telegramm@alarm, which there is not`,
  ]);
});

test('a relay without a target is told so', () => {
  const { problems, warnings } = parseConfig('config.yaml', 'notifications: { targets: {} }\n', 0o600, {});
  assert.deepEqual(problems, []);
  assert.deepEqual(
    warnings.map(({ line, key, sentence }) => `${line} ${key} ${sentence}`),
    ['1 notifications.targets names nobody, so only porter send --to ADDRESS reaches people'],
  );
});

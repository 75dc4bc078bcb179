import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { parseConfig } from '../app/load-config.ts';

const meetings = (more: string, secret = 'secret: s3cr3t') =>
  `meetings: { url: "https://meet.example.org", domain: meet.jitsi, appId: skotos, ${[secret, more].filter(Boolean).join(', ')} }\n`;
const inbound = 'tcp: { inbound: "127.0.0.1:4114" }';

const read = (text: string) => parseConfig('/etc/porter/config.yaml', text, 0o600, {});
const told = (text: string) => read(text).problems.map(({ key, sentence }) => `${key} ${sentence}`);

test('Porter with nothing but this section needs no homeserver, and keeps its record in the usual place', () => {
  const { config, problems } = read(meetings(inbound));
  assert.deepEqual(problems, []);
  assert.ok(config !== undefined && config.registration === undefined);
  assert.equal(config.storage.sqlite, path.resolve('/etc/porter/data/porter.db'));
  assert.deepEqual(config.meetings?.tcp?.inbound, { host: '127.0.0.1', port: 4114 });
  assert.equal(config.meetings?.record, 'all');
});

test('a section that nobody reads is told, with the part that would', () => {
  const problems = told(`${meetings(inbound)}mail: { from: p@example.org, smtp: "smtp://127.0.0.1:25" }\n`);
  assert.deepEqual(problems, ['mail is of no use without registration or notifications or accounts']);
});

test('a section with no way in is one sentence', () => {
  assert.deepEqual(told(meetings('')), ['meetings has no way in']);
  assert.deepEqual(told(meetings('tcp: {}')), ['meetings has no way in']);
  assert.deepEqual(told(meetings('http: { listen: "127.0.0.1:8485" }')), [
    'meetings.callers is empty, so nobody may ask',
  ]);
});

test('callers that have no listener to ask at are told; a Porter for TCP alone needs none', () => {
  assert.deepEqual(told(meetings(`${inbound}, callers: { game: { token: t } }`)), [
    'meetings.callers is of no use without http',
  ]);
  assert.deepEqual(told(meetings(inbound)), []);
});

test('domain, appId and a secret or keys must be there', () => {
  assert.deepEqual(told('meetings: { url: "https://meet.example.org", secret: s, tcp: { inbound: "127.0.0.1:1" } }'), [
    'meetings.domain is required',
    'meetings.appId is required',
  ]);
  assert.deepEqual(told(meetings(inbound, '')), ['meetings.secret is required']);
  const key = '{ id: a, private: x }';
  assert.deepEqual(told(meetings(`${inbound}, keys: [${key}]`)), ['meetings.keys stands beside secret']);
  assert.deepEqual(told(meetings(`${inbound}, keys: [${key}, ${key}]`, '')), ['meetings.keys names one id twice']);
});

test('H11: a port that is open to the network asks for an allow-list or a secret', () => {
  assert.deepEqual(told(meetings('tcp: { inbound: "0.0.0.0:4114" }')), [
    'meetings.tcp.inbound is open to the network, and whoever reaches it may enter every meeting',
  ]);
  assert.deepEqual(told(meetings('tcp: { inbound: "0.0.0.0:4114", allow: ["10.0.0.0/8"] }')), []);
  assert.deepEqual(told(meetings('tcp: { inbound: "0.0.0.0:4114", secret: word }')), []);
});

test('two ways in on one port, and pages without a key, are told', () => {
  assert.deepEqual(told(meetings(`${inbound}, http: { listen: "127.0.0.1:4114" }, callers: { game: { token: t } }`)), [
    'meetings.http.listen is the same as meetings.tcp.inbound',
  ]);
  const site = 'site: { listen: "127.0.0.1:8480", publicUrl: "https://join.example.org" }';
  assert.deepEqual(told(`${meetings('')}${site}\n`), ['secrets is required for the links of the site']);
  assert.deepEqual(told(`${meetings('')}${site}\nsecrets: { key: k }\n`), []);
});

test('the hosted Jitsi takes key pairs alone, with ids of its own form', () => {
  const hosted = (more: string) =>
    `meetings: { url: "https://8x8.vc", domain: vpaas-magic-cookie-1, appId: chat, profile: hosted, ${inbound}, ${more} }\n`;
  assert.deepEqual(told(hosted('secret: s')), ['meetings.secret is nothing that the hosted Jitsi takes']);
  assert.deepEqual(told(hosted('keys: [{ id: mine, private: x }]')), [
    'meetings.keys must have ids that begin with vpaas-magic-cookie-1/ for the hosted Jitsi',
  ]);
  assert.deepEqual(told(hosted('keys: [{ id: vpaas-magic-cookie-1/a, private: x }]')), []);
});

test('the hosted Jitsi has one issuer and one audience, and others are refused before a token is', () => {
  const hosted = (change: string) =>
    `meetings: { url: "https://8x8.vc", domain: vpaas-1, profile: hosted, ${inbound}, keys: [{ id: vpaas-1/a, private: x }], ${change} }\n`;
  assert.deepEqual(told(hosted('appId: vpaas-1')), ['meetings.appId must be chat for the hosted Jitsi']);
  assert.deepEqual(told(hosted('appId: chat, audience: mine')), [
    'meetings.audience must be jitsi for the hosted Jitsi',
  ]);
});

test('the pages of a tenant want tokens for that tenant, and another domain is warned of', () => {
  const warned = (url: string, domain: string) => {
    const text = meetings(inbound)
      .replace('https://meet.example.org', url)
      .replace('domain: meet.jitsi', `domain: "${domain}"`);
    const { problems, warnings } = read(text);
    assert.deepEqual(problems, []);
    return warnings.map(({ key, sentence }) => `${key} ${sentence}`);
  };
  assert.deepEqual(warned('https://meet.example.org/Club', 'meet.jitsi'), [
    'meetings.url leads to the rooms of a tenant, Club, which a token for meet.jitsi does not open',
  ]);
  for (const domain of ['club', 'Club', '*']) assert.deepEqual(warned('https://meet.example.org/club/', domain), []);
  assert.deepEqual(warned('https://meet.example.org/', 'meet.jitsi'), []);
  const hosted = `meetings: { url: "https://8x8.vc/vpaas-1", domain: vpaas-1, appId: chat, profile: hosted, ${inbound}, keys: [{ id: vpaas-1/a, private: x }] }\n`;
  assert.deepEqual(told(hosted), ['meetings.url must have no path for the hosted Jitsi: Porter adds the AppID itself']);
});

test('an algorithm that no Jitsi takes is refused with that reason, whatever the profile', () => {
  const key = (algorithm: string) => meetings(`${inbound}, keys: [{ id: a, private: x, algorithm: ${algorithm} }]`, '');
  assert.deepEqual(told(key('RS256')), []);
  for (const other of ['ES256', 'PS256', 'EdDSA', 'HS256', 'none']) {
    const { problems } = read(key(other));
    assert.deepEqual(
      problems.map(({ key }) => key),
      ['meetings.keys.0.algorithm'],
    );
    assert.match(
      `${problems[0]?.sentence}`,
      new RegExp(`^must be RS256, is "${other}": no Jitsi takes .* from loading the others`),
    );
    assert.match(`${problems[0]?.remedy}`, /openssl genpkey -algorithm RSA/);
  }
});

test('a domain that no Prosody has, and a leeway that none grants, are refused', () => {
  for (const domain of ['https://meet.example.org', 'meet.example.org:443', 'meet.example.org/x', 'a@meet.jitsi']) {
    const text = meetings(inbound).replace('domain: meet.jitsi', `domain: "${domain}"`);
    assert.match(
      told(text).join('\n'),
      /^meetings\.domain must be the XMPP domain alone, .* no https:\/\/, port or path$/,
    );
  }
  assert.deepEqual(told(meetings(`${inbound}, leeway: 0`)), [
    'meetings.leeway must be from one second to one hour, because Prosody grants none',
  ]);
});

test('keys can be published where no program asks over HTTP', () => {
  const http = 'http: { listen: "127.0.0.1:8485" }';
  assert.deepEqual(told(meetings(`${inbound}, ${http}, keys: [{ id: a, private: x }]`, '')), []);
});

test('a file of a secret that is not there is named with how to come by one', () => {
  const remedyOf = (text: string) => read(text).problems.map(({ remedy }) => remedy);
  const back = 'put it back from its backup, or';
  assert.deepEqual(remedyOf(meetings('tcp: { inbound: "127.0.0.1:1", secret: { file: no.token } }')), [
    `${back} make a new one and tell whoever sends it: (umask 077 && openssl rand -hex 32 > /etc/porter/no.token)`,
  ]);
  assert.deepEqual(remedyOf(meetings(inbound, 'secret: { file: no.secret }')), [
    `${back} write the secret into it and chmod 600 /etc/porter/no.secret`,
  ]);
});

test('callers: the form of the reference, and a slip is named', () => {
  const callers = (text: string) => meetings(`http: { listen: "127.0.0.1:8485" }, callers: { ${text} }`);
  const { config, problems } = read(callers('game: { token: t, longest: 12h, rooms: ["Lobby-*"], moderators: true }'));
  assert.deepEqual(problems, []);
  const game = config?.meetings?.callers['game'];
  assert.equal(game?.longest, 12 * 3_600_000);
  assert.deepEqual([game?.rooms, game?.everyRoom, game?.moderators], [['lobby-*'], false, true]);
  assert.deepEqual(told(callers('game: { token: t, longest: 0 }')), [
    'meetings.callers.game.longest must be at least one second',
  ]);
  assert.deepEqual(told(callers('a: { token: t }, b: { token: t }')), [
    'meetings.callers gives one token to two callers',
  ]);
  assert.deepEqual(told(callers('a: { token: t }, b: { token: "t\\n" }')), [
    'meetings.callers gives one token to two callers',
  ]);
  assert.deepEqual(told(callers('a: { token: "t u" }')), [
    'meetings.callers.a.token holds white space, which no header can carry',
  ]);
  assert.deepEqual(told(callers('"a b": { token: t }')), [
    'meetings.callers.a b must begin with a letter or digit and hold only letters, digits, ., _ and -',
  ]);
});

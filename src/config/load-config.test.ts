import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { configFolder, minimal, told, withLine } from '../../test/support/config-files.ts';
import { loadConfig, parseConfig } from '../app/load-config.ts';
import { formatProblems } from './problem.ts';

test('the minimal file works as it stands, and paths count from its folder', async (t) => {
  const { folder, file } = await configFolder(t);
  const loaded = await loadConfig(file, {});
  assert.ok(loaded.ok, loaded.ok ? '' : formatProblems(loaded.problems));
  assert.deepEqual(loaded.warnings, []);
  assert.ok(loaded.registrationFile !== undefined);
  const { config, registrationFile: registration } = loaded;
  assert.equal(config.storage.sqlite, path.join(folder, 'data', 'porter.db'));
  assert.equal(config.secrets?.key.reveal(), 'k1 anything');
  assert.deepEqual(config.site?.listen, { host: '127.0.0.1', port: 8480 });
  assert.equal(config.registration?.declineDelay, 600_000);
  assert.equal(config.registration?.decideWithin, 30 * 86_400_000);
  assert.deepEqual(config.registration?.voters, { kind: 'members' });
  assert.equal(registration.senderLocalpart, 'porter');
  assert.equal(registration.asToken.reveal(), 'a'.repeat(64));
});

test('every problem is told at once, with its position and what was meant', () => {
  const text = `homeserver:
  url: ftp://x
  serverNam: porter.test
appservice: { registration: registration.yaml, listen: "8482" }
storage: {}
secrets: { key: { fil: x } }
mail: { from: Porter, smtp: "http://mail" }
site: { listen: "127.0.0.1:8480", publicUrl: "http://127.0.0.1:8480" }
registration:
  room: team
  approvals: 0
  showEmail: all
  declineDelay: 10
accunts: { store: synapse }
`;
  assert.deepEqual(told(text), [
    '2:8 homeserver.url must be an address that begins with http:// or https://',
    '2:3 homeserver.serverName is required',
    '3:3 homeserver.serverNam is not a known key (did you mean "serverName"?)',
    '4:56 appservice.listen must be host:port, such as 127.0.0.1:8480 or [::1]:8480, is "8482"',
    '5:10 storage must have exactly one of the keys sqlite and postgres',
    '6:17 secrets.key must be { file: path }, { env: NAME } or text',
    '7:15 mail.from must be a mail address such as "Porter <porter@example.org>"',
    '7:29 mail.smtp must be smtp://host:port or smtps://host:port, with user:password@ in front of the host if needed',
    '10:9 registration.room must be a room alias such as #team:example.org or a room ID, is "team"',
    '11:14 registration.approvals must be at least 1, is 0',
    '12:14 registration.showEmail must be full or domain or hidden, is "all"',
    '13:17 registration.declineDelay must be a time such as 90s, 15m, 12h or 2 days, is 10',
    '14:1 accunts is not a known key (did you mean "accounts"?)',
  ]);
});

test('what a part needs beside it is asked for once, with the reason; a file without a part has nothing to do', () => {
  const without = minimal
    .replace('{ file: data/porter.key }', 'k')
    .split('\n')
    .filter((line) => !/^(?:mail|site|storage):/.test(line))
    .join('\n');
  assert.deepEqual(told(without), [
    '4:1 mail is required beside registration: letters ask for the proof of the address',
    '4:1 site is required beside registration: people apply on its pages',
  ]);
  assert.deepEqual(told('logging: { level: info }\n'), ['1:1 gives Porter nothing to do']);
  assert.deepEqual(told(''), ['1:1 gives Porter nothing to do']);
});

test('a value that begins with # without quotes is a comment, and the problem says so', () => {
  const room = (text: string) => withLine('registration', `registration:\n${text}`);
  const said = (text: string) =>
    parseConfig('config.yaml', text, 0o600, {}).problems.map(({ line, key, sentence, remedy }) =>
      [`${line} ${key} ${sentence}`, remedy?.includes('put such a value in quotes') ?? false].join(' '),
    );
  assert.deepEqual(said(room('  room: #team:porter.test\n  approvals: 1')), ['8 registration.room is empty true']);
  assert.deepEqual(said(room('  room:\n    #team:porter.test\n  approvals: 1')), ['8 registration.room is empty true']);
  assert.deepEqual(said(room('  room: "#team:porter.test"\n  welcomeRooms:\n  - #lobby:porter.test')), [
    '10 registration.welcomeRooms.0 is empty true',
  ]);
  assert.deepEqual(said(room('  room:   # to be filled in\n  approvals: 1')), ['8 registration.room is empty false']);
  for (const flow of [
    '{ room: #team:porter.test, approvals: 1 }',
    '{ room: "!r", welcomeRooms: [#lobby:porter.test] }',
  ]) {
    const found = said(withLine('registration', `registration: ${flow}`));
    assert.ok(found.length > 0 && found.every((one) => one.endsWith(' true')), found.join('\n'));
  }
  // The old name of a key is looked for where it stands.
  assert.deepEqual(said(withLine('registration', 'register_room: #team:porter.test')).slice(-1), [
    '7 register_room is empty true',
  ]);
});

test('the house form lines up places, keys and sentences', () => {
  const problems = parseConfig('config.yaml', 'homeserver: { url: 1 }\nlogging: { levl: info }\n', 0o600, {}).problems;
  const lines = formatProblems(problems).split('\n');
  assert.equal(lines[0], `config.yaml: ${problems.length} problems`);
  assert.ok(
    lines.includes('  2:12  logging.levl           is not a known key (did you mean "level"?)'),
    lines.join('\n'),
  );
});

test('a key that stands there twice is a problem', () => {
  assert.deepEqual(told('site: {}\nmail: {}\nsite: {}\n'), ['3:1 has a key that stands there twice']);
});

test('text that is no YAML is told without quoting it', () => {
  const said = told('mail: { smtp: "smtp://u:canary-pass@h\n  x: [\n');
  assert.ok(said.length > 0);
  assert.ok(!said.join().includes('canary'));
});

test('an alias bomb is refused', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n`;
  assert.ok(told(bomb).some((line) => line.includes('repeats too much')));
});

test("ancestors' spellings are read and said, and what is gone is explained", () => {
  const old = withLine('registration', 'register_room: "#team:porter.test"').replace('serverName', 'server_name');
  const { config, problems, warnings } = parseConfig('config.yaml', old, 0o600, {});
  assert.deepEqual(problems, []);
  assert.equal(config?.registration?.room, '#team:porter.test');
  assert.equal(config?.homeserver?.serverName, 'porter.test');
  assert.deepEqual(warnings.map(({ line, key, sentence }) => `${line} ${key} ${sentence}`).sort(), [
    '1 homeserver.server_name is now called homeserver.serverName',
    '7 register_room is now called registration.room',
  ]);
  assert.deepEqual(told(`${minimal.replace('{ file: data/porter.key }', 'k')}registration_shared_secret: x\n`), [
    '10:1 registration_shared_secret is not needed any more: Porter makes accounts by the admin API',
  ]);
  assert.deepEqual(told(`${minimal.replace('{ file: data/porter.key }', 'k')}webroot: "http://x"\n`), [
    '10:1 webroot is the same as site.publicUrl',
  ]);
});

test('a wrong value under an old name is told where it stands', () => {
  const old = withLine('registration', 'register_room: team');
  assert.deepEqual(told(old), [
    '7:16 register_room must be a room alias such as #team:example.org or a room ID, is "team"',
  ]);
});

test('sections are held against each other', () => {
  const line =
    'registration: { room: "#team:porter.test", approvals: 2, voters: ["@ada:porter.test"], welcomeRooms: ["#team:porter.test"] }';
  assert.deepEqual(told(withLine('registration', line)), [
    '7:66 registration.voters lists 1 people, so 2 votes can never come together',
    '7:102 registration.welcomeRooms has the team room in it: new members would read every application',
  ]);
  assert.deepEqual(told(withLine('operations', 'operations: { listen: "127.0.0.1:8480" }')), [
    '9:23 operations.listen is the same as site.listen',
  ]);
  // All addresses hold the one: two programs could not both listen there, and neither can one.
  for (const wide of ['0.0.0.0:8480', '[::]:8480']) {
    assert.deepEqual(told(withLine('operations', `operations: { listen: "${wide}" }`)), [
      '9:23 operations.listen has the port of site.listen',
    ]);
  }
  assert.deepEqual(told(withLine('operations', 'operations: { listen: "[::1]:8480" }')), []);
});

test('V13: passwords are chosen on the form only where Porter itself can keep them', () => {
  const text = withLine('registration', 'registration: { room: "#team:porter.test", password: form }');
  assert.deepEqual(told(text), [
    '7:54 registration.password is form, but with accounts.store: synapse nobody but Synapse can keep a password until the team has decided',
  ]);
  assert.deepEqual(told(text.replace('store: synapse', 'store: local')), []);
});

test('IDs whose server name looks like a slip of ours are warned of, each at its key and with what was meant', () => {
  const line =
    'registration: { room: "#team:porter.tes", admin: "@me:portr.test", voters: ["@ada:porter.test", "@bo:elsewhere.test"], welcomeRooms: ["#lobby:matrix.porter.test"] }';
  const { warnings, problems } = parseConfig('config.yaml', withLine('registration', line), 0o600, {});
  assert.deepEqual(problems, []);
  assert.deepEqual(
    warnings.map(({ key, sentence, remedy }) => `${key} ${sentence}; ${remedy}`),
    [
      ['room', '#team:porter.tes', '#team:porter.test'],
      ['admin', '@me:portr.test', '@me:porter.test'],
      ['welcomeRooms', '#lobby:matrix.porter.test', '#lobby:porter.test'],
    ].map(
      ([key, id, meant]) =>
        `registration.${key} names ${id}, but homeserver.serverName is porter.test; did you mean "${meant}"?`,
    ),
  );
});

test('the address of the pages has no path, because they link from the root of their host', () => {
  const line = 'site: { listen: "127.0.0.1:8480", publicUrl: "https://example.org/join" }';
  assert.deepEqual(told(withLine('site', line)), ['6:46 site.publicUrl must not have a path']);
});

test('values are read in every form that the reference names', () => {
  const registration = (rest: string) =>
    parseConfig('c', withLine('registration', `registration: { room: "!opaque", ${rest} }`), 0o600, {}).config
      ?.registration;
  assert.deepEqual(registration('voters: { powerLevel: 50 }')?.voters, { kind: 'powerLevel', atLeast: 50 });
  assert.deepEqual(registration('voters: ["@a:b.c"]')?.voters, { kind: 'listed', users: ['@a:b.c'] });
  for (const [text, ms] of [
    ['90s', 90_000],
    ['15m', 900_000],
    ['2 days', 172_800_000],
    ['1 hour', 3_600_000],
    ['0', 0],
  ] as const) {
    assert.equal(registration(`declineDelay: ${text}`)?.declineDelay, ms, text);
  }
  const mail = (smtp: string) =>
    parseConfig('c', withLine('mail', `mail: { from: '"A, B" <p@x.org>', smtp: "${smtp}" }`), 0o600, {}).config?.mail;
  assert.equal(mail('smtps://h')?.smtp.port, 465);
  assert.equal(mail('smtp://u%40x:p%25w@[::1]:2525')?.smtp.host, '::1');
  assert.equal(mail('smtp://u%40x:p%25w@h')?.smtp.user, 'u@x');
  assert.equal(mail('smtp://u%40x:p%25w@h')?.smtp.password?.reveal(), 'p%w');
  assert.equal(mail('smtp://h')?.from.name, 'A, B');
});

test('half a log-in at the mail server, a log-in written twice and a sender without a full domain are refused', () => {
  const told = (mail: string) =>
    parseConfig('c', withLine('mail', `mail: { from: p@x.org, ${mail} }`), 0o600, {}).problems.map(
      ({ key, sentence }) => `${key} ${sentence}`,
    );
  assert.deepEqual(told('smtp: "smtp://u:p@h"'), []);
  assert.deepEqual(told('smtp: "smtp://h", user: u, password: p'), []);
  assert.deepEqual(told('smtp: "smtp://u@h", password: p'), []);
  assert.deepEqual(told('smtp: "smtp://u@h"'), ['mail.smtp names a user at the mail server without a password']);
  assert.deepEqual(told('smtp: "smtp://h", user: u'), ['mail.user names a user at the mail server without a password']);
  assert.deepEqual(told('smtp: "smtp://h", password: p'), ['mail.password needs mail.user beside it']);
  assert.deepEqual(told('smtp: "smtp://u:p@h", user: u, password: p'), [
    'mail.user is also part of mail.smtp',
    'mail.password is also part of mail.smtp',
  ]);
  const cut = told('smtp: "smtp://join:p@canary#w/rd@host"');
  assert.match(cut.join(), /^mail\.smtp holds .*understood: host host, port 587, user "join"$/);
  assert.match(told('smtp: "smtp://h", replyTo: Team').join(), /^mail\.replyTo must be a mail address/);
  assert.match(told('smtp: "smtp://h", bounce: x@y').join(), /^mail\.bounce must be/);
  const from = parseConfig('c', withLine('mail', 'mail: { from: porter@localhost, smtp: "smtp://h" }'), 0o600, {});
  assert.match(from.problems[0]?.sentence ?? '', /full domain behind the "@"/);
});

test('a key that cannot sign letters is refused, and none is repeated', () => {
  const told = (key: string) =>
    parseConfig(
      'c',
      withLine(
        'mail',
        `mail: { from: p@x.org, smtp: "smtp://h", dkim: { domain: X.org, selector: s1, key: ${JSON.stringify(key)} } }`,
      ),
      0o600,
      {},
    ).problems.map(({ key: at, sentence }) => `${at} ${sentence}`);
  const pem = (kind: 'rsa' | 'ed25519', bits = 1_024): string =>
    (kind === 'rsa' ? generateKeyPairSync(kind, { modulusLength: bits }) : generateKeyPairSync(kind)).privateKey
      .export({ type: 'pkcs8', format: 'pem' })
      .toString();
  assert.deepEqual(told(pem('rsa')), []);
  assert.deepEqual(told(pem('rsa', 512)), ['mail.dkim.key must have at least 1024 bits, has 512']);
  assert.deepEqual(told(pem('ed25519')), ['mail.dkim.key must be an RSA key, is one of the type ed25519']);
  assert.deepEqual(told('canary'), ['mail.dkim.key must be a private RSA key in PEM, without a passphrase']);
});

test('files that are missing are named with what makes them', async (t) => {
  const { folder, file } = await configFolder(t);
  const missing = await loadConfig(path.join(folder, 'other.yaml'), {});
  assert.ok(!missing.ok && missing.problems[0]?.sentence === 'does not exist');
  const isFolder = await loadConfig(folder, {});
  assert.ok(!isFolder.ok && isFolder.problems[0]?.sentence === 'is a folder; name the file in it');
  await rm(path.join(folder, 'registration.yaml'));
  const loaded = await loadConfig(file, {});
  assert.ok(!loaded.ok && loaded.problems[0]?.sentence === 'does not exist');
  assert.match(loaded.problems[0]?.file ?? '', /registration\.yaml$/);
});

const anyYaml: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        ':',
        ' ',
        '\n',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '&x',
        '*x',
        '!!',
        '|',
        '#',
        ',',
        '?',
        '%',
        '\t',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
  fc.json().map((json) => `homeserver: ${json}\nmail: ${json}\n`),
  fc
    .dictionary(
      fc.constantFrom(
        'homeserver',
        'mail',
        'site',
        'registration',
        'storage',
        'secrets',
        'register_room',
        '__proto__',
        'x',
      ),
      fc.oneof(
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom('url', 'smtp', 'room', 'voters', 'limits', 'clients', 'headers', 'key'),
          fc.jsonValue(),
        ),
      ),
    )
    .map((value) => stringify(value)),
);

test('no text, however odd, makes loading throw, and every problem has a position in the file', () => {
  fc.assert(
    fc.property(anyYaml, (text) => {
      const { problems } = parseConfig('config.yaml', text, 0o600, {});
      const lines = text.split('\n').length;
      for (const { line, column, sentence } of problems) {
        assert.ok(line >= 1 && line <= lines && column >= 1, `${line}:${column} of ${lines}`);
        assert.ok(sentence.length > 0 && !sentence.includes('\n'));
      }
      assert.ok(problems.length > 0);
    }),
    { numRuns: 500 },
  );
});

test('a log-in that could cross the network in the clear is warned of, and nothing else about TLS is', async (t) => {
  const warned = async (mail: string) => {
    const { file } = await configFolder(t, {
      config: withLine('mail', `mail: { from: p@porter.test, ${mail} }`).replace(
        ': k ',
        ': { file: data/porter.key } ',
      ),
      configMode: 0o600,
    });
    const loaded = await loadConfig(file, {});
    assert.ok(loaded.ok);
    return loaded.warnings.map(({ key, sentence, remedy }) => `${key} ${sentence}; ${remedy}`);
  };
  const login = 'user: u, password: p';
  for (const mail of [`smtp: "smtp://mail.porter.test", ${login}`, 'smtp: "smtp://u:p@10.0.0.2"']) {
    const [one, ...more] = await warned(`${mail}, requireTls: false`);
    assert.match(one ?? '', /^mail\.requireTls is false while Porter logs in at .*password.*; leave requireTls out/);
    assert.deepEqual(more, []);
    assert.deepEqual(await warned(mail), []);
  }
  for (const fine of [
    'smtp: "smtp://mail.porter.test"',
    `smtp: "smtps://mail.porter.test", ${login}`,
    `smtp: "smtp://127.0.0.1:2525", ${login}`,
  ]) {
    assert.deepEqual(await warned(`${fine}, requireTls: false`), []);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSmtpUrl } from './smtp-url.ts';

const read = (text: string) => {
  const parsed = parseSmtpUrl(text);
  if (!parsed.ok) return `${parsed.sentence}; ${parsed.remedy ?? ''}`;
  const { host, port, secure, user, password, url } = parsed.value;
  return { host, port, secure, user, password: password?.reveal(), url };
};

test('the address of a mail server is read in all its parts', () => {
  const bare = { secure: false, user: undefined, password: undefined };
  assert.deepEqual(read('smtp://h'), { ...bare, host: 'h', port: 587, url: 'smtp://h' });
  assert.deepEqual(read(' SMTPS://Mail.example.org/ '), {
    ...{ ...bare, secure: true, host: 'Mail.example.org', port: 465, url: 'smtps://Mail.example.org' },
  });
  assert.deepEqual(read('smtp://u:p:w@[::1]:2525'), {
    ...{ host: '::1', port: 2525, secure: false, user: 'u', password: 'p:w', url: 'smtp://[::1]:2525' },
  });
  assert.deepEqual(read('smtp://join%40x.org:a%2Fb%25@h:25'), {
    ...{ host: 'h', port: 25, secure: false, user: 'join@x.org', password: 'a/b%', url: 'smtp://h:25' },
  });
});

test('a password whose signs mean something else in an address is refused, with what was understood and how to write it', () => {
  assert.equal(
    read('smtp://join:p@ss#w/rd@mail.example.org'),
    'holds "@", "#", "/", which cannot stand in user or password as it is; understood: host mail.example.org, port 587, user "join"; ' +
      'write them apart: mail.smtp: smtp://mail.example.org, mail.user: "join", mail.password: { file: data/smtp-password }; ' +
      'or write in the address @ as %40, # as %23, / as %2F',
  );
  assert.match(String(read('smtps://join@example.org:pass@h:465')), /"@".*user "join@example\.org".*@ as %40/);
  assert.match(String(read('smtp://u:50%@h')), /"%".*% as %25/);
  assert.match(String(read('smtp://u:a b@h')), /a sign that cannot stand/);
  assert.match(String(read('smtp://u:a?b@h')), /"\?".*\? as %3F/);
});

test('what is no address of a mail server is refused', () => {
  for (const text of [
    ...[
      '',
      'h',
      'http://h',
      'smtp://',
      'smtp://@',
      'smtp://h:0',
      'smtp://h:65536',
      'smtp://h:x',
      'smtp://u:p@',
      'mail.h:25',
    ],
    ...['smtp://h/path', 'smtp://h#part', 'smtp://h?query', 'smtp://h h', 'smtp://u:pass', 'smtp://[::1', 'smtp://ä'],
  ])
    assert.match(String(read(text)), /^must be smtp:/, text);
  assert.match(String(read('smtp://:pw@h')), /password without a user/);
  assert.match(String(read('smtp://u:%FF@h')), /stand for no text/);
  assert.match(String(read('smtp://u:%0A@h')), /stand for no text/);
});

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[@#/:%?&a-f0-9[\] ]{1,12}$/));

test('whatever user and password are, written with percent signs they are read as they are', () => {
  const printable = anyText.filter((text) => text !== '' && text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text));
  fc.assert(
    fc.property(printable, printable, (user, password) => {
      const text = `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@mail.example.org:25`;
      assert.deepEqual(read(text), {
        ...{ host: 'mail.example.org', port: 25, secure: false, url: 'smtp://mail.example.org:25' },
        ...{ user, password },
      });
    }),
  );
});

test('L3: written as it is, a password is read whole or refused; it never ends early, and no sentence holds it', () => {
  const typed = anyText.filter((text) => text !== '' && !/[\r\n]/.test(text));
  fc.assert(
    fc.property(typed, (signs) => {
      const password = `canary${signs}yranac`;
      const found = read(`smtp://join:${password}@mail.example.org`);
      if (typeof found === 'string') return assert.doesNotMatch(found, /canary|yranac/);
      assert.deepEqual([found.host, found.user], ['mail.example.org', 'join']);
      assert.equal(encodeURIComponent(found.password ?? ''), encodeURIComponent(decodeURIComponent(password)));
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountOf, XmppSection } from './section.ts';

const read = (section: object) => {
  const { data, error } = XmppSection.safeParse(section);
  return { data, told: (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message].join(' ').trim()) };
};
const credentials = { username: 'porter', password: 'secret' };
const account = (section: object) => {
  const { data, told } = read({ credentials, ...section });
  assert.ok(data, told.join());
  const { service, domain, username, resource } = accountOf(data);
  return { service, domain, username, resource };
};

test('a service is an address with or without TLS at once, or a domain that DNS knows servers of', () => {
  const address = (tls: boolean, host: string, port: number) => ({ kind: 'address', tls, host, port });
  assert.deepEqual(account({ service: 'xmpp://xmpp.example.org', domain: 'Example.org' }), {
    service: address(false, 'xmpp.example.org', 5222),
    ...{ domain: 'example.org', username: 'porter', resource: 'porter' },
  });
  const service = (text: string) => account({ service: text, domain: 'example.org' }).service;
  assert.deepEqual(service('xmpps://Xmpp.example.org/'), address(true, 'xmpp.example.org', 5223));
  assert.deepEqual(service('xmpp://127.0.0.1:15222'), address(false, '127.0.0.1', 15_222));
  assert.deepEqual(service('xmpp://[::1]:5222'), address(false, '::1', 5222));
  assert.deepEqual(service('example.org:5222'), address(false, 'example.org', 5222));
  assert.deepEqual(service(' Example.org '), { kind: 'domain', domain: 'example.org' });
});

test('the domain may stand in the user name, or be the host of the service, as in files of other programs', () => {
  assert.equal(account({ service: 'xmppserver.example' }).domain, 'xmppserver.example');
  const whole = { username: 'porter@Example.org', password: 'secret' };
  assert.deepEqual(
    [account({ service: 'xmpp://10.0.0.7', credentials: whole })].map(({ domain, username }) => [domain, username]),
    [['example.org', 'porter']],
  );
});

test('what cannot be is told with its key', () => {
  const told = (section: object) => read({ service: 'example.org', credentials, ...section }).told.join();
  assert.match(told({ service: 'wss://example.org/ws' }), /^service is the address of a WebSocket/);
  for (const service of [
    '',
    'http://example.org',
    'xmpp://',
    'xmpp://a b',
    'xmpp://u:p@example.org',
    'xmpp://a:70000',
    7,
  ])
    assert.match(told({ service }), /^service must be xmpp:\/\/host/, String(service));
  assert.match(told({ service: 'xmpp://127.0.0.1' }), /^domain is required, because service names no domain/);
  assert.match(told({ service: 'xmpp://[::1]' }), /^domain is required/);
  assert.match(told({ domain: 'a/b' }), /^domain must be a domain such as/);
  const user = (username: string) => ({ credentials: { username, password: 'secret' } });
  assert.match(told(user('porter@')), /^credentials.username must be the name before the "@"/);
  assert.match(told({ ...user('porter@a.example'), domain: 'b.example' }), /^domain is another domain than that of/);
  assert.match(told({ credentials: { username: 'porter' } }), /^credentials.password is required/);
});

test('L1: the password cannot be printed', () => {
  const { data } = read({
    service: 'example.org',
    credentials: { ...credentials, password: 'canary-xmpp-0123456789abcdef' },
  });
  assert.ok(data && !JSON.stringify(accountOf(data)).includes('canary'));
});

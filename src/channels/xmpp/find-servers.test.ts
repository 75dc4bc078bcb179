import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../kernel/fault.ts';
import { findServers, type ResolveSrv } from './find-servers.ts';

const domain = { kind: 'domain', domain: 'example.org' } as const;
const record = (name: string, port: number, priority: number, weight = 0) => ({ name, port, priority, weight });
const broken = (code: string) => Object.assign(new Error('canary'), { code });

/** Answers by the kind of service; an error is thrown. */
const dns =
  (answers: Readonly<Record<string, ReturnType<typeof record>[] | Error>>): ResolveSrv =>
  async (name) => {
    const [, kind = ''] = /^_(xmpps?-client)\._tcp\.example\.org$/.exec(name) ?? [];
    const answer = answers[kind] ?? broken('ENOTFOUND');
    if (answer instanceof Error) throw answer;
    return answer;
  };

test('an address is asked without DNS', async () => {
  const address = { kind: 'address', tls: true, host: 'xmpp.example.org', port: 5223 } as const;
  assert.deepEqual(await findServers(address, () => assert.fail()), [address]);
});

test('the servers of a domain come in the order that DNS says, whatever kind they are', async () => {
  const found = await findServers(
    domain,
    dns({
      'xmpps-client': [record('b.example', 443, 5), record('z.example', 1, 9)],
      'xmpp-client': [
        record('a.example', 5222, 1, 10),
        record('c.example', 5222, 5, 30),
        record('d.example', 5222, 1, 90),
      ],
    }),
  );
  assert.deepEqual(
    found.map(({ host, port, tls }) => `${host}:${port} ${tls}`),
    ['d.example:5222 false', 'a.example:5222 false', 'c.example:5222 false', 'b.example:443 true', 'z.example:1 true'],
  );
});

test('a domain that DNS says nothing of is asked itself, and a dot alone is no server', async () => {
  const itself = [{ host: 'example.org', port: 5222, tls: false }];
  assert.deepEqual(await findServers(domain, dns({ 'xmpp-client': broken('ENODATA') })), itself);
  assert.deepEqual(await findServers(domain, dns({ 'xmpps-client': [record('', 0, 0)] })), itself);
});

test('no more than six are tried', async () => {
  const many = Array.from({ length: 40 }, (_, at) => record(`s${at}.example`, 5222, at));
  assert.equal((await findServers(domain, dns({ 'xmpp-client': many }))).length, 6);
});

test('N2: a name server that gives no answer is a fault that passes, not a domain without servers', async () => {
  const fault = await findServers(domain, dns({ 'xmpp-client': broken('ESERVFAIL') })).catch((error: unknown) => error);
  assert.ok(fault instanceof Fault);
  assert.deepEqual([fault.code, fault.retryable, fault.scope], ['xmpp.down', true, 'channel']);
  assert.ok(!fault.message.includes('canary'));
});

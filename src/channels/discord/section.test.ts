import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiscordSection } from './section.ts';

const read = (section: object) => {
  const { data, error } = DiscordSection.safeParse(section);
  return { data, told: (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message].join(' ').trim()) };
};

test('a bot is its token, with the join link in either spelling', () => {
  for (const key of ['serverUrl', 'serverurl']) {
    const { data } = read({ token: 'abc', [key]: 'https://wiki.example/page?title=Discord' });
    assert.deepEqual([data?.token?.reveal(), data?.api], ['abc', 'https://discord.com/api']);
    assert.equal(data?.serverUrl ?? data?.serverurl, 'https://wiki.example/page?title=Discord');
  }
});

test('webhooks need no bot', () => {
  const { data } = read({ webhooks: { ops: 'https://discord.com/api/webhooks/1/x' } });
  assert.deepEqual(Object.keys(data?.webhooks ?? {}), ['ops']);
});

test('what cannot be meant is told with its key', () => {
  assert.deepEqual(read({}).told, ['needs token (a bot) or webhooks']);
  const link = 'https://discord.gg/abc';
  assert.deepEqual(read({ token: 'x', serverUrl: link, serverurl: link }).told, [
    'serverurl is the same as serverUrl: leave one of them out',
  ]);
  for (const bad of ['discord.gg/abc', 'ftp://x', 'https://a:b@c.test', 7]) {
    assert.deepEqual(read({ token: 'x', serverUrl: bad }).told, [
      'serverUrl must be an address that begins with http:// or https://',
    ]);
  }
  assert.equal(read({ token: 'x', webhooks: { 'a b': 'y' } }).told.length, 1);
});

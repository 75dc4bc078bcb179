import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../kernel/fault.ts';
import { TelegramSection } from './section.ts';

const read = (section: object) => {
  const { data, error } = TelegramSection.safeParse(section);
  return { data, told: (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message].join(' ').trim()) };
};
const USER = { apiid: 4242, apihash: '0123456789abcdef', session: '1BVts' };

test("a bot is its token, in Porter's spelling or in the ancestor's, with or without an API id beside it", () => {
  for (const section of [
    { botToken: '1:abc' },
    { bottoken: '1:abc' },
    { apiid: 4242, apihash: 'abc', bottoken: '1:abc' },
  ]) {
    const { data } = read(section);
    assert.ok(data?.as === 'bot');
    assert.deepEqual([data.token.reveal(), data.url], ['1:abc', 'https://api.telegram.org']);
  }
});

test('a user account is a session with API id and hash, and everything that real files hold beside them', () => {
  const proxy = { ip: '10.0.0.1', port: 443, MTProxy: true, secret: 'dd00', timeout: 5 };
  const { data } = read({ ...USER, apiid: '4242', useWSS: true, connectionRetries: 9, proxy });
  assert.ok(data?.as === 'user');
  assert.deepEqual([data.apiId, data.session.reveal(), data.useWSS, data.connectionRetries], [4242, '1BVts', true, 9]);
  assert.equal(data.proxy?.secret?.reveal(), 'dd00');
  const { data: plain } = read({ ...USER, apiId: 4242, apiid: undefined });
  assert.ok(plain?.as === 'user' && plain.connectionRetries === 5 && !plain.useWSS);
});

test('what contradicts itself or is missing is told with its key', () => {
  assert.deepEqual(read({}).told, [
    'needs botToken, or session with apiId and apiHash (porter telegram setup makes either)',
  ]);
  assert.deepEqual(read({ session: '1BVts' }).told, ['session needs apiId and apiHash beside it']);
  assert.deepEqual(read({ botToken: '1:a', bottoken: '1:a' }).told, [
    'bottoken is the same as botToken: leave one of them out',
  ]);
  assert.match(read({ ...USER, bottoken: '1:a' }).told.join(), /^session stands beside a bot token/);
  assert.deepEqual(read({ ...USER, apiid: 0 }).told, ['apiid must be the number that my.telegram.org shows as api_id']);
  assert.match(read({ ...USER, proxy: { ip: 'a', port: 1 } }).told.join(), /^proxy needs socksType/);
  assert.match(read({ ...USER, proxy: { ip: 'a', port: 1, MTProxy: true } }).told.join(), /^proxy needs secret/);
});

test('a secret that cannot be read is no error of the file: it is told when the channel wants to log in', () => {
  const { data } = read({ botToken: { file: '/nowhere/telegram.token' } });
  assert.ok(data?.as === 'bot');
  const { token } = data;
  assert.throws(
    () => token.reveal(),
    (fault) => fault instanceof Fault && fault.code === 'channel.credential' && fault.scope === 'channel',
  );
});

test('L1: no secret of the section can be printed', () => {
  const secret = 'canary-telegram-0123456789abcdef';
  const { data } = read({ ...USER, apihash: secret, session: secret });
  assert.ok(!JSON.stringify(data).includes('canary'));
});

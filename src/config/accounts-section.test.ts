import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../app/load-config.ts';
import { DAY, HOUR, MINUTE } from '../kernel/clock.ts';

const own = 'accounts: { store: local, serverName: example.org }\nidentityApi: { listen: "127.0.0.1:8483" }\n';
const read = (more: string) => parseConfig('/etc/porter/config.yaml', `${own}${more}\n`, 0o600, {});
const told = (more: string) => read(more).problems.map(({ key, sentence }) => `${key} ${sentence}`);

test('H12: sessions end after 12 hours without use and after a week, unless the configuration says otherwise', () => {
  assert.deepEqual(read('').config?.signIn, { idleTimeout: 12 * HOUR, absoluteTimeout: 7 * DAY });
  const { config } = read('signIn: { idleTimeout: 30m, absoluteTimeout: 1 day }');
  assert.deepEqual(config?.signIn, { idleTimeout: 30 * MINUTE, absoluteTimeout: DAY });
});

test('H12: no setting makes sessions that never end, or end at once', () => {
  for (const time of ['0', '299s', '31 days'])
    assert.deepEqual(told(`signIn: { idleTimeout: ${time} }`), [
      'signIn.idleTimeout must be between 5 minutes and 30 days',
    ]);
  for (const time of ['0', '366 days'])
    assert.deepEqual(told(`signIn: { absoluteTimeout: ${time} }`), [
      'signIn.absoluteTimeout must be between 5 minutes and 365 days',
    ]);
  assert.deepEqual(told('signIn: { absoluteTimeout: 1h }'), [
    'signIn.idleTimeout is longer than signIn.absoluteTimeout',
  ]);
  assert.deepEqual(told('signIn: { idleTimeout: 5m, absoluteTimeout: 5m }'), []);
});

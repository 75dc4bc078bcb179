import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFor } from '../config.ts';
import { parseConfig } from '../load-config.ts';
import { notifications } from '../parts/notifications.ts';
import { checkNotifications } from './check-notifications.ts';

const TARGETS = 'notifications: { targets: { ops: ["telegram:42"] } }';

/** What `check` says of a relay with these lines, as `level code sentence`. */
function said(lines: string): readonly string[] {
  const { config, problems } = parseConfig('/etc/porter/config.yaml', `${TARGETS}\n${lines}\n`, 0o600, { FULL: 'x:y' });
  assert.deepEqual(problems, []);
  const own = config && configFor(notifications, config);
  assert.ok(own);
  return checkNotifications(own).map((line) =>
    line.level === 'fine' ? `fine ${line.part}` : `${line.level} ${line.code} ${line.sentence} ${line.remedy}`,
  );
}

test('a credential that cannot be had is told by check, not only by the channel once it runs', () => {
  assert.deepEqual(said('channels: { telegram: { botToken: { env: FULL } } }'), [
    'fine telegram',
    'fine notifications',
  ]);
  const [line = ''] = said('channels: { telegram: { botToken: { file: no.token } } }');
  assert.match(
    line,
    /^bad channel\.credential Nothing leaves by this channel: its credential names \/etc\/porter\/no\.token/,
  );
  assert.match(line, /; then restart Porter\.$/);
});

test('a token of a sender that can be guessed is told', () => {
  const senders = (token: string) =>
    said(`channels: { telegram: { botToken: t } }\nintake: { senders: { r: { token: ${token}, to: [ops] } } }`);
  assert.deepEqual(senders('abc'), [
    'warn intake.weak-guard intake.senders.r.token has 3 bytes: it can be guessed. Make one with `openssl rand -hex 32`.',
    'fine telegram',
    'fine notifications',
  ]);
  assert.deepEqual(senders('A23456789012345'), ['fine telegram', 'fine notifications']);
});

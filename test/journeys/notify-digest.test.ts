import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE } from '../../src/kernel/clock.ts';
import { openRelayInside } from './support/relay-inside.ts';

test('a digest tells of all that came within its time, over a restart too; what is over by then is left out', async () => {
  await using relay = await openRelayInside({
    targets: { ops: ['email:ops@example.org'], night: { to: ['email:night@example.org'], digest: '1h' } },
    routes: [
      { origin: 'watch', to: ['night'], clears: { '{thing} is up*': '{thing} is down*' } },
      { origin: 'noisy', to: ['ops'], digest: '10m', merge: 'off', flood: { perMinute: 3 } },
    ],
  });
  const { post, subjects, clock, mail } = relay;
  const ids = [await post({ title: 'Backup done', lines: ['3 GB in 5 minutes'], to: ['night'] })];
  for (const title of ['nas is down: no answer', 'web is down: 500', 'nas is up again']) {
    ids.push(await post({ title, origin: 'watch' }));
  }
  await post({ title: 'Disk full', urgency: 'now', to: ['night'] });
  await relay.untilTold('night', 1);
  const statesOf = async () => (await Promise.all(ids.map(relay.stateOf))).flat();
  assert.deepEqual(
    (await statesOf()).map(({ state, held }) => `${state}: ${held}`),
    ids.map(() => 'waiting: collected for the digest of night'),
  );
  const listed = await relay.run('outbox', 'list');
  assert.match(listed.stdout, /notification over email "Backup done" from router1, collected for the digest of night/);

  clock.leap(30 * MINUTE);
  await relay.restart();
  clock.leap(30 * MINUTE);
  await relay.untilTold('night', 2);
  const [, digest] = mail.lettersTo('night@example.org');
  assert.match(digest?.subject ?? '', /^2 notifications since \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
  const lines =
    '• [router1] Backup done\n  3 GB in 5 minutes\n• [watch] web is down: 500\nLeft out: 2 that are over again';
  assert.ok(digest?.text.includes(lines), digest?.text);
  await relay.untilState(ids, ['delivered', 'cleared', 'delivered', 'cleared']);

  // Of the route, with what is too much: three by themselves, and the rest by their titles, all in one digest.
  for (let number = 1; number <= 5; number += 1) await post({ title: `n${number}`, origin: 'noisy', to: undefined });
  await relay.untilJobs('notifications.deliver', 3);
  clock.leap(2 * MINUTE);
  await relay.untilJobs('notifications.deliver', 4);
  clock.leap(HOUR);
  await relay.untilTold('ops', 1);
  assert.equal(subjects('ops').length, 1);
  assert.match(subjects('ops')[0] ?? '', /^\[noisy\] 4 notifications since /);
});

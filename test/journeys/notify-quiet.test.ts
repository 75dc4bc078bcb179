import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, systemClock } from '../../src/kernel/clock.ts';
import { openRelayInside } from './support/relay-inside.ts';

/** `HH:MM` in UTC. */
const inUtc = (at: number): string => new Date(at).toISOString().slice(11, 16);

test('what comes in quiet hours waits for their end and says since when; what is urgent breaks through', async () => {
  const now = systemClock.now();
  const [from, until] = [inUtc(now - HOUR), inUtc(now + 8 * HOUR)];
  await using relay = await openRelayInside({
    ...{ timeZone: 'UTC', merge: '10m' },
    targets: {
      ops: ['email:ops@example.org'],
      night: { to: ['ops', 'email:night@example.org'], quiet: `${from}-${until}` },
    },
  });
  const { post, subjects } = relay;
  const id = await post({ title: 'Disk half full', to: ['night'] });
  await post({ title: 'Disk half full', to: ['night'] });
  await post({ title: 'Disk full', urgency: 'now', to: ['night'] });
  await post({ title: 'For ops alone', to: ['ops'] });
  await relay.untilTold('night', 1);
  await relay.untilTold('ops', 2);
  assert.deepEqual(subjects('night'), ['🔴 [router1] Disk full']);
  assert.deepEqual(subjects('ops'), ['🔴 [router1] Disk full', '[router1] For ops alone']);

  const held = `held until ${until} (quiet hours of night)`;
  assert.deepEqual(
    (await relay.stateOf(id)).map(({ state, held: by }) => [state, by]),
    [
      ['waiting', held],
      ['waiting', held],
    ],
  );
  const listed = await relay.run('outbox', 'list', '--kind', 'notifications.deliver');
  assert.ok(listed.stdout.includes(`notification over email "Disk half full" from router1, ${held}`), listed.stdout);
  const sent = await relay.run('send', '--to', 'night', 'By hand', '--wait');
  assert.deepEqual([sent.code, sent.stdout], [0, `… email  ${held}\n`.repeat(2)]);

  // What is told of repetitions after ten minutes is held back as well, over a restart too.
  relay.clock.leap(HOUR);
  await relay.restart();
  relay.clock.leap(6 * HOUR);
  await post({ title: 'Still night', to: ['night'] });
  await post({ title: 'Awake', urgency: 'now', to: ['night'] });
  await relay.untilTold('night', 2);
  assert.equal(subjects('night').length, 2);
  relay.clock.leap(HOUR);
  await relay.untilTold('night', 6);
  assert.deepEqual(
    subjects('night').slice(2).toSorted(),
    ['By hand', 'Disk half full', 'Disk half full', 'Still night'].map((title) =>
      title === 'By hand' ? `[command] ${title}` : `[router1] ${title}`,
    ),
  );
  const first = relay.mail.lettersTo('night@example.org').find(({ subject }) => subject.includes('half'));
  assert.match(first?.text ?? '', /waiting since \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { renderMetrics } from '../../doors/operations/metrics.ts';
import { MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import { deliveryJobs } from '../../notifications/rules/jobs.ts';
import { done, type Job, type JobHandler, refused } from '../../outbox/job.ts';
import type { PlaceState } from '../place-states.ts';
import { makeDeliveryCounts } from './delivery-counts.ts';

const said = {
  ...{ title: 'Disk full', lines: [], preformatted: false, link: undefined, origin: 'a', facts: [] },
  urgency: 'now',
} as const;

/** Mail has stopped. */
const stateOf = (place: string): PlaceState =>
  place === 'email'
    ? { place, since: 0, code: 'email.down', sentence: 'It is down', remedy: undefined, passing: true }
    : 'unknown';

function rig() {
  const clock = makeTestClock();
  const at = clock.now();
  const jobs = {
    firstDue: async () => [
      { place: 'xmpp', lane: 'notifications', dueAt: at - MINUTE } as const,
      { place: 'email', lane: 'codes', dueAt: at - MINUTE } as const,
    ],
  };
  const counts = makeDeliveryCounts(['xmpp', 'email'], { jobs, states: { of: stateOf }, clock });
  /** Delivers one notification that was to go out this moment, which takes so long. */
  const deliver = async (channel: string, after: number, deliver: JobHandler) => {
    const [job] = deliveryJobs(
      { sender: 'a', id: '1' },
      said,
      [{ channel, address: 'canary@example.org', manner: {} }],
      {
        ...{ at: clock.now(), life: MINUTE },
      },
    );
    await clock.advance(after);
    await counts
      .counted(deliver)(job as Job, undefined as never)
      .catch(() => undefined);
  };
  return { clock, counts, deliver, text: async () => renderMetrics(await counts.measure()) };
}

const failing = (options: Omit<FaultOptions, 'code'>) => async () => {
  throw new Fault('No', { code: 'test.no', ...options });
};

test('each attempt counts for its channel by what became of it, and the time until it was confirmed', async () => {
  const { counts, deliver, text } = rig();
  await deliver('xmpp', SECOND, async () => done());
  await deliver('xmpp', 3 * MINUTE, async () => done());
  await deliver('xmpp', 0, failing({ retryable: true, scope: 'person' }));
  await deliver('xmpp', 0, failing({ retryable: false, scope: 'channel' }));
  await deliver('xmpp', 0, async () => {
    throw new TypeError('a bug');
  });
  await deliver('xmpp', 0, async () => refused('gone'));
  await deliver('xmpp', 0, failing({ retryable: false, scope: 'message' }));
  await deliver('elsewhere', 0, async () => done());
  counts.bounced('xmpp');
  const metrics = await text();
  const attempts = (result: string) =>
    new RegExp(`porter_notifications_attempts_total\\{channel="xmpp",result="${result}"\\} (\\d+)`).exec(metrics)?.[1];
  assert.deepEqual(['delivered', 'later', 'never', 'bounced'].map(attempts), ['2', '3', '2', '1']);
  const bucket = (le: string) => `porter_notifications_delivery_seconds_bucket{channel="xmpp",le="${le}"}`;
  assert.ok(metrics.includes(`${bucket('1')} 1\n${bucket('2')} 1\n`), metrics);
  assert.ok(metrics.includes(`${bucket('60')} 1\n${bucket('300')} 2\n`), metrics);
  assert.ok(metrics.includes(`${bucket('86400')} 2\n${bucket('+Inf')} 2\n`), metrics);
  assert.match(metrics, /delivery_seconds_sum\{channel="xmpp"\} 181\n/);
  assert.match(metrics, /delivery_seconds_count\{channel="xmpp"\} 2\n/);
});

test('a channel of the configuration stands there from the start; labels name no address and nothing that a sender may choose', async () => {
  const { counts, clock, text } = rig();
  counts.accepted('router1', [
    { channel: 'xmpp', address: 'canary@example.org' },
    { channel: 'email', address: 'canary@example.org' },
    { channel: 'gone', address: 'canary@example.org' },
  ]);
  await clock.advance(MINUTE);
  const metrics = await text();
  assert.match(metrics, /accepted_total\{channel="xmpp",sender="router1"\} 1\n/);
  assert.match(metrics, /attempts_total\{channel="email",result="delivered"\} 0\n/);
  assert.match(metrics, /oldest_due_seconds\{channel="xmpp"\} 120\n/);
  assert.match(metrics, /oldest_due_seconds\{channel="email"\} 0\n/, 'letters of the door are no notifications');
  assert.match(metrics, /channel_up\{channel="xmpp"\} 1\n.*channel_up\{channel="email"\} 0\n/);
  assert.doesNotMatch(metrics, /canary|gone/);
});

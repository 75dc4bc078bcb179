import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock.ts';
import { makeHandInAnnounced } from '../../src/notifications/hand-in-announced.ts';
import { ANNOUNCE, announceJob } from '../../src/notifications/rules/announce-job.ts';
import { FOLD } from '../../src/notifications/rules/fold-job.ts';
import { DELIVER, readDelivery } from '../../src/notifications/rules/jobs.ts';
import type { NotificationSettings } from '../../src/notifications/settings.ts';
import type { Job } from '../../src/outbox/job.ts';
import { parsePayload } from '../../src/storage/outbox/job-rows.ts';
import { onEveryDatabase, type TestStorage } from './databases.ts';

const settings: NotificationSettings = {
  book: new Map([['team', [{ channel: 'email', address: 'team@example.org' }]]]),
  manners: new Map([['team', { quiet: { of: 'team', from: '22:00', until: '07:00', zone: 'UTC' } }]]),
  routes: [{ origin: 'registration', urgency: undefined, text: undefined, to: ['team'] }],
  show: { origin: true, symbol: true },
  fold: { merge: 10 * MINUTE, perMinute: 2 },
  life: DAY,
};

/** What a part announced, on its way. @param gone ids of what is not so any more */
function announcements({ storage, clock }: TestStorage, gone: readonly string[] = [], over = {}) {
  const handIn = makeHandInAnnounced({
    store: storage.notifications,
    settings: { ...settings, ...over },
    clock,
    stillSo: async (origin, id) => origin === 'registration' && !gone.includes(id),
  });
  return {
    announce: (id: string, title = `${id} would like to join`) =>
      storage.jobs.add([
        announceJob(
          { origin: 'registration', id, title, lines: ['please vote'], urgency: 'normal', at: clock.now() },
          DAY,
        ),
      ]),
    /** Attempts every announcement that waits, so often. */
    async attempt(times = 1): Promise<readonly string[]> {
      const ends: string[] = [];
      for (const job of (await storage.desk.list({ kind: ANNOUNCE, state: 'waiting', limit: 100 })).toReversed()) {
        const known = { ...job, payload: parsePayload(job.payload) ?? {} } as unknown as Job;
        const tools = { signal: new AbortController().signal, freeze: async <C>(content: C) => content };
        for (let time = 0; time < times; time += 1) ends.push((await handIn(known, tools)).kind);
        await storage.desk.drop(job.id, clock.now());
      }
      return ends;
    },
    jobs: async (kind: string) =>
      (await storage.desk.list({ kind, limit: 100 })).map(({ dueAt }) => dueAt - clock.now()),
  };
}

onEveryDatabase((_name, open) => {
  test('what a part announced goes where the routes lead it, once, also if its job is done again', async () => {
    await using opened = await open();
    const { announce, attempt, jobs } = announcements(opened);
    await announce('one');
    await announce('one');
    assert.deepEqual(await attempt(2), ['done', 'done']);
    assert.deepEqual(await jobs(DELIVER), [0]);
  });

  test('what comes late, because Porter was away, carries when it was to go out', async () => {
    await using opened = await open();
    const { announce, attempt } = announcements(opened);
    const at = Math.ceil(opened.clock.now() / DAY) * DAY + 9 * HOUR;
    await opened.clock.advance(at - opened.clock.now());
    await announce('one');
    await opened.clock.advance(3 * HOUR);
    await attempt();
    const [job] = await opened.storage.desk.list({ kind: DELIVER, limit: 1 });
    const delivery = readDelivery({ payload: parsePayload(job?.payload ?? '') ?? {} });
    assert.deepEqual([delivery?.at, job?.dueAt], [at, at + 3 * HOUR]);
  });

  test('what is not so any more when it is due goes nowhere, and so does what no route leads anywhere by then', async () => {
    await using opened = await open();
    const withdrawn = announcements(opened, ['one']);
    await withdrawn.announce('one');
    assert.deepEqual(await withdrawn.attempt(), ['nothing']);
    const unrouted = announcements(opened, [], { routes: [] });
    await unrouted.announce('two');
    assert.deepEqual(await unrouted.attempt(), ['nothing']);
    assert.deepEqual(await unrouted.jobs(DELIVER), []);
  });

  test('it is merged, folded and held back as other notifications are', async () => {
    await using opened = await open();
    const { announce, attempt, jobs } = announcements(opened);
    const evening = Math.ceil(opened.clock.now() / DAY) * DAY + 23 * HOUR;
    await opened.clock.advance(evening - opened.clock.now());
    await announce('one', 'the same');
    await announce('two', 'the same');
    for (const id of ['three', 'four', 'five']) await announce(id);
    await attempt();
    // The first, and one more of this minute; they wait for the morning.
    assert.deepEqual(await jobs(DELIVER), [8 * HOUR, 8 * HOUR]);
    assert.equal((await jobs(FOLD)).length, 2);
  });
});

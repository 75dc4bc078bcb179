import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { makeAccept } from '../../src/notifications/accept.ts';
import { FOLD } from '../../src/notifications/rules/fold-job.ts';
import { DELIVER } from '../../src/notifications/rules/jobs.ts';
import type { NotificationSettings } from '../../src/notifications/settings.ts';
import { makeTellFolded } from '../../src/notifications/tell-folded.ts';
import { parsePayload } from '../../src/storage/outbox/job-rows.ts';
import { type OpenTestStorage, onEveryDatabase } from './databases.ts';

const sender = { name: 'router1', to: ['ops'] };
const words = {
  repeated: (count: number) => `repeated ${count} times`,
  floodTitle: (count: number) => `${count} more`,
  floodWhy: () => 'too many',
  floodMore: (count: number) => `and ${count} more`,
};

/** A relay whose folds are told when the test says so. */
async function openRelay(open: OpenTestStorage, fold: NotificationSettings['fold']) {
  const opened = await open();
  const { clock, storage } = opened;
  const settings: NotificationSettings = {
    book: new Map([['ops', [{ channel: 'email', address: 'ops@example.org' }]]]),
    ...{ manners: new Map(), routes: [], show: { origin: true, symbol: true }, fold, life: DAY },
  };
  const ids = makeIds(() => clock.now());
  const accept = makeAccept({ store: storage.notifications, settings, clock, ids });
  const handle = makeTellFolded({ store: storage.notifications, settings, words, clock });
  const told = new Set<string>();
  const list = (kind: string) => storage.desk.list({ kind, limit: 200 });
  return {
    clock,
    say: async (title = 'Disk full') => {
      const accepted = await accept.accept([{ title }], { sender });
      assert.ok(accepted.ok);
    },
    order: (repetition: string) =>
      accept.acceptOrder(
        {
          notification: { title: 'x', lines: [], preformatted: false, link: undefined, facts: [] },
          ...{ urgency: 'normal', origin: undefined, to: undefined },
        },
        { sender, repetition },
      ),
    /** Does the jobs that are due. */
    async tell() {
      for (const job of await list(FOLD)) {
        if (job.dueAt > clock.now() || told.has(job.id)) continue;
        told.add(job.id);
        const leased = { ...job, payload: parsePayload(job.payload) ?? {} };
        const tools = { signal: new AbortController().signal, freeze: async <Content>(content: Content) => content };
        await handle(leased as unknown as Parameters<typeof handle>[0], tools);
      }
    },
    /** What people got or will get: the lines of each delivery, newest last, and when folds are told, from now on. */
    delivered: async () => (await list(DELIVER)).length,
    lines: async () =>
      (await list(DELIVER)).flatMap(({ payload }) => (parsePayload(payload)?.['lines'] as readonly string[]) ?? []),
    waits: async () => (await list(FOLD)).filter(({ id }) => !told.has(id)).map(({ dueAt }) => dueAt - clock.now()),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

onEveryDatabase((database, open) => {
  const merge = { merge: 10 * MINUTE, perMinute: undefined };

  test(`N7: after the clock was set back, what repeats is still told of (${database})`, async () => {
    await using relay = await openRelay(open, merge);
    for (let n = 0; n < 2; n += 1) await relay.say();
    await relay.clock.advance(11 * MINUTE);
    await relay.tell();
    assert.equal(await relay.delivered(), 2);
    relay.clock.jump(-2 * HOUR);
    await relay.say();
    assert.equal(await relay.delivered(), 3, 'it is new');
    for (let n = 0; n < 3; n += 1) await relay.say();
    await relay.clock.advance(11 * MINUTE);
    await relay.tell();
    assert.deepEqual((await relay.lines()).toSorted(), ['repeated 1 times', 'repeated 3 times']);
  });

  test(`N7: after a short step back, nothing is counted into what was told already (${database})`, async () => {
    await using relay = await openRelay(open, merge);
    for (let n = 0; n < 2; n += 1) await relay.say();
    await relay.clock.advance(11 * MINUTE);
    await relay.tell();
    relay.clock.jump(-3 * MINUTE);
    for (let n = 0; n < 2; n += 1) await relay.say();
    await relay.clock.advance(15 * MINUTE);
    await relay.tell();
    assert.deepEqual((await relay.lines()).toSorted(), ['repeated 1 times', 'repeated 2 times']);
  });

  test(`N7: what was kept while the clock was a year ahead lets nobody wait for a year (${database})`, async () => {
    await using relay = await openRelay(open, merge);
    relay.clock.jump(365 * DAY);
    await relay.say();
    relay.clock.jump(-365 * DAY);
    for (let n = 0; n < 5; n += 1) await relay.say();
    assert.equal(await relay.delivered(), 2);
    const waits = await relay.waits();
    assert.ok(waits.length === 1 && waits.every((each) => each < HOUR), String(waits));
  });

  test(`N7: a reminder is no repetition of what was kept while the clock was ahead (${database})`, async () => {
    await using relay = await openRelay(open, merge);
    relay.clock.jump(365 * DAY);
    await relay.order('alertmanager abc');
    relay.clock.jump(-365 * DAY);
    const again = await relay.order('alertmanager abc');
    assert.ok(again.ok && !again.value.repeated);
    const repeated = await relay.order('alertmanager abc');
    assert.ok(repeated.ok && repeated.value.repeated);
  });

  test(`N7: of a stream that was told as too much, what comes then is delivered (${database})`, async () => {
    await using relay = await openRelay(open, { merge: undefined, perMinute: 2 });
    for (let n = 0; n < 4; n += 1) await relay.say(`n ${n}`);
    assert.equal(await relay.delivered(), 2);
    await relay.clock.advance(MINUTE + 10 * SECOND);
    await relay.tell();
    assert.equal(await relay.delivered(), 3);
    relay.clock.jump(-70 * SECOND);
    for (const title of ['later', 'and later']) await relay.say(title);
    assert.equal(await relay.delivered(), 5);
  });
});

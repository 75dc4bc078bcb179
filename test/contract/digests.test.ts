import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { makeAccept } from '../../src/notifications/accept.ts';
import { makeCorrect } from '../../src/notifications/correct.ts';
import { makeDeliver } from '../../src/notifications/deliver.ts';
import { makeLook } from '../../src/notifications/look.ts';
import type { Manner } from '../../src/notifications/rules/address-book.ts';
import { readClearing } from '../../src/notifications/rules/clearing.ts';
import { CORRECT } from '../../src/notifications/rules/correction-job.ts';
import { DIGEST } from '../../src/notifications/rules/digest-job.ts';
import type { Incident } from '../../src/notifications/rules/incident.ts';
import { DELIVER, readDelivery } from '../../src/notifications/rules/jobs.ts';
import type { NotificationSettings } from '../../src/notifications/settings.ts';
import { makeTellCollected } from '../../src/notifications/tell-collected.ts';
import { done, type JobHandler } from '../../src/outbox/job.ts';
import type { AttemptEnd } from '../../src/outbox/ports/job-store.ts';
import type { Channel } from '../../src/ports/channel.ts';
import { onEveryDatabase, type TestStorage } from './databases.ts';

const words = {
  digestTitle: (count: number) => `${count} together`,
  times: (count: number) => `(${count})`,
  floodMore: (count: number) => `and ${count}`,
  digestCleared: (count: number) => `${count} over`,
};
const address = { channel: 'email', address: 'night@example.org' };
const sender = { name: 'router1', to: ['night', 'ops'] };

/** The relay on this database. Its target `night` has this manner, `ops` is the same address without any. */
function relayOn({ storage, clock }: TestStorage, manner: Manner = { digest: { of: 'night', every: HOUR } }) {
  const settings: NotificationSettings = {
    book: new Map([
      ['night', [address]],
      ['ops', [address]],
    ]),
    manners: new Map([['night', manner]]),
    routes: [
      {
        ...{ origin: 'watch', urgency: undefined, text: undefined, to: ['night'] },
        clears: [readClearing('{thing} up', '{thing} down')],
      },
    ],
    show: { origin: true, symbol: true },
    fold: { merge: undefined, perMinute: undefined },
    life: DAY,
  };
  const store = storage.notifications;
  const accept = makeAccept({ store, settings, clock, ids: makeIds(() => clock.now()) });
  const look = makeLook(store, clock);
  const sent: string[] = [];
  /** As mail: nothing that was sent is changed. */
  const channel: Channel = {
    connect: async () => 'connected',
    async deliver({ id, notification: { title, lines } }) {
      sent.push([title, ...lines].join('|'));
      return done({ id });
    },
  };
  const atWork = { channels: { email: channel }, settings, shown: store.shown, clock };
  const handlers: Readonly<Record<string, JobHandler>> = {
    [DIGEST]: makeTellCollected({ store, settings, words, clock }),
    [DELIVER]: makeDeliver({ ...atWork, sayWaited: () => 'late' }),
    [CORRECT]: makeCorrect(atWork),
  };

  /** Of all deliveries that were attempted, in order. */
  const incidents: (Incident | undefined)[] = [];

  /** Attempts what is due, as the outbox does. Resolves with the texts that went out. @param crash the digests are done, and their ends are lost @param except places that are paused */
  async function attempt(crash = false, except: readonly string[] = []): Promise<readonly string[]> {
    const now = clock.now();
    for (;;) {
      const ask = { dueUntil: now, expiredUntil: now, limit: 100, now, leaseMs: MINUTE, except };
      const { jobs } = await storage.jobs.lease(ask);
      if (jobs.length === 0) return sent.splice(0);
      for (const job of jobs) {
        const tools = { signal: new AbortController().signal, freeze: async <C>(content: C) => content };
        const result = await handlers[job.kind]?.(job, tools);
        assert.ok(result, job.kind);
        if (job.kind === DELIVER) incidents.push(readDelivery(job)?.incident);
        if (crash && job.kind === DIGEST) continue;
        const end: AttemptEnd =
          result.kind === 'later' ? { kind: 'later', dueAt: result.at, unknown: false, code: undefined } : result;
        await storage.jobs.finishAttempts([{ id: job.id, attempt: job.attempt, end }], now);
      }
    }
  }

  return {
    attempt,
    incidents,
    /** An alert of a group, as the door for Alertmanager hands it in. Pieces are letters. */
    async alert(title: string, open: string, over = '', to = 'night') {
      const incident = { name: 'disks', open: [...open], over: [...over] };
      const outcome = await accept.accept([{ title, to: [to] }], { sender, incident });
      assert.ok(outcome.ok);
    },
    async send(title: string, more: object = {}) {
      const outcome = await accept.accept([{ title, to: ['night'], ...more }], { sender });
      assert.ok(outcome.ok, outcome.ok ? '' : outcome.detail);
      return outcome.value.ids[0] ?? '';
    },
    /** As `send`, by the route of what begins and ends. */
    async watch(title: string, more: object = {}, by = sender) {
      const outcome = await accept.accept([{ title, origin: 'watch', ...more }], { sender: by });
      assert.ok(outcome.ok);
      return outcome.value.ids[0] ?? '';
    },
    async stateOf(id: string) {
      const [first] = (await look({ sender: 'router1', id }))?.deliveries ?? [];
      return first?.held ?? first?.state;
    },
  };
}

onEveryDatabase((_name, open) => {
  test('what comes is collected from the first on and goes out as one in order; what is urgent, and what goes another way, at once', async () => {
    await using opened = await open();
    const { send, attempt, stateOf } = relayOn(opened);
    const first = await send('one', { lines: ['more'] });
    await opened.clock.advance(30 * MINUTE);
    await Promise.all([send('two'), send('now', { urgency: 'now' }), send('other way', { to: ['ops'] })]);
    assert.deepEqual((await attempt()).toSorted(), ['now', 'other way']);
    assert.equal(await stateOf(first), 'collected for the digest of night');
    await opened.clock.advance(30 * MINUTE);
    assert.deepEqual(await attempt(), ['2 together|• one|  more|• two']);
    assert.equal(await stateOf(first), 'delivered');

    const alone = await send('alone');
    await opened.clock.advance(HOUR);
    assert.deepEqual(await attempt(), ['alone']);
    assert.equal(await stateOf(alone), 'delivered');
    assert.deepEqual(await attempt(), []);
  });

  test('N5: killed after a digest was kept and before its job was done, nothing is told twice, and what came meanwhile is told', async () => {
    await using opened = await open();
    const { send, attempt } = relayOn(opened);
    await send('one');
    await send('two');
    await opened.clock.advance(HOUR);
    const sent = await attempt(true);
    await opened.reopen();
    const again = relayOn(opened);
    await again.send('three');
    await opened.storage.jobs.releaseLeases({ except: [] });
    const later = await again.attempt();
    await opened.clock.advance(HOUR);
    assert.deepEqual([...sent, ...later, ...(await again.attempt())], ['2 together|• one|• two', 'three']);
  });

  test('what is over before the digest goes out is not told; if all is over, nothing is', async () => {
    await using opened = await open();
    const { watch, attempt, stateOf } = relayOn(opened);
    const down = await watch('nas down');
    const up = await watch('nas up');
    await opened.clock.advance(HOUR);
    assert.deepEqual(await attempt(), []);
    assert.deepEqual([await stateOf(down), await stateOf(up)], ['cleared', 'cleared']);

    for (const title of ['nas down', 'web up', 'nas up', 'web down', 'nas down']) await watch(title);
    await opened.clock.advance(HOUR);
    assert.deepEqual(await attempt(), ['3 together|• web up|• web down|• nas down|2 over']);
  });

  test('H14: what another sender says has ended has not, whatever origin it names', async () => {
    await using opened = await open();
    const { watch, attempt } = relayOn(opened);
    await watch('nas down');
    await watch('nas up', {}, { ...sender, name: 'eve' });
    await opened.clock.advance(HOUR);
    assert.deepEqual(await attempt(), ['2 together|• nas down|• nas up']);
  });

  test('N1: an end is told also after a reminder in the same digest, if an earlier one told of the beginning', async () => {
    await using opened = await open();
    const { watch, attempt } = relayOn(opened);
    const sent: (readonly string[])[] = [];
    for (const titles of [['nas down'], ['nas down', 'nas up'], ['nas down', 'nas up']]) {
      for (const title of titles) await watch(title);
      await opened.clock.advance(HOUR);
      sent.push(await attempt());
    }
    assert.deepEqual(sent, [['nas down'], ['1 together|• nas up|1 over'], []]);
  });

  test('N1: an end is told if the beginning went out at once, and also while that is still on its way', async () => {
    for (const paused of [[], ['email']]) {
      await using opened = await open();
      const { watch, attempt } = relayOn(opened);
      await watch('web down', { urgency: 'now' });
      await watch('nas down', { urgency: 'now' });
      await watch('web up', { urgency: 'now' });
      await attempt(false, paused);
      for (const title of ['nas down', 'web down', 'web up', 'nas up']) await watch(title);
      await opened.clock.advance(HOUR);
      const sent = [...(await attempt(false, paused)), ...(await attempt())];
      assert.deepEqual(sent.slice(-1), ['1 together|• nas up|3 over'], paused.join());
    }
  });

  test('what a digest told is forgotten once its end was told, and a month later if no end ever came', async () => {
    await using opened = await open();
    const { watch, attempt } = relayOn(opened);
    const { storage, clock } = opened;
    const digest = async (...titles: readonly string[]) => {
      for (const title of titles) await watch(title);
      await clock.advance(HOUR);
      await attempt();
      return (await storage.notifications.personal.export({ addresses: [address] }))?.['toldInDigests'];
    };
    assert.deepEqual(await digest('nas down', 'web down'), [{ open: 2, at: new Date(clock.now()).toISOString() }]);
    const since = new Date(clock.now() + HOUR).toISOString();
    assert.deepEqual(await digest('nas up'), [{ open: 1, at: since }]);
    assert.deepEqual(await digest('web down'), [{ open: 1, at: since }], 'a reminder changes nothing');
    assert.equal(await digest('web up'), undefined);
    await digest('nas down', 'other');
    await storage.notifications.tidy(clock.now());
    assert.notEqual(await digest('other', 'another'), undefined);
    await storage.notifications.tidy(clock.now() - 1);
    assert.equal(await digest('other', 'another'), undefined);
  });

  test('N1: an alert that goes out alone keeps its incident, so that its end finds the message; in a digest the end is named', async () => {
    await using opened = await open();
    const { alert, send, attempt, incidents } = relayOn(opened);
    const sent: (readonly string[])[] = [];
    for (const tell of [
      () => alert('disk: firing', 'a'),
      () => Promise.all([alert('disk: resolved', '', 'a'), send('other')]),
      () => alert('web: firing', 'b'),
      () => alert('web: resolved', '', 'b'),
    ]) {
      await tell();
      await opened.clock.advance(HOUR);
      sent.push((await attempt()).map((text) => text.split('|').toSorted().join('|')));
    }
    assert.deepEqual(sent, [
      ['disk: firing'],
      ['2 together|• disk: resolved|• other'],
      ['web: firing'],
      ['web: resolved'],
    ]);
    assert.deepEqual(
      incidents.map((incident) => incident && [incident.open, incident.over]),
      [[['a'], []], undefined, [['b'], []], [[], ['b']]],
    );
    const corrections = await opened.storage.desk.list({ kind: CORRECT, limit: 10 });
    // The end of `b` finds its message itself.
    assert.equal(corrections.length, 1, 'the end of `a` in the digest has the message of its beginning put right');
  });

  test('N1: an end is told also after a reminder in the same digest, if the beginning was told outside of digests', async () => {
    await using opened = await open();
    const { alert, attempt } = relayOn(opened);
    await alert('a and b fire', 'ab', '', 'ops');
    await alert('b fires', 'b', '', 'ops');
    assert.deepEqual(await attempt(), ['a and b fire', 'b fires']);
    const sent: (readonly string[])[] = [];
    for (const piece of ['a', 'a', 'c']) {
      await alert(`${piece} fires`, piece);
      await alert(`${piece} ended`, '', piece);
      await opened.clock.advance(HOUR);
      sent.push(await attempt());
    }
    assert.deepEqual(sent, [['1 together|• a ended|1 over'], [], []]);
  });

  test('N1: what a notification in the digest says goes on is told to be over in the same digest', async () => {
    await using opened = await open();
    const { alert, attempt } = relayOn(opened);
    await alert('a', 'a');
    await alert('a fires, b ended', 'a', 'b');
    await alert('a ended', '', 'a');
    await opened.clock.advance(HOUR);
    assert.deepEqual(await attempt(), ['2 together|• a fires, b ended|• a ended|1 over']);
  });

  test('N1: what comes after a hundred that are over is told by its number, not swallowed', async () => {
    await using opened = await open();
    const { watch, attempt } = relayOn(opened);
    for (let n = 0; n < 50; n += 1) {
      await watch('nas down');
      await watch('nas up');
    }
    await watch('web down');
    await opened.clock.advance(HOUR);
    assert.deepEqual(await attempt(), ['1 together|and 1|100 over']);
  });

  test('a digest that is due in quiet hours waits for their end, and takes along what comes until then', async () => {
    await using opened = await open();
    const start = Math.ceil(opened.clock.now() / DAY) * DAY;
    await opened.clock.advance(start - opened.clock.now());
    const quiet = { of: 'night', from: '00:30', until: '07:00', zone: 'UTC' };
    const { send, attempt } = relayOn(opened, { quiet, digest: { of: 'night', every: HOUR } });
    await send('one');
    await opened.clock.advance(6 * HOUR);
    await send('two');
    assert.deepEqual(await attempt(), []);
    await opened.clock.advance(HOUR);
    assert.deepEqual(await attempt(), ['2 together|• one|• two']);
  });

  test('of very many the first are shown and all are counted; one that is given up is not among them', async () => {
    await using opened = await open();
    const { send, attempt, stateOf } = relayOn(opened);
    const ids: string[] = [];
    for (let number = 0; number < 103; number += 1) ids.push(await send(`n${number}`));
    const given = (await opened.storage.desk.list({ kind: DELIVER, limit: 200 })).find(({ key }) =>
      key.includes(ids[1] ?? ''),
    );
    assert.equal(await opened.storage.desk.drop(given?.id ?? '', opened.clock.now()), 'dropped');
    await opened.clock.advance(HOUR);
    const [sent = ''] = await attempt();
    assert.match(sent, /^102 together\|• n0\|• n2\|.*\|• n100\|and 2$/);
    assert.deepEqual([await stateOf(ids[1] ?? ''), await stateOf(ids[102] ?? '')], ['undeliverable', 'delivered']);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { type AcceptUseCases, makeAccept } from '../../src/notifications/accept.ts';
import type { Entry } from '../../src/notifications/rules/address-book.ts';
import { CORRECT, correctionJob, readCorrection } from '../../src/notifications/rules/correction-job.ts';
import { FOLD } from '../../src/notifications/rules/fold-job.ts';
import { DELIVER, deliveryKey, readDelivery } from '../../src/notifications/rules/jobs.ts';
import type { NotificationSettings } from '../../src/notifications/settings.ts';
import { makeTellFolded } from '../../src/notifications/tell-folded.ts';
import type { Job } from '../../src/outbox/job.ts';
import { parsePayload } from '../../src/storage/outbox/job-rows.ts';
import { aDelivery } from '../support/deliveries.ts';
import { onEveryDatabase, type TestStorage } from './databases.ts';

const addresses: readonly Entry[] = Array.from({ length: 130 }, (_, index) => ({
  channel: 'email',
  address: `a${index}@example.org`,
}));
const settings: NotificationSettings = {
  book: new Map([
    ['ops', addresses.slice(0, 1)],
    ['night', addresses.slice(1, 2)],
    ['many', addresses],
  ]),
  manners: new Map(),
  routes: [],
  show: { origin: true, symbol: true },
  fold: { merge: undefined, perMinute: undefined },
  life: DAY,
};
const sender = { name: 'router1', to: ['ops', 'night', 'many'] };

const acceptOf = ({ storage, clock }: TestStorage, over: Partial<NotificationSettings> = {}): AcceptUseCases =>
  makeAccept({
    store: storage.notifications,
    settings: { ...settings, ...over },
    clock,
    ids: makeIds(() => clock.now()),
  });

async function idOf(accept: AcceptUseCases, value: object, key?: string): Promise<string> {
  const outcome = await accept.accept([{ to: ['ops'], ...value }], { sender, key });
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.detail);
  return outcome.value.ids[0] ?? '';
}

const deliveriesOf = ({ storage }: TestStorage, id: string) =>
  storage.notifications.deliveries((number) => deliveryKey({ sender: 'router1', id }, number));

/** Every delivery in the outbox, oldest first. */
async function keptDeliveries({ storage }: TestStorage) {
  const jobs = await storage.desk.list({ kind: DELIVER, limit: 100 });
  return jobs.toReversed().map(({ payload }) => {
    const read = readDelivery({ payload: parsePayload(payload) ?? {} });
    const text = [read?.notification.title, ...(read?.notification.lines ?? [])].join('|');
    return { text, to: read?.address.split('@')[0] };
  });
}

const texts = async (opened: TestStorage) => (await keptDeliveries(opened)).map(({ text }) => text);
const toldTo = async (opened: TestStorage) => (await keptDeliveries(opened)).map(({ text, to }) => `${to}: ${text}`);

/** Does the jobs that tell of what was folded, as the outbox does once they are due. */
async function tellFolded(opened: TestStorage, over: Partial<NotificationSettings>): Promise<readonly string[]> {
  const words = {
    repeated: (count: number) => `again ${count}`,
    floodTitle: (count: number) => `${count} more`,
    floodWhy: (most: number) => `over ${most}`,
    floodMore: (count: number) => `and ${count}`,
  };
  const { storage, clock } = opened;
  const handler = makeTellFolded({ store: storage.notifications, settings: { ...settings, ...over }, words, clock });
  const jobs = await storage.desk.list({ kind: FOLD, limit: 100 });
  const ends: string[] = [];
  for (const job of jobs.filter(({ dueAt, state }) => dueAt <= clock.now() && state === 'waiting')) {
    const known = { ...job, payload: parsePayload(job.payload) ?? {} } as unknown as Job;
    ends.push(
      (await handler(known, { signal: new AbortController().signal, freeze: async (content) => content })).kind,
    );
    await storage.desk.drop(job.id, clock.now());
  }
  return ends;
}

onEveryDatabase((_name, open) => {
  test('notifications are kept with all their deliveries, in order, however many there are', async () => {
    await using opened = await open();
    const accept = acceptOf(opened);
    const [, id] = await Promise.all([
      idOf(accept, { title: 'one' }),
      idOf(accept, { title: 'many', to: ['many'] }),
      idOf(accept, { title: 'three' }),
    ]);
    const kept = await deliveriesOf(opened, id);
    assert.equal(kept.length, 130);
    const { id: _job, payload, ...first } = kept[0] ?? { id: '' };
    assert.equal(payload?.['title'], 'many');
    assert.deepEqual(first, {
      ...{ channel: 'email', state: 'waiting', code: undefined, words: undefined },
      ...{ attempts: 0, acceptedAt: opened.clock.now(), dueAt: opened.clock.now(), doneAt: undefined },
    });
    assert.deepEqual(await deliveriesOf(opened, 'unknown'), []);
  });

  test('H14: a request that would write too much, because each address has its own copy, is refused and leaves nothing behind', async () => {
    await using opened = await open();
    const accept = acceptOf(opened);
    const ask = async (count: number, says: object) =>
      accept.accept(
        Array.from({ length: count }, () => ({ ...says, to: ['many'] })),
        { sender },
      );
    const lines = 'x'.repeat(100_000);
    const facts = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [index, 'x'.repeat(490)]));
    for (const outcome of [await ask(10, { lines }), await ask(30, { title: 'x', facts })]) {
      assert.deepEqual([outcome.ok, !outcome.ok && outcome.refusal], [false, 'too-many']);
    }
    assert.deepEqual(await texts(opened), []);
    assert.equal((await ask(1, { lines })).ok, true);
  });

  test('H14: a request is recognised by its key for a day, also when both come at once; another one with that key is not taken', async () => {
    await using opened = await open();
    const accept = acceptOf(opened);
    const [one, again] = await Promise.all([idOf(accept, { title: 'x' }, 'k'), idOf(accept, { title: 'x' }, 'k')]);
    assert.equal(one, again);
    const other = await accept.accept([{ title: 'y' }], { sender, key: 'k' });
    assert.deepEqual([other.ok, !other.ok && other.refusal], [false, 'other']);
    assert.equal((await texts(opened)).length, 1);
    await opened.reopen();
    await opened.clock.advance(DAY);
    assert.equal(await idOf(acceptOf(opened), { title: 'x' }, 'k'), one);
    await opened.clock.advance(1);
    assert.notEqual(await idOf(acceptOf(opened), { title: 'y' }, 'k'), one);
    await opened.storage.notifications.tidy(opened.clock.now() + 1);
    assert.notEqual(await idOf(acceptOf(opened), { title: 'z' }, 'k'), one);
  });

  test('what a program repeats by the rule of its door is recognised as long as the same would be merged, whatever it says then', async () => {
    await using opened = await open();
    const accept = acceptOf(opened);
    const ask = async (title: string) => {
      const outcome = await accept.accept([{ title }], { sender, repetition: 'the group' });
      return outcome.ok && outcome.value.ids[0];
    };
    const first = await ask('firing');
    await opened.clock.advance(10 * MINUTE);
    assert.equal(await ask('still firing'), first);
    await opened.clock.advance(1);
    assert.notEqual(await ask('firing'), first);
  });

  test('the same again within ten minutes is counted and told once at their end; one that keeps coming is told every ten minutes', async () => {
    await using opened = await open();
    const fold = { fold: { merge: 10 * MINUTE, perMinute: undefined } };
    const accept = acceptOf(opened, fold);
    const first = await idOf(accept, { title: 'down' });
    const ids = await Promise.all([idOf(accept, { title: 'down' }), idOf(accept, { title: 'down' })]);
    assert.deepEqual(ids, [first, first]);
    await idOf(accept, { title: 'another' });
    await opened.clock.advance(10 * MINUTE);
    // It comes again before the outbox has told of those before.
    assert.equal(await idOf(accept, { title: 'down' }), first);
    await opened.clock.advance(MINUTE);
    assert.deepEqual(await tellFolded(opened, fold), ['done']);
    assert.deepEqual(await texts(opened), ['down', 'another', 'down|again 2']);
    await opened.clock.advance(10 * MINUTE);
    assert.deepEqual(await tellFolded(opened, fold), ['done']);
    assert.deepEqual((await texts(opened)).slice(3), ['down|again 1']);
    await opened.clock.advance(HOUR);
    assert.notEqual(await idOf(accept, { title: 'down' }), first);
    assert.deepEqual((await texts(opened)).slice(4), ['down']);
    assert.deepEqual(await tellFolded(opened, fold), []);
  });

  test('what says the same is counted after a restart too, and from whichever process it comes', async () => {
    await using opened = await open();
    const fold = { fold: { merge: 10 * MINUTE, perMinute: undefined } };
    const first = await idOf(acceptOf(opened, fold), { title: 'down' });
    await opened.reopen();
    const here = acceptOf(opened, fold);
    assert.equal(await idOf(here, { title: 'down' }), first);
    const beside = acceptOf({ ...opened, storage: await opened.beside() }, fold);
    assert.equal(await idOf(beside, { title: 'down' }), first);
    const other = await idOf(beside, { title: 'up' });
    assert.equal(await idOf(here, { title: 'up' }), other);
    assert.deepEqual(await texts(opened), ['down', 'up']);
    await opened.clock.advance(11 * MINUTE);
    assert.equal(await idOf(beside, { title: 'down' }), first);
    assert.equal(await idOf(here, { title: 'down' }), first);
    assert.deepEqual(await tellFolded(opened, fold), ['done', 'done']);
    await opened.clock.advance(11 * MINUTE);
    assert.deepEqual(await tellFolded(opened, fold), ['done']);
    assert.deepEqual(await texts(opened), ['down', 'up', 'up|again 1', 'down|again 2', 'down|again 2']);
  });

  test('the same that two processes hear at one moment is delivered once', async () => {
    await using opened = await open();
    const fold = { fold: { merge: 10 * MINUTE, perMinute: undefined } };
    const both = [acceptOf(opened, fold), acceptOf({ ...opened, storage: await opened.beside() }, fold)];
    for (const title of ['one', 'two', 'three']) {
      const ids = await Promise.all([...both, ...both].map((accept) => idOf(accept, { title })));
      assert.equal(new Set(ids).size, 1);
    }
    assert.deepEqual(await texts(opened), ['one', 'two', 'three']);
  });

  test('a request that was not kept leaves nothing of what it said, so that the next is the first', async () => {
    await using opened = await open();
    const accept = acceptOf(opened, { fold: { merge: 10 * MINUTE, perMinute: undefined } });
    await idOf(accept, { title: 'before' }, 'k');
    const other = await accept.accept([{ title: 'x', to: ['ops'] }], { sender, key: 'k' });
    assert.deepEqual([other.ok, !other.ok && other.refusal], [false, 'other']);
    await idOf(accept, { title: 'x' });
    assert.deepEqual(await texts(opened), ['before', 'x']);
  });

  test('what was said is forgotten once nothing can be counted with it any more', async () => {
    await using opened = await open();
    const accept = acceptOf(opened, { fold: { merge: 10 * MINUTE, perMinute: undefined } });
    const first = await idOf(accept, { title: 'down' });
    await opened.storage.notifications.tidy(0);
    assert.equal(await idOf(accept, { title: 'down' }), first);
    await opened.clock.advance(21 * MINUTE);
    await opened.storage.notifications.tidy(0);
    assert.notEqual(await idOf(accept, { title: 'down' }), first);
    await opened.reopen();
    assert.deepEqual(await texts(opened), ['down', 'down']);
  });

  test('H14: what one origin sends beyond its number in a minute is kept and shown together; others are not affected', async () => {
    await using opened = await open();
    const fold = { fold: { merge: undefined, perMinute: 3 } };
    const accept = acceptOf(opened, fold);
    const started = opened.clock.now();
    await opened.clock.advance(MINUTE - (started % MINUTE));
    for (let number = 0; number < 15; number += 1) await idOf(accept, { title: `n${number}` });
    await idOf(accept, { title: 'calm', origin: 'nas' });
    assert.deepEqual(await texts(opened), ['n0', 'n1', 'n2', 'calm']);
    await opened.clock.advance(MINUTE);
    await idOf(accept, { title: 'next minute' });
    await opened.clock.advance(MINUTE);
    assert.deepEqual(await tellFolded(opened, fold), ['done']);
    const shown = 'n3|n4|n5|n6|n7|n8|n9|n10|n11|n12';
    assert.deepEqual((await texts(opened)).slice(4), ['next minute', `12 more|over 3|${shown}|and 2`]);
  });

  test('H14: what is shown together reaches everybody who was meant, and nothing urgent waits behind what is not', async () => {
    await using opened = await open();
    const fold = { fold: { merge: undefined, perMinute: 1 } };
    const accept = acceptOf(opened, fold);
    for (const to of ['ops', 'night']) {
      for (const title of ['one', 'two', 'three']) await idOf(accept, { title: `${to} ${title}`, to: [to] });
    }
    await idOf(accept, { title: 'ops now', urgency: 'now' });
    await opened.clock.advance(2 * MINUTE);
    await tellFolded(opened, fold);
    const told = await toldTo(opened);
    assert.deepEqual(told.slice(0, 3), ['a0: ops one', 'a1: night one', 'a0: ops now']);
    assert.deepEqual(told.slice(3).toSorted(), [
      'a0: 2 more|over 1|ops two|ops three',
      'a1: 2 more|over 1|night two|night three',
    ]);
  });

  test('H14: a sender that speaks for the origin of another takes nothing of its number, and is told its own id', async () => {
    await using opened = await open();
    const accept = acceptOf(opened, { fold: { merge: MINUTE, perMinute: 2 } });
    const ask = async (name: string, title: string) => {
      const outcome = await accept.accept([{ title, origin: 'nas', to: ['ops'] }], { sender: { ...sender, name } });
      return outcome.ok ? outcome.value.ids[0] : undefined;
    };
    for (const title of ['one', 'two', 'three', 'disk full']) await ask('noisy', title);
    const id = await ask('router1', 'disk full');
    assert.equal((await deliveriesOf(opened, id ?? '')).length, 1);
  });

  test('H14: what was beyond the number when it came is shown, whatever the number is when its minute is over', async () => {
    await using opened = await open();
    const accept = acceptOf(opened, { fold: { merge: undefined, perMinute: 1 } });
    for (const title of ['one', 'two']) await idOf(accept, { title });
    await opened.clock.advance(2 * MINUTE);
    await tellFolded(opened, { fold: { merge: undefined, perMinute: 500 } });
    assert.deepEqual(await toldTo(opened), ['a0: one', 'a0: 1 more|over 1|two']);
  });

  test('H14: what came in the last moment of the minute and was kept after it is shown too', async () => {
    await using opened = await open();
    const fold = { fold: { merge: undefined, perMinute: 1 } };
    const { clock } = opened;
    const accept = acceptOf(opened, fold);
    await clock.advance(MINUTE - (clock.now() % MINUTE));
    for (const title of ['one', 'two']) await idOf(accept, { title });
    await clock.advance(MINUTE);
    await tellFolded(opened, fold);
    const behind = { ...clock, now: () => clock.now() - SECOND };
    await idOf(acceptOf({ ...opened, clock: behind }, fold), { title: 'three' });
    await clock.advance(MINUTE);
    await tellFolded(opened, fold);
    assert.deepEqual(await toldTo(opened), ['a0: one', 'a0: 2 more|over 1|two|three']);
  });

  test('what tells of an incident is never merged: the same words may mean that it began once more', async () => {
    await using opened = await open();
    const accept = acceptOf(opened, { fold: { merge: 10 * MINUTE, perMinute: undefined } });
    for (const piece of ['first', 'second']) {
      const asking = { sender, incident: { name: 'disk', open: [piece], over: [] } };
      assert.ok((await accept.accept([{ title: 'firing', to: ['ops'] }], asking)).ok);
    }
    assert.deepEqual(await texts(opened), ['firing', 'firing']);
  });

  test('the messages of an incident are remembered over a restart, until it is over or was long ago; jobs come with them', async () => {
    await using opened = await open();
    const at = opened.clock.now();
    const shown = () => opened.storage.notifications.shown;
    const first = { id: '$1', at, open: ['x', 'y'] };
    const second = { id: '$2', at: at + 1, open: ['y'] };
    const notification = aDelivery('').notification;
    const incident = { name: 'a', open: [], over: ['x'] };
    const address = { channel: 'matrix', address: '!a:x' };
    const correction = correctionJob({ address, notification, incident }, { cause: 'job', at, life: MINUTE });
    await shown().keep('a', [first]);
    await shown().keep('a', [first, second], { jobs: [correction], at });
    await shown().keep('a', [first, second], { jobs: [correction], at });
    await shown().keep('b', [second]);
    await opened.reopen();
    assert.deepEqual(await shown().find('a'), [first, second]);
    const [job, ...others] = await opened.storage.desk.list({ kind: CORRECT, limit: 10 });
    assert.deepEqual([job?.key, others], [correction.key, []]);
    assert.deepEqual(readCorrection(correction), { address, notification, incident });
    await shown().keep('a', []);
    assert.deepEqual(await shown().find('a'), []);
    await opened.storage.notifications.tidy(at + 1);
    assert.equal((await shown().find('b')).length, 1);
    await opened.storage.notifications.tidy(at + 2);
    assert.deepEqual(await shown().find('b'), []);
    await shown().keep('b', []);
  });
});

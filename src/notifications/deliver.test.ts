import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDelivery } from '../../test/support/deliveries.ts';
import { DAY, HOUR, MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { done, type Job, type JobTools, later, type NewJob, UNREADABLE } from '../outbox/job.ts';
import type { Channel, Delivery } from '../ports/channel.ts';
import { makeCorrect } from './correct.ts';
import { makeDeliver } from './deliver.ts';
import { correctionJob } from './rules/correction-job.ts';
import { type Incident, type ShownMessage, withNewest } from './rules/incident.ts';
import { deliveryJobs } from './rules/jobs.ts';

const { notification } = aDelivery('a@x');
const [kept] = deliveryJobs(
  { sender: 'r1', id: 'n1' },
  notification,
  [{ channel: 'email', address: 'a@x', manner: {} }],
  {
    ...{ at: 0, life: HOUR },
  },
);
assert.ok(kept);
const job: Job = { ...kept, id: 'job', attempt: 1, createdAt: 0, firstTriedAt: undefined, frozen: undefined };

const none = { jobs: [] };

/** Attempts at this job, each at its own time. @param edits can the service change a message? */
function rig(edits = true) {
  const shown: Delivery[] = [];
  const messages = new Map<string, readonly ShownMessage[]>();
  const corrections: NewJob[] = [];
  const frozen = new Map<string, unknown>();
  let now = 0;
  const channel: Channel = {
    ...(edits && { edits: true as const }),
    connect: async () => 'connected',
    async deliver(delivery) {
      shown.push(delivery);
      return done({ id: delivery.replaces ?? `message ${shown.length}` });
    },
  };
  const needs = {
    channels: { email: channel },
    settings: { show: { origin: true, symbol: false }, life: HOUR },
    shown: {
      find: async (name: string) => messages.get(name) ?? [],
      async keep(name: string, all: readonly ShownMessage[], { jobs }: { readonly jobs: readonly NewJob[] } = none) {
        corrections.push(...jobs);
        if (all.length === 0) messages.delete(name);
        else messages.set(name, all);
      },
    },
  };
  const handler = makeDeliver({ ...needs, sayWaited: (from) => `since ${from}`, clock: { now: () => now } });
  const correct = makeCorrect(needs);
  const toolsOf = (id: string): JobTools => ({
    signal: new AbortController().signal,
    async freeze<Content>(content: Content) {
      if (!frozen.has(id)) frozen.set(id, content);
      return frozen.get(id) as Content;
    },
  });
  return {
    shown,
    messages,
    /** Does what is left to put right. */
    async correct() {
      for (const [number, one] of corrections.splice(0).entries()) {
        await correct({ ...job, ...one, id: `correct ${number}` }, toolsOf(''));
      }
    },
    attempt(at: number, over: Partial<Job> = {}) {
      now = at;
      return handler({ ...job, ...over }, toolsOf(over.id ?? job.id));
    },
  };
}

test('what waited for long says since when, also if an attempt before came to nothing; a repeat of what may have arrived says the same', async () => {
  const waitedOf = async (...attempts: readonly (readonly [at: number, firstTriedAt: number | undefined])[]) => {
    const { shown, attempt } = rig();
    for (const [at, firstTriedAt] of attempts) await attempt(at, { firstTriedAt });
    for (const { id, address, notification: said } of shown) {
      assert.deepEqual([id, address, said], ['job', 'a@x', notification]);
    }
    return shown.map(({ waited }) => waited);
  };
  const nobody = undefined;
  assert.deepEqual(await waitedOf([MINUTE, nobody], [50 * MINUTE, nobody]), [undefined, 'since 0']);
  assert.deepEqual(await waitedOf([MINUTE, nobody], [50 * MINUTE, MINUTE]), [undefined, undefined]);
  assert.deepEqual(await waitedOf([11 * MINUTE, nobody], [50 * MINUTE, 11 * MINUTE]), ['since 0', 'since 0']);
});

test('what is planned for later has not waited when its time comes', async () => {
  const { shown, attempt } = rig();
  const [planned] = deliveryJobs(
    { sender: 'r1', id: 'n2' },
    notification,
    [{ channel: 'email', address: 'a@x', manner: {} }],
    {
      ...{ at: 5 * HOUR, life: HOUR },
    },
  );
  assert.ok(planned);
  await attempt(5 * HOUR + MINUTE, { ...planned, createdAt: 0 });
  assert.equal(shown[0]?.waited, undefined);
});

test('deliveries of a channel that was left out wait as those of a channel that is down, and one of a newer version is parked', async () => {
  const { attempt } = rig();
  const faultOf = async (over: Partial<Job>) => {
    const fault = await attempt(0, over).catch((error: unknown) => error);
    assert.ok(fault instanceof Fault);
    return [fault.code, fault.scope];
  };
  assert.deepEqual(await faultOf({ destination: 'constructor:x' }), ['channel.off', 'channel']);
  assert.deepEqual(await faultOf({ destination: 'telegram:x' }), ['channel.off', 'channel']);
  assert.deepEqual(await faultOf({ payload: { ...job.payload, v: 2 } }), [UNREADABLE, 'message']);
});

test('what ends of an incident changes the message that told of it, also when it is done again; what begins is a new one', async () => {
  const { shown, messages, attempt, correct } = rig();
  const tell = (id: string, at: number, { name = 'x', open = '', over = '' }, address = 'a@x') => {
    const incident: Incident = { name, open: [...open], over: [...over] };
    const [told] = deliveryJobs({ sender: 'r1', id }, notification, [{ channel: 'email', address, manner: {} }], {
      ...{ at, life: HOUR, incident },
    });
    assert.ok(told);
    return attempt(at, { ...told, id });
  };
  const replaced = () => shown.splice(0).map(({ replaces }) => replaces);
  await tell('fires', 0, { open: 'ab' });
  await tell('elsewhere', 0, { open: 'ab' }, 'b@x');
  await tell('other', 0, { name: 'y', open: 'ab' });
  await tell('one ends', HOUR, { open: 'b', over: 'a' });
  // Killed before the job was saved as done: the second attempt must say the same under the same id.
  await tell('one ends', HOUR, { open: 'b', over: 'a' });
  assert.deepEqual(replaced(), [undefined, undefined, undefined, 'message 1', 'message 1']);
  await tell('begins', 2 * HOUR, { open: 'bc' });
  await tell('begins', 2 * HOUR, { open: 'bc' });
  await tell('all end', 3 * HOUR, { over: 'bc' });
  await tell('all end', 3 * HOUR, { over: 'bc' });
  assert.deepEqual(replaced(), [undefined, undefined, 'message 2', 'message 2']);
  await correct();
  assert.deepEqual(replaced(), ['message 1'], 'the one that the newer one left behind');
  assert.equal(messages.size, 2, 'the incident is over at this address, and goes on at the others');
});

/** What these notifications of one incident, an hour apart, change and what they leave. */
async function after(edits: boolean, ...told: readonly (readonly [open: string, over: string])[]) {
  const { shown, messages, attempt, correct } = rig(edits);
  for (const [hours, [open, over]] of told.entries()) {
    const incident: Incident = { name: 'x', open: [...open], over: [...over] };
    const name = { sender: 'r1', id: `n${hours}` };
    const to = [{ channel: 'email', address: 'a@x', manner: {} }];
    const [one] = deliveryJobs(name, { ...notification, title: `${open}-${over}` }, to, {
      ...{ at: hours * HOUR, life: HOUR, incident },
    });
    assert.ok(one);
    await attempt(hours * HOUR, { ...one, id: name.id });
    await correct();
  }
  const says = new Map<string, string>();
  for (const [index, { replaces, notification: said }] of shown.entries()) {
    says.set(replaces ?? `message ${index + 1}`, said.title);
  }
  return { says: [...says.values()], left: [...messages.values()].flat().map(({ open }) => open.join('')) };
}

test('after reminders the end changes every message that told of it; what is absent goes on in those that say it', async () => {
  assert.deepEqual(await after(true, ['a', ''], ['a', ''], ['a', ''], ['', 'a']), {
    ...{ says: ['-a', '-a', '-a'], left: [] },
  });
  assert.deepEqual(await after(true, ['ab', ''], ['ab', ''], ['b', 'a'], ['', 'b']), { says: ['-b', '-b'], left: [] });
  // `b` was absent from the second one, silenced perhaps: the first keeps saying that it goes on, until its end is told.
  assert.deepEqual(await after(true, ['ab', ''], ['a', ''], ['', 'a']), { says: ['ab-', '-a'], left: ['b'] });
  assert.deepEqual(await after(true, ['ab', ''], ['a', ''], ['', 'a'], ['', 'b']), { says: ['-b', '-a'], left: [] });
});

test('the end changes every message of many, each under an id of its own that stays, and goes on where it broke off', async () => {
  const names = Array.from({ length: 60 }, (_, number) => `m${number}`);
  let known: readonly ShownMessage[] = [];
  for (const id of names) known = withNewest(known, { id, at: 0, open: ['a'] });
  assert.deepEqual(
    known.map(({ id }) => id),
    names.slice(10),
    'the newest are known',
  );
  assert.equal(
    withNewest([{ id: 'x', at: 0, open: [...'ab'] }], { id: 'y', at: 0, open: Array(2_999).fill('c') }).length,
    1,
  );
  const changed: (readonly [id: string, replaces: string | undefined])[] = [];
  let busy = true;
  const correct = makeCorrect({
    channels: {
      email: {
        edits: true,
        connect: async () => 'connected',
        async deliver({ id, replaces }) {
          if (busy && replaces === 'm30') return later(5);
          changed.push([id, replaces]);
          return done();
        },
      },
    },
    settings: { show: { origin: true, symbol: false } },
    shown: {
      find: async () => known,
      keep: async (_name, messages) => {
        known = messages;
      },
    },
  });
  const incident = { name: 'x', open: [], over: ['a'] };
  const address = { channel: 'email', address: 'a@x' };
  const one = correctionJob({ address, notification, incident }, { cause: 'c', at: 0, life: HOUR });
  const attempt = () =>
    correct(
      { ...job, ...one, id: 'correct' },
      { signal: new AbortController().signal, freeze: async (content) => content },
    );
  assert.deepEqual(await attempt(), later(5));
  busy = false;
  assert.deepEqual(await attempt(), done());
  assert.deepEqual(
    changed.map(([, replaces]) => replaces),
    names.slice(10),
    'none twice, none left out',
  );
  assert.equal(new Set(changed.map(([id]) => id)).size, 50);
  assert.deepEqual(known, []);
});

test('where a service changes nothing, it is known what goes on as its messages say, and nothing is sent to put others right', async () => {
  const { says, left } = await after(false, ['ab', ''], ['b', '']);
  assert.deepEqual(
    [says, left],
    [
      ['ab-', 'b-'],
      ['ab', 'b'],
    ],
  );
  const ended = await after(false, ['ab', ''], ['b', ''], ['', 'b']);
  assert.deepEqual([ended.says, ended.left], [['ab-', '-b'], ['a']]);
});

test('an edit does not make a message younger', async () => {
  const { shown, attempt } = rig();
  const tell = (id: string, at: number, open: string, over: string) => {
    const [told] = deliveryJobs(
      { sender: 'r1', id },
      notification,
      [{ channel: 'email', address: 'a@x', manner: {} }],
      {
        ...{ at, life: HOUR, incident: { name: 'x', open: [...open], over: [...over] } },
      },
    );
    assert.ok(told);
    return attempt(at, { ...told, id });
  };
  await tell('fires', 0, 'abc', '');
  await tell('one', 20 * HOUR, 'bc', 'a');
  await tell('two', 25 * HOUR, 'c', 'b');
  assert.deepEqual(
    shown.map(({ replaces }) => replaces),
    [undefined, 'message 1', undefined],
  );
});

test('what is late and comes into quiet hours waits for their end; what may have arrived is repeated at once', async () => {
  const { shown, attempt } = rig();
  const quiet = { of: 'night', from: '22:00', until: '07:00', zone: 'UTC' };
  const [held] = deliveryJobs(
    { sender: 'r1', id: 'n3' },
    notification,
    [{ channel: 'email', address: 'a@x', manner: { quiet } }],
    {
      ...{ at: 21 * HOUR, life: 3 * DAY },
    },
  );
  assert.equal(held?.dueAt, 21 * HOUR);
  assert.deepEqual(await attempt(22 * HOUR, held), later(31 * HOUR));
  assert.deepEqual(shown, []);
  await attempt(31 * HOUR, held);
  await attempt(23 * HOUR, { ...held, firstTriedAt: 21 * HOUR });
  assert.deepEqual(
    shown.map(({ waited }) => waited),
    [`since ${21 * HOUR}`, undefined],
  );
});

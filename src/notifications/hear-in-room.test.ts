import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { DAY } from '../kernel/clock.ts';
import { silentLog } from '../kernel/log.ts';
import type { EventId, RoomId, UserId } from '../kernel/matrix-id.ts';
import type { NewJob } from '../outbox/job.ts';
import type { RoomMessage } from '../ports/room-message.ts';
import { makeHearInRoom } from './hear-in-room.ts';
import { makeRemarkLimit } from './remark-limit.ts';
import { messageName } from './rules/announced-message.ts';
import { remarkJobs } from './rules/remark-jobs.ts';
import { heardAddresses } from './rules/replies.ts';
import { makeWhereShown } from './where-shown.ts';

const [main, side] = ['!main:porter.test', '!side:porter.test'] as [RoomId, RoomId];
/** The direct chat with somebody who is an address of the target. */
const [direct, eva] = ['!direct:porter.test' as RoomId, '@eva:example.org' as UserId];
const known = '$remark' as EventId;
/** The message in the room `side` that told of an application, and where the team talks about that. */
const told = '$told' as EventId;
const announced = messageName('matrix', side, told);
const [team, notice] = ['!team:porter.test' as RoomId, '$notice' as EventId];
/** Stands in the room, but nothing was noted about it. */
const notNoted = '$not-noted' as EventId;
const [shows] = remarkJobs(
  'telegram',
  { key: 'k', at: ['43'], person: '43', name: 'Bo', text: 'Hi' },
  [{ room: main, thread: undefined }],
  {
    now: 0,
    life: DAY,
  },
);

/** A target with the rooms `main` and `side` whose replies appear in `main`. Resolves with the jobs that a message makes. */
async function heard(message: Partial<RoomMessage>): Promise<readonly NewJob[]> {
  const clock = makeTestClock();
  const made: NewJob[] = [];
  const book = new Map([['ops', [main, side, eva].map((address) => ({ channel: 'matrix', address }))]]);
  const addresses = heardAddresses(book, new Map([['ops', main]]));
  const hear = makeHearInRoom({
    store: {
      findRemark: async (eventId) =>
        eventId === known ? { eventId, room: main, channel: 'telegram', address: '42', at: 0 } : undefined,
      findJob: async (id) => (id === 'job' ? shows : undefined),
    },
    rooms: {
      personIn: async (room) => (room === direct ? eva : undefined),
      nameIn: async (_room, user) => (user === eva ? 'Eva' : 'Ada'),
    },
    ghosts: { jobOf: async (_room, eventId) => (eventId === notNoted ? 'job' : undefined) },
    jobs: { add: async (jobs) => void made.push(...jobs) },
    heard: addresses,
    whereShown: makeWhereShown({
      heard: addresses,
      store: { findAnnounced: async (name) => (name === announced ? { origin: 'registration', id: 'a1' } : undefined) },
      whereDiscussed: async (origin, id) =>
        origin === 'registration' && id === 'a1' ? { room: team, thread: notice } : undefined,
    }),
    limit: makeRemarkLimit(clock, silentLog),
    ...{ settings: { life: DAY }, clock, log: silentLog },
  });
  await hear({
    ...{ eventId: '$said' as EventId, roomId: main, sender: '@ada:porter.test' as UserId, body: 'Hello' },
    ...{ isEdit: false, encrypted: false, at: clock.now() },
    ...message,
  });
  return made;
}
const kinds = (jobs: readonly NewJob[]) => jobs.map(({ kind, payload }) => [kind, payload['address']]);

test('a reply to a remark, and a message in its thread, go back to whoever made it', async () => {
  const back = [['notifications.deliver', '42']];
  assert.deepEqual(kinds(await heard({ replyTo: known })), back);
  assert.deepEqual(kinds(await heard({ threadRoot: known })), back);
  assert.deepEqual(kinds(await heard({ replyTo: '$other' as EventId, threadRoot: known })), back);
});

test('H14: a reply goes back without what would turn or hide its text', async () => {
  const [job] = await heard({ replyTo: known, body: 'pay\u202e 01\n\u200bnow\u0007' });
  assert.deepEqual(job?.payload['lines'], ['pay 01', 'now']);
});

test('a reply to a remark that is shown, and was not noted yet, goes back as well', async () => {
  const back = [['notifications.deliver', '43']];
  assert.deepEqual(kinds(await heard({ replyTo: notNoted })), back);
  assert.deepEqual(kinds(await heard({ threadRoot: notNoted })), back);
});

test('what is said in another room of the target is a remark; in the room of the replies it stands already', async () => {
  assert.deepEqual(kinds(await heard({ roomId: side })), [['notifications.show-remark', side]]);
  assert.deepEqual(kinds(await heard({})), []);
  assert.deepEqual(kinds(await heard({ roomId: '!elsewhere:porter.test' as RoomId })), []);
});

test('what a person of the target writes is a remark in the direct chat with Porter, and nowhere else', async () => {
  const [job] = await heard({ roomId: direct, sender: eva });
  assert.deepEqual(
    [job?.kind, job?.payload['address'], job?.payload['person'], job?.payload['name'], job?.payload['room']],
    ['notifications.show-remark', eva, eva, 'Eva', main],
  );
  assert.deepEqual(kinds(await heard({ roomId: '!elsewhere:porter.test' as RoomId, sender: eva })), []);
  assert.deepEqual(kinds(await heard({ roomId: direct })), []);
});

test('a reply to what told of an application is shown below its notice too', async () => {
  const loose = ['notifications.show-remark', main, null];
  for (const relation of [{ replyTo: told }, { threadRoot: told }]) {
    const jobs = await heard({ roomId: side, ...relation });
    assert.deepEqual(
      jobs.map(({ kind, payload }) => [kind, payload['room'], payload['thread']]),
      [loose, ['notifications.show-remark', team, notice]],
    );
  }
  const other = await heard({ roomId: side, replyTo: '$other' as EventId });
  assert.deepEqual(
    other.map(({ kind, payload }) => [kind, payload['room'], payload['thread']]),
    [loose],
  );
});

test('edits, commands, what cannot be read, and replies from another room go nowhere', async () => {
  for (const message of [
    { replyTo: known, isEdit: true },
    { replyTo: known, body: '!porter approve 1' },
    { replyTo: known, body: '', encrypted: true },
    { roomId: side, body: '', encrypted: true },
    { roomId: side, body: '!help' },
    { roomId: '!elsewhere:porter.test' as RoomId, replyTo: known },
  ]) {
    assert.deepEqual(kinds(await heard(message)), [], JSON.stringify(message));
  }
});

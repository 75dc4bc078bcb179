import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { makeSenderDevice } from '../../../src/homeserver/device.ts';
import { makeRoomPoster } from '../../../src/homeserver/send-event.ts';
import { Fault } from '../../../src/kernel/fault.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import type { EventId, RoomId } from '../../../src/kernel/matrix-id.ts';
import type { RoomPoster } from '../../../src/ports/room-poster.ts';
import { makeMemoryStore } from '../../support/memory-store.ts';
import { sameTime } from '../../support/same-time.ts';
import { makeTestClock, type TestClock } from '../../support/test-clock.ts';
import type { Subject } from './subject.ts';

const never = new AbortController().signal;
const DAY = 24 * 3_600_000;

/** Every homeserver behind the port that posts runs this suite. */
export function roomPosterContract(
  name: string,
  options: { readonly skip?: string },
  open: () => Promise<Subject>,
): void {
  describe(`room poster: ${name}`, options, () => {
    let subject: Subject;
    let room: RoomId;
    let clock: TestClock;
    let memory: ReturnType<typeof makeMemoryStore>;
    let poster: RoomPoster;
    let jobs = 0;
    /** What a new process of Porter would have: the same memory, a new poster. */
    const restart = () => {
      const { client } = subject;
      poster = makeRoomPoster({
        client,
        device: makeSenderDevice({ client, memory, clock }),
        clock,
        homeserverTime: sameTime,
        log: silentLog,
      });
    };
    before(async () => {
      subject = await open();
      memory = makeMemoryStore();
      // The events carry the homeserver's clock, so the look back needs the real date.
      clock = makeTestClock(Date.now());
    });
    after(() => subject?.[Symbol.asyncDispose]());
    beforeEach(async () => {
      room = await subject.room();
      restart();
      jobs += 1;
    });

    const say = (text: string, firstTriedAt?: number, jobId = `job-${jobs}`) =>
      poster.send(
        { roomId: room, type: 'm.room.message', content: { msgtype: 'm.notice', body: text }, jobId, firstTriedAt },
        never,
      );
    const bodies = async () => (await subject.events(room, 'm.room.message')).map(({ content }) => content['body']);
    const react = (target: EventId, jobId: string) => {
      const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: target, key: '✅' } };
      return poster.send({ roomId: room, type: 'm.reaction', content, jobId, firstTriedAt: undefined }, never);
    };

    test('a job sent twice is one event, with our id in it', async () => {
      const first = await say('hello');
      assert.equal(await say('hello', clock.now()), first);
      assert.deepEqual(await bodies(), ['hello']);
      const [event] = await subject.events(room, 'm.room.message');
      assert.equal(event?.content['dev.porter.id'], `job-${jobs}`);
    });

    test('two jobs are two events, also with the same text', async () => {
      await say('same', undefined, `a-${jobs}`);
      await say('same', undefined, `b-${jobs}`);
      assert.deepEqual(await bodies(), ['same', 'same']);
    });

    test('N4: a job of the day before is looked for in the room and not sent again', async () => {
      const [first, triedAt] = [await say('hello'), clock.now()];
      await subject.forget();
      clock.jump(DAY);
      restart();
      assert.equal(await say('hello', triedAt), first);
      assert.deepEqual(await bodies(), ['hello']);
      clock.jump(-DAY);
    });

    test('N4: a job of the day before that never arrived is sent', async () => {
      const triedAt = clock.now();
      clock.jump(DAY);
      assert.ok(await say('late', triedAt));
      assert.deepEqual(await bodies(), ['late']);
      clock.jump(-DAY);
    });

    test('N4: the device was lost, and with it what the homeserver remembered: looked for first', async () => {
      const [first, triedAt] = [await say('hello'), clock.now()];
      await clock.advance(1);
      await subject.dropDevice();
      await subject.forget();
      assert.equal(await say('hello', triedAt), first);
      assert.deepEqual(await bodies(), ['hello']);
    });

    test('N4: the device was lost while Porter was down', async () => {
      const [first, triedAt] = [await say('hello'), clock.now()];
      await clock.advance(1);
      await subject.dropDevice();
      await subject.forget();
      restart();
      assert.equal(await say('hello', triedAt), first);
      assert.deepEqual(await bodies(), ['hello']);
    });

    test('a mark that is there already is done', async () => {
      const notice = await say('vote');
      assert.ok(notice !== undefined && notice !== 'gone');
      assert.ok(await react(notice, `m-${jobs}`));
      assert.equal(await react(notice, `n-${jobs}`), undefined);
    });

    test('what relates to an event that is gone is not sent, and no fault', async () => {
      assert.equal(await react('$nobody-has-it' as EventId, `g-${jobs}`), 'gone');
      const content = {
        'm.relates_to': { rel_type: 'm.thread', event_id: '$nobody-has-it' },
        msgtype: 'm.notice',
        body: 'x',
      };
      const said = {
        roomId: room,
        type: 'm.room.message',
        content,
        jobId: `h-${jobs}`,
        firstTriedAt: undefined,
      } as const;
      assert.equal(await poster.send(said, never), 'gone');
      assert.deepEqual(await bodies(), []);
    });

    test('an event that is too large is cut once and sent', async () => {
      assert.ok(await say('🎉'.repeat(30_000)));
      assert.ok(String((await bodies())[0]).length < 20_000);
    });

    test('a lone surrogate is mended, not sent', async () => {
      assert.ok(await say('a\ud83cb'));
      assert.deepEqual(await bodies(), ['a\ufffdb']);
    });

    test('a room that Porter is not in pauses the sending, nothing is lost, also where an earlier attempt is looked for', async () => {
      room = '!unknown' as RoomId;
      const away = (error: unknown) =>
        error instanceof Fault &&
        error.code === 'homeserver.not-in-room' &&
        error.retryable &&
        error.scope === 'channel';
      await assert.rejects(say('hello'), away);
      const triedAt = clock.now();
      clock.jump(DAY);
      await assert.rejects(say('hello', triedAt), away);
      clock.jump(-DAY);
      await clock.advance(1);
      await subject.dropDevice();
      await assert.rejects(say('hello', triedAt), away);
    });
  });
}

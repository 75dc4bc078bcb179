import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  ada,
  aReaction,
  bo,
  event,
  openTeam,
  porter,
  stranger,
  type Team,
  teamRoom,
  user,
} from '../../../test/support/team.ts';
import { silentLog } from '../../kernel/log.ts';
import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';
import { makeHearReaction } from './hear-reaction.ts';
import { makeHearRedaction } from './hear-redaction.ts';

function ears(team: Team) {
  const { counter, applications, room, advance, settings, clock, storage } = team;
  const jobs = storage.jobs;
  const hearReaction = makeHearReaction({ ...team, jobs, log: silentLog });
  const hearRedaction = makeHearRedaction({
    counter,
    applications,
    votes: team.votes,
    room,
    advance,
    jobs,
    settings,
    clock,
    log: silentLog,
  });
  return {
    /** Pushes a reaction; the room has it as well unless `lost`. */
    async react(id: string, target: EventId, sender: UserId, key: string, roomId: RoomId = teamRoom) {
      room.reactions.push(aReaction(id, target, sender, key, roomId));
      await hearReaction({ eventId: event(id), roomId, sender, target, key, at: clock.now() });
    },
    push: hearReaction,
    async takeBack(id: string, sender: UserId) {
      room.reactions = room.reactions.filter(({ eventId }) => eventId !== event(id));
      await hearRedaction({ eventId: event(id), roomId: teamRoom, sender, at: clock.now() });
    },
    hearRedaction,
  };
}

/** How often the application is read and saved from here on. */
function countCalls({ applications }: Team) {
  const done = { find: 0, save: 0 };
  const { find, save } = applications;
  applications.find = (id) => {
    done.find += 1;
    return find(id);
  };
  applications.save = (change) => {
    done.save += 1;
    return save(change);
  };
  return done;
}

test('two approvals admit, one does not', async () => {
  await using team = await openTeam();
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, ada, '✅');
  assert.equal(await team.stageOf(one), 'waiting');
  await react('2', notice, bo, '👍🏽');
  assert.equal(await team.stageOf(one), 'approved');
});

test('V1: a vote that decides nothing costs one question, a deciding one reads the room once more', async () => {
  await using team = await openTeam({ quorum: { approve: 3, decline: 3 } });
  team.room.members = [ada, bo, user('cy')];
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, ada, '✅');
  await react('2', notice, bo, '✅');
  const before = { ...team.room.asked };
  await react('3', notice, ada, '✔');
  assert.deepEqual(team.room.asked, { voters: before.voters + 1, reactions: before.reactions });
  assert.equal(before.reactions, 0);
  await react('4', notice, user('cy'), '✅');
  assert.equal(team.room.asked.reactions, 1);
  assert.equal(await team.stageOf(one), 'approved');
});

test('V1: for one vote the application is read once, saved once, and the homeserver asked once', async () => {
  await using team = await openTeam({ quorum: { approve: 3, decline: 3 } });
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  // Who may vote is known from here on.
  await react('1', notice, ada, '✅');
  await react('2', notice, bo, '✅');

  const { asked } = team.room;
  const before = { ...asked };
  const done = countCalls(team);
  await react('3', notice, ada, '❌');
  assert.deepEqual(done, { find: 1, save: 1 });
  assert.deepEqual(asked, { voters: before.voters + 1, reactions: before.reactions });
});

test('V8: a vote that is counted while somebody else moves the application counts on what it is by then', async () => {
  await using team = await openTeam();
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, ada, '✅');
  const { stopped } = team.room;
  // Between reading the application and saving the vote.
  team.room.stopped = async () => {
    team.room.stopped = stopped;
    await team.advance(one.id, { kind: 'new-round', why: 'restored' });
    return undefined;
  };
  await react('2', notice, bo, '✅');
  const found = await team.found(one);
  assert.deepEqual([found.stage, found.round], ['waiting', 2]);
  assert.ok(found.stage === 'waiting' && found.votes.length === 0);
});

test('V1: a vote that is heard again asks the homeserver no more than the first time', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, ada, '❌');
  assert.equal(await team.stageOf(one), 'declined');
  const before = team.room.asked.voters;
  await react('1', notice, ada, '❌');
  assert.equal(team.room.asked.voters, before + 1);
});

test('V1: a vote the room no longer has decides nothing', async () => {
  await using team = await openTeam();
  const { react, push } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, ada, '✅');
  team.room.reactions = [];
  // Taken back while Porter was away: the push of the redaction never came.
  team.room.reactions.push(aReaction('2', notice, bo, '✅'));
  await push({ eventId: event('2'), roomId: teamRoom, sender: bo, target: notice, key: '✅', at: 0 });
  assert.equal(await team.stageOf(one), 'waiting');
});

test('V2: marks of Porter and reactions of people who may not vote never count', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, porter, '❌');
  await react('2', notice, stranger, '✅');
  await react('3', notice, user('porter_telegram_1'), '❌');
  assert.equal(await team.stageOf(one), 'waiting');
  assert.deepEqual(await team.jobs('registration.reply-in-room'), []);
});

test('V5: only the live notice of the present round in the present room counts', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react } = ears(team);
  const one = await team.waiting({ round: 2 });
  await team.posted(one, { round: 1 });
  const edit = await team.posted(one, { eventId: event('edit'), kind: 'edit' });
  const mark = await team.posted(one, { eventId: event('mark'), kind: 'mark' });
  const thread = await team.posted(one, { eventId: event('thread'), kind: 'thread' });
  const notice = await team.posted(one);
  const other = await team.waiting();
  await team.posted(other, { eventId: event('elsewhere'), roomId: '!old' as RoomId });

  let id = 0;
  for (const target of [event('notice-1-1'), edit, mark, thread, event('forged'), event('elsewhere')]) {
    id += 1;
    await react(`r${id}`, target, ada, '✅');
  }
  await react('far', notice, ada, '✅', '!another' as RoomId);
  await react('far2', event('elsewhere'), ada, '✅', '!old' as RoomId);
  assert.equal(await team.stageOf(one), 'waiting');
  assert.equal(await team.stageOf(other), 'waiting');
  await react('good', notice, ada, '✅');
  assert.equal(await team.stageOf(one), 'approved');
});

test('V5: reactions on the notice of an ended application change nothing', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await team.advance(one.id, { kind: 'withdraw' });
  await react('1', notice, ada, '✅');
  assert.equal(await team.stageOf(one), 'withdrawn');
});

test('V3: a redaction that arrives before its reaction takes it back all the same', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { takeBack, push } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await takeBack('1', ada);
  await push({ eventId: event('1'), roomId: teamRoom, sender: ada, target: notice, key: '✅', at: 0 });
  assert.equal(await team.stageOf(one), 'waiting');
});

test('V3: a moderator takes a vote back, and until the refusal is sent the application waits again', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react, takeBack } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, ada, '❌');
  assert.equal(await team.stageOf(one), 'declined');
  await takeBack('1', bo);
  assert.equal(await team.stageOf(one), 'waiting');
});

test('V3: a vote taken back after its decision took effect is noted in the thread, once', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react, takeBack } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, ada, '✅');
  const { entry } = await team.found(one);
  await team.advance(one.id, { kind: 'account-made', entry, userId: user('lena1') });
  await takeBack('1', ada);
  await takeBack('1', ada);
  assert.equal(await team.stageOf(one), 'admitted');
  const said = await team.jobs('registration.reply-in-room');
  assert.deepEqual(
    said.map(({ jobKey, root }) => ({ jobKey, root })),
    [{ jobKey: 'reply:taken-back:$1', root: notice }],
  );
});

test('V3: a redacted notice is posted again in a new round, and its marks count no more', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react, hearRedaction } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await hearRedaction({ eventId: notice, roomId: teamRoom, sender: bo, at: 0 });
  assert.equal((await team.found(one)).round, 2);
  await react('1', notice, ada, '✅');
  assert.equal(await team.stageOf(one), 'waiting');
});

type Happening = { readonly id: string; readonly sender: UserId; readonly key: string; readonly back: boolean };
const happening: fc.Arbitrary<Happening> = fc.record({
  id: fc.uuid(),
  sender: fc.constantFrom(ada, bo, stranger),
  key: fc.constantFrom('✅', '✅\ufe0f', '❌', '🎉'),
  back: fc.boolean(),
});

test('V3: any order of reactions, redactions and repeats gives the same votes', { timeout: 120_000 }, async () => {
  await using team = await openTeam({ quorum: { approve: 9, decline: 9 } });
  const { push, hearRedaction } = ears(team);
  const room = { roomId: teamRoom, at: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(happening, { selector: ({ id }) => id, minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.nat()),
      async (happenings, order) => {
        const one = await team.waiting();
        const notice = await team.posted(one);
        const pushes = happenings.flatMap(({ id, sender, key, back }) => {
          const eventId = event(`${one.shortId}-${id}`);
          const reaction = () => push({ ...room, eventId, sender, target: notice, key });
          return back ? [reaction, reaction, () => hearRedaction({ ...room, eventId, sender })] : [reaction, reaction];
        });
        const shuffled = pushes
          .map((work) => ({ work, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ work }) => work);
        for (const work of shuffled) await work();

        await team.counter.count(one.id);
        const found = await team.found(one);
        const left = happenings
          .filter(({ back, key }) => !back && key !== '🎉')
          .map(({ id }) => event(`${one.shortId}-${id}`));
        assert.ok(found.stage === 'waiting');
        assert.deepEqual(
          found.votes.map(({ id }) => id),
          left.sort(),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('V6: another sign is answered once a notice with what counts, and only to voters', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('0', notice, stranger, '🎉');
  assert.deepEqual(await team.jobs('registration.reply-in-room'), []);
  await react('1', notice, ada, 'yes');
  await react('2', notice, bo, '❎');
  const said = await team.jobs('registration.reply-in-room');
  assert.equal(said.length, 1);
  assert.equal(said[0]?.jobKey, `reply:other-sign:${notice}`);
  assert.equal(await team.stageOf(one), 'waiting');
});

test('V7: while ✅ and ❌ of one person stand, ❌ counts; taking it back leaves ✅', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 2 } });
  const { react, takeBack } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await react('1', notice, ada, '❌');
  await react('2', notice, ada, '✅');
  assert.equal(await team.stageOf(one), 'waiting');
  await takeBack('1', ada);
  assert.equal(await team.stageOf(one), 'approved');
});

test('V10: while decisions are stopped votes are kept, and count afterwards', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.stopReason = 'room-public';
  await react('1', notice, ada, '✅');
  assert.equal(await team.stageOf(one), 'waiting');
  assert.equal((await team.votes.liveReactions(notice)).length, 1);
  team.room.stopReason = undefined;
  assert.equal(await team.counter.count(one.id), 'counted');
  assert.equal(await team.stageOf(one), 'approved');
});

test('V4: a vote whose homeserver question failed is kept and counts when the event is handed over again', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { react, push } = ears(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  const { voters } = team.room;
  team.room.voters = async () => {
    throw new Error('down');
  };
  await assert.rejects(react('1', notice, ada, '✅'));
  assert.equal((await team.votes.liveReactions(notice)).length, 1);
  team.room.voters = voters;
  await push({ eventId: event('1'), roomId: teamRoom, sender: ada, target: notice, key: '✅', at: 0 });
  assert.equal(await team.stageOf(one), 'approved');
});

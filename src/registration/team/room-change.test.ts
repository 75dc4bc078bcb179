import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, aReaction, bo, openTeam, porter, type Team, teamRoom } from '../../../test/support/team.ts';
import { Fault } from '../../kernel/fault.ts';
import { silentLog } from '../../kernel/log.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';
import { makeHearRoomChange } from './hear-room-change.ts';
import { makeGreetRoom, makeRepeatPractice } from './practice.ts';
import { makeReconcile, makeStartNewRound } from './reconcile.ts';

function parts(team: Team) {
  const { applications, votes, counter, room, storage, clock, advance, ids } = team;
  const { memory, jobs } = storage;
  const log = silentLog;
  return {
    changed: makeHearRoomChange({ applications, counter, room, memory, jobs, clock, log }),
    reconcile: makeReconcile({ applications, votes, room, counter, advance, jobs, clock, log }),
    startNewRound: makeStartNewRound({ applications, votes, room, advance, log }),
    greet: makeGreetRoom({ room, memory, jobs, clock }),
    repeat: makeRepeatPractice({ jobs, ids, clock }),
  };
}

test('V1: a person who becomes a voter decides with the reaction already there', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const { changed } = parts(team);
  team.room.members = [ada];
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.reactions = [aReaction('1', notice, ada, '✅'), aReaction('2', notice, bo, '✅')];
  await team.counter.recount(one.id);
  assert.equal(await team.stageOf(one), 'waiting');
  team.room.members = [ada, bo];
  await changed();
  assert.equal(await team.stageOf(one), 'approved');
});

test('V1: a voter who leaves takes a refusal back until it is sent', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { changed } = parts(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.reactions = [aReaction('1', notice, bo, '❌')];
  await team.counter.recount(one.id);
  assert.equal(await team.stageOf(one), 'declined');
  team.room.members = [ada];
  await changed();
  assert.equal(await team.stageOf(one), 'waiting');
});

test('V10: why decisions are stopped is said in the room once, and everything is counted when they go on', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { changed } = parts(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.stopReason = 'room-public';
  await Promise.all([changed(), changed(), changed()]);
  await changed();
  const said = await team.jobs('registration.reply-in-room');
  assert.deepEqual(
    said.map(({ jobKey }) => String(jobKey).split(':').slice(0, 2).join(':')),
    ['reply:stopped'],
  );
  await team.votes.keepReaction(aReaction('1', notice, ada, '✅'));
  team.room.reactions = [aReaction('1', notice, ada, '✅')];
  await changed();
  assert.equal(await team.stageOf(one), 'waiting');
  team.room.stopReason = undefined;
  await changed();
  await changed();
  assert.equal(await team.stageOf(one), 'approved');
  const heard = (await team.jobs('registration.reply-in-room')).map(({ key }) => key);
  assert.deepEqual(heard, ['room.stopped.room-public', 'room.goesOn'], 'the end is said once too');
});

test('V10: an encrypted room is told once that replies and commands cannot be read', async () => {
  await using team = await openTeam();
  const { changed } = parts(team);
  team.room.isEncrypted = true;
  await changed();
  await changed();
  assert.equal((await team.jobs('registration.reply-in-room')).length, 1);
});

test('V10: outside the room nothing is said and nothing fails; back in it, Porter says so once', async () => {
  await using team = await openTeam();
  const { changed } = parts(team);
  const heard = async () => (await team.jobs('registration.reply-in-room')).map(({ key }) => key);
  team.room.stopReason = 'not-in-room';
  await changed();
  assert.deepEqual(await heard(), []);
  team.room.stopReason = undefined;
  for (let times = 0; times < 2; times += 1) await changed();
  assert.deepEqual(await heard(), ['room.backAgain']);
});

test('in a space, where nobody would see it, nothing is said; nor in another room about what stopped the one before', async () => {
  await using team = await openTeam();
  const { changed } = parts(team);
  const heard = async () => (await team.jobs('registration.reply-in-room')).map(({ key }) => key);
  team.room.stopReason = 'room-space';
  await changed();
  assert.deepEqual(await heard(), []);
  team.room.here = '!other' as RoomId;
  team.room.stopReason = undefined;
  await changed();
  assert.deepEqual(await heard(), []);
});

test('D1: at the start the reactions of every open notice are read once, missed ones count', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { reconcile } = parts(team);
  const all = [await team.waiting(), await team.waiting(), await team.waiting()];
  for (const one of all) {
    const notice = await team.posted(one);
    team.room.reactions.push(aReaction(`p${one.shortId}`, notice, porter, '❌'));
    if (one !== all[1]) team.room.reactions.push(aReaction(`a${one.shortId}`, notice, ada, '✅'));
  }
  await reconcile();
  assert.equal(team.room.asked.reactions, 3);
  assert.deepEqual(await Promise.all(all.map(team.stageOf)), ['approved', 'waiting', 'approved']);
});

test('one notice that cannot be read keeps no other from being counted', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { reconcile } = parts(team);
  const first = await team.waiting();
  const second = await team.waiting();
  const notice = await team.posted(first);
  const gone = await team.posted(second);
  team.room.reactions = [aReaction('1', notice, ada, '✅')];
  const { reactionsOn } = team.room;
  team.room.reactionsOn = async (target) => {
    if (target === gone) throw new Fault('gone', { code: 'homeserver.not-found', retryable: false, scope: 'message' });
    return reactionsOn(target);
  };
  await assert.rejects(reconcile(), { code: 'homeserver.not-found' });
  assert.equal(await team.stageOf(first), 'approved');
});

test('votes on a notice that the homeserver has forgotten stay those that were heard', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 2 } });
  const { reconcile } = parts(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.reactions = [aReaction('1', notice, ada, '✅')];
  await reconcile();
  assert.equal(await team.stageOf(one), 'approved');
  // As retention or an administrator does: the notice is purged, and what was on it.
  team.room.lost.add(notice);
  await team.counter.recount(one.id);
  assert.equal(await team.stageOf(one), 'approved');
});

test('V10: after an upgrade waiting applications start a new round, once, and old votes count no more', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { startNewRound, reconcile } = parts(team);
  const one = await team.waiting();
  const fresh = await team.waiting();
  const notice = await team.posted(one, { roomId: '!old' as RoomId });
  team.room.reactions = [aReaction('1', notice, ada, '✅')];
  await startNewRound('room-moved');
  await startNewRound('room-moved');
  await reconcile();
  assert.equal((await team.found(one)).round, 2);
  assert.equal(await team.stageOf(one), 'waiting');
  // Not posted anywhere yet: its first notice will stand in the new room.
  assert.equal((await team.found(fresh)).round, 1);
});

test('V10: a decision that has not acted yet survives an upgrade while its voters still may vote', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.reactions = [aReaction('1', notice, ada, '❌')];
  await team.counter.recount(one.id);
  team.room.here = '!new' as RoomId;
  assert.equal(await team.counter.recount(one.id), 'counted');
  assert.equal(await team.stageOf(one), 'declined');
  team.room.members = [bo];
  assert.equal(await team.counter.recount(one.id), 'counted');
  assert.equal(await team.stageOf(one), 'waiting');
});

test('D9: after a restore every waiting application starts a new round', async () => {
  await using team = await openTeam();
  const { startNewRound } = parts(team);
  const one = await team.waiting();
  await team.posted(one);
  await startNewRound('restored');
  assert.equal((await team.found(one)).round, 2);
});

test('the practice notice is asked for once a room, and again when somebody wants it', async () => {
  await using team = await openTeam();
  const { greet, repeat } = parts(team);
  team.room.here = undefined;
  await greet();
  assert.deepEqual(await team.jobs('registration.practice-notice'), []);
  team.room.here = teamRoom;
  await greet();
  await greet();
  assert.equal((await team.jobs('registration.practice-notice')).length, 1);
  await repeat();
  await repeat();
  assert.equal((await team.jobs('registration.practice-notice')).length, 3);
  team.room.here = '!new' as RoomId;
  await greet();
  assert.equal((await team.jobs('registration.practice-notice')).length, 4);
});

test('V10: a room that becomes the team room while decisions are stopped hears why, too', async () => {
  await using team = await openTeam();
  const { changed } = parts(team);
  team.room.stopReason = 'room-public';
  await changed();
  team.room.here = '!moved:porter.test' as RoomId;
  await changed();
  await changed();
  assert.equal((await team.jobs('registration.reply-in-room')).length, 2);
});

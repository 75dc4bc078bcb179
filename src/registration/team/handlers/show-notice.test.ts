import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, aReaction, bo, event, openTeam, type Team, teamRoom } from '../../../../test/support/team.ts';
import { DAY } from '../../../kernel/clock.ts';
import { Fault } from '../../../kernel/fault.ts';
import type { RoomId } from '../../../kernel/matrix-id.ts';
import { makeReactToNotice } from './react-to-notice.ts';
import { makeSayInRoom } from './say-in-room.ts';
import { BETWEEN_EDITS, makeShowNotice } from './show-notice.ts';

function handlers(team: Team) {
  const { applications, votes, room, counter, settings, clock, storage } = team;
  const jobs = storage.jobs;
  return {
    show: makeShowNotice({ applications, votes, room, poster: room, counter, jobs, settings, clock }),
    mark: makeReactToNotice({ applications, votes, room, poster: room, clock }),
    say: makeSayInRoom({
      applications,
      votes,
      room,
      poster: room,
      jobs,
      settings,
      lettersWait: () => undefined,
      clock,
    }),
  };
}

const relationOf = (content: Readonly<Record<string, unknown>> | undefined) =>
  content?.['m.relates_to'] as Readonly<Record<string, unknown>> | undefined;

test('the notice is posted once, as a message that people are notified of', async () => {
  await using team = await openTeam();
  const { show } = handlers(team);
  const one = await team.waiting();
  const payload = team.showPayload(one);
  assert.equal((await team.run(show, payload)).kind, 'done');
  assert.equal((await team.run(show, payload)).kind, 'nothing');
  assert.equal(team.room.sent.length, 1);
  const content = team.room.sent[0]?.content;
  assert.equal(content?.['msgtype'], 'm.text');
  assert.deepEqual(content?.['m.mentions'], {});
  assert.equal((await team.votes.findNotice(one.id, 1))?.eventId, team.room.sent[0]?.eventId);
});

test('votes cast before the event ID of the notice was known count', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { show } = handlers(team);
  const one = await team.waiting();
  team.room.reactions.push(aReaction('early', event('sent-0'), ada, '✅'));
  await team.run(show, team.showPayload(one));
  assert.equal(await team.stageOf(one), 'approved');
});

test('N4: a lost answer leads to the same event, and the votes on it are read', async () => {
  await using team = await openTeam();
  const { show } = handlers(team);
  const one = await team.waiting();
  team.room.cut = new Fault('cut', { code: 'homeserver.cut', retryable: true, scope: 'message', outcome: 'unknown' });
  await assert.rejects(team.run(show, team.showPayload(one), 'job-1'));
  assert.equal(await team.votes.findNotice(one.id, 1), undefined);
  // Meanwhile it changes: the repeat must say what the first attempt said.
  const before = team.room.sent[0]?.content;
  await team.advance(one.id, { kind: 'decide', choice: 'decline', by: ada });
  assert.equal((await team.run(show, team.showPayload(one), 'job-1')).kind, 'done');
  assert.equal(team.room.sent.length, 1);
  assert.deepEqual(team.room.sent[0]?.content, before);
  assert.ok(await team.votes.findNotice(one.id, 1));
  // The newer state is a newer job.
  assert.equal((await team.jobs('registration.show-notice')).length, 1);
});

test('newer versions are edits of the first event, at most one in five seconds, newest state only', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const { show } = handlers(team);
  const one = await team.waiting();
  await team.run(show, team.showPayload(one));
  const notice = team.room.sent[0]?.eventId;
  assert.ok(notice);
  team.room.reactions.push(aReaction('1', notice, ada, '✅'));
  await team.counter.recount(one.id);
  const posted = team.clock.now();
  assert.deepEqual(await team.run(show, team.showPayload(one)), { kind: 'later', at: posted + BETWEEN_EDITS });
  await team.clock.advance(BETWEEN_EDITS);
  const asked = { ...team.room.asked };
  assert.equal((await team.run(show, team.showPayload(one))).kind, 'done');
  assert.deepEqual(team.room.asked, asked, 'an edit asks nobody who may vote');

  const edit = team.room.sent[1]?.content;
  assert.deepEqual(relationOf(edit), { rel_type: 'm.replace', event_id: notice });
  assert.match(String(edit?.['body']), /^\* /);
  assert.match(JSON.stringify(edit?.['m.new_content']), /✅ 1 of 2.*Ada/);
  assert.deepEqual(edit?.['m.mentions'], {});
  assert.equal((await team.run(show, team.showPayload(one))).kind, 'nothing');
  assert.equal(team.room.sent.length, 2);
});

test('an edit without a new version is sent when the names change', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const { show } = handlers(team);
  const one = await team.waiting();
  await team.run(show, team.showPayload(one));
  const notice = team.room.sent[0]?.eventId;
  assert.ok(notice);
  team.room.reactions.push(aReaction('1', notice, ada, '✅'));
  await team.counter.recount(one.id);
  await team.clock.advance(BETWEEN_EDITS);
  await team.run(show, team.showPayload(one));
  team.room.members = [bo];
  await team.clock.advance(BETWEEN_EDITS);
  await team.run(show, team.showPayload(one));
  assert.equal(team.room.sent.length, 3);
  assert.match(JSON.stringify(team.room.sent[2]?.content), /✅ 0 of 2/);
});

test('after a restart as before: other names bring an edit, the same ones none', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const one = await team.waiting();
  await team.run(handlers(team).show, team.showPayload(one));
  const notice = team.room.sent[0]?.eventId;
  assert.ok(notice);
  team.room.reactions.push(aReaction('1', notice, ada, '✅'));
  await team.counter.recount(one.id);
  await team.clock.advance(BETWEEN_EDITS);
  await team.run(handlers(team).show, team.showPayload(one));
  assert.equal(team.room.sent.length, 2);

  const { show } = handlers(team);
  await team.clock.advance(BETWEEN_EDITS);
  await team.run(show, team.showPayload(one));
  assert.equal(team.room.sent.length, 2);
  team.room.members = [bo];
  await team.run(show, team.showPayload(one));
  assert.match(JSON.stringify(team.room.sent[2]?.content), /✅ 0 of 2/);
});

test('a new round has a notice of its own, and the earlier one says so in its thread', async () => {
  await using team = await openTeam();
  const { show } = handlers(team);
  const one = await team.waiting();
  await team.run(show, team.showPayload(one));
  const first = team.room.sent[0]?.eventId;
  await team.advance(one.id, { kind: 'new-round', why: 'restored' });
  await team.run(show, team.showPayload(await team.found(one)));
  assert.equal(team.room.sent.length, 2);
  assert.equal(relationOf(team.room.sent[1]?.content), undefined);
  const said = await team.jobs('registration.reply-in-room');
  assert.deepEqual(
    said.map(({ root, jobKey }) => [root, jobKey]),
    [[first, `reply:round-over:${one.id}:2`]],
  );
});

test('V10: no application is shown while the room is open to outsiders', async () => {
  await using team = await openTeam();
  const { show } = handlers(team);
  const one = await team.waiting();
  team.room.stopReason = 'room-public';
  const result = await team.run(show, team.showPayload(one));
  assert.ok(result.kind === 'later' && result.at > team.clock.now());
  assert.deepEqual(team.room.sent, []);
});

test('everything waits without an attempt being counted until Porter is in the room', async () => {
  await using team = await openTeam();
  const { show, mark, say } = handlers(team);
  const one = await team.waiting();
  team.room.here = undefined;
  for (const handler of [show, mark, say]) {
    await assert.rejects(team.run(handler, { ...team.showPayload(one), round: 1, mark: '✅' }), {
      scope: 'channel',
      retryable: true,
    });
  }
});

test('what another version wrote and this one cannot read is told apart from what is done', async () => {
  await using team = await openTeam();
  const { show, mark, say } = handlers(team);
  const one = await team.waiting();
  await team.posted(one);
  const whole = { id: one.id, entry: 1, round: 1, mark: '✅', what: 'room.thread.withdrawn', values: {} };
  const { id: _id, ...nameless } = whole;
  for (const handler of [show, mark, say])
    await assert.rejects(team.run(handler, nameless), { code: 'job.unreadable' });
  for (const odd of [{ round: 'one' }, { mark: 1 }, { target: '$a' }, { target: 'a', room: teamRoom }]) {
    await assert.rejects(team.run(mark, { ...whole, ...odd }), { code: 'job.unreadable' });
  }
  assert.deepEqual(team.room.sent, []);
});

test('marks wait for the notice of their round, and are posted on it once', async () => {
  await using team = await openTeam();
  const { show, mark } = handlers(team);
  const one = await team.waiting();
  const payload = { id: one.id, entry: 1, round: 1, mark: '✅' };
  const early = await team.run(mark, payload, 'mark-1');
  assert.equal(early.kind, 'later');
  await team.run(show, team.showPayload(one));
  assert.equal((await team.run(mark, payload, 'mark-1')).kind, 'done');
  assert.equal((await team.run(mark, payload, 'mark-1')).kind, 'done');
  assert.equal(team.room.sent.length, 2);
  const relation = { rel_type: 'm.annotation', event_id: team.room.sent[0]?.eventId, key: '\u2705\ufe0f' };
  assert.deepEqual(team.room.sent[1]?.content, { 'm.relates_to': relation });

  await team.advance(one.id, { kind: 'new-round', why: 'restored' });
  assert.equal((await team.run(mark, payload)).kind, 'nothing');
  assert.equal(team.room.sent.length, 2);
});

test('a mark that the room already has is done', async () => {
  await using team = await openTeam();
  const { mark } = handlers(team);
  const one = await team.waiting();
  await team.posted(one);
  team.room.send = async () => undefined;
  assert.equal((await team.run(mark, { id: one.id, entry: 1, round: 1, mark: '❌' })).kind, 'done');
});

test('V11: what is said in the thread is quiet, and its values are inert', async () => {
  await using team = await openTeam();
  const { say } = handlers(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  const values = { by: ada, reason: '<b>@room</b> https://evil.example {{by}}' };
  await team.run(say, { id: one.id, entry: 1, what: 'room.thread.declinedBecause', values });
  const content = team.room.sent[0]?.content;
  assert.equal(content?.['msgtype'], 'm.notice');
  assert.deepEqual(relationOf(content)?.['rel_type'], 'm.thread');
  assert.equal(relationOf(content)?.['event_id'], notice);
  assert.match(String(content?.['body']), /Ada \(@ada:porter\.test\)/);
  assert.match(String(content?.['body']), /\{\{by\}\}/);
  assert.doesNotMatch(JSON.stringify(content), /@room|:\/\//);
  assert.doesNotMatch(String(content?.['formatted_body']), /<b>/);
});

test('a thread line of an application that never had a notice is not said', async () => {
  await using team = await openTeam();
  const { say } = handlers(team);
  const one = await team.waiting();
  const payload = { id: one.id, entry: 1, what: 'room.thread.withdrawn', values: {} };
  assert.equal((await team.run(say, payload)).kind, 'later');
  await team.advance(one.id, { kind: 'withdraw' });
  assert.equal((await team.run(say, payload)).kind, 'nothing');
  assert.deepEqual(team.room.sent, []);
});

test('a sentence that this version does not know cannot be read', async () => {
  await using team = await openTeam();
  const { say } = handlers(team);
  const one = await team.waiting();
  const payload = { id: one.id, entry: 1, what: 'room.thread.fromTheFuture', values: {} };
  // Also before there is a thread: no time makes it known.
  await assert.rejects(team.run(say, payload), { code: 'job.unreadable' });
  await team.posted(one);
  await assert.rejects(team.run(say, payload), { code: 'job.unreadable' });
});

test('V10: nothing is sent to a room that Porter has left behind', async () => {
  await using team = await openTeam();
  const { show, mark, say } = handlers(team);
  const one = await team.waiting();
  await team.posted(one, { roomId: '!old' as RoomId });
  assert.equal((await team.run(show, team.showPayload(one))).kind, 'nothing');
  assert.equal((await team.run(mark, { id: one.id, entry: 1, round: 1, mark: '✅' })).kind, 'nothing');
  assert.equal(
    (await team.run(say, { id: one.id, entry: 1, what: 'room.thread.delayed', values: {} })).kind,
    'nothing',
  );
  assert.equal(team.room.here, teamRoom);
  assert.deepEqual(team.room.sent, []);
});

test('N7: a clock that was put back by a year does not keep the notice from being edited', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const { show } = handlers(team);
  const one = await team.waiting();
  await team.run(show, team.showPayload(one));
  const notice = team.room.sent[0]?.eventId;
  assert.ok(notice);
  // The edit before was sent by the clock as it was then.
  const ahead = team.clock.now() + 365 * DAY;
  const row = {
    roomId: teamRoom,
    applicationId: one.id,
    kind: 'edit',
    round: 1,
    jobId: 'earlier',
    version: 1,
  } as const;
  await team.votes.keepPosted({ ...row, eventId: event('earlier-edit'), at: ahead });
  team.room.reactions.push(aReaction('1', notice, ada, '✅'));
  await team.counter.recount(one.id);
  assert.equal((await team.run(show, team.showPayload(one))).kind, 'done');
  assert.match(JSON.stringify(team.room.sent.at(-1)?.content), /✅ 1 of 2/);
});

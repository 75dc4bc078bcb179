import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, aReaction, bo, event, openTeam, type Team, teamRoom } from '../../../test/support/team.ts';
import { HOUR } from '../../kernel/clock.ts';
import { silentLog } from '../../kernel/log.ts';
import { makeExpireApplication } from '../handlers/expire-application.ts';
import { expireApplication } from '../rules/jobs.ts';
import { makeLookAtNotice } from './handlers/look-at-notice.ts';
import { makeReactToNotice } from './handlers/react-to-notice.ts';
import { makeReplyInRoom } from './handlers/reply-in-room.ts';
import { makeSayInRoom } from './handlers/say-in-room.ts';
import { BETWEEN_EDITS, makeShowNotice } from './handlers/show-notice.ts';
import { makeHearRedaction } from './hear-redaction.ts';
import { makeReconcile } from './reconcile.ts';
import { replyInRoom, sentence } from './team-jobs.ts';

function parts(team: Team) {
  const { applications, votes, room, counter, settings, clock, storage, advance } = team;
  const { jobs } = storage;
  const lettersWait = () => undefined;
  const posting = { applications, votes, room, poster: room, jobs, settings, lettersWait, clock };
  return {
    reconcile: makeReconcile({ applications, votes, room, counter, advance, jobs, clock, log: silentLog }),
    show: makeShowNotice({ ...posting, counter }),
    look: makeLookAtNotice({ applications, counter }),
    mark: makeReactToNotice(posting),
    say: makeSayInRoom(posting),
    reply: makeReplyInRoom({ ...posting, list: async () => [], show: async () => undefined }),
  };
}
const saidOf = async (team: Team, what: string) =>
  (await team.jobs('registration.say-in-room')).filter((job) => job['what'] === what).length;
const relation = (content: Readonly<Record<string, unknown>> | undefined) =>
  content?.['m.relates_to'] as Readonly<Record<string, unknown>> | undefined;
const withdrawn = (id: string) => ({ id, entry: 1, what: 'room.thread.withdrawn', values: {} });

test('a live notice that the room has lost, or that is only a shell, is posted again in a new round, once, and says why', async () => {
  for (const how of ['lost', 'redacted'] as const) {
    await using team = await openTeam();
    const { reconcile, show } = parts(team);
    const one = await team.waiting();
    const notice = await team.posted(one);
    await reconcile();
    assert.equal((await team.found(one)).round, 1);
    team.room[how].add(notice);
    await reconcile();
    await reconcile();
    const found = await team.found(one);
    assert.deepEqual([found.stage, found.round, found.since], ['waiting', 2, one.since], how);
    assert.equal(await saidOf(team, 'room.thread.noticeRemoved'), 1);
    assert.equal((await team.run(show, team.showPayload(found))).kind, 'done');
    await reconcile();
    assert.equal((await team.found(one)).round, 2);
  }
});

test('a notice that is removed again and again begins one new round an hour, and the room is told once', async () => {
  await using team = await openTeam();
  const { reconcile, show } = parts(team);
  const { applications, counter, room, advance, settings, clock, storage } = team;
  const redaction = {
    applications,
    votes: team.votes,
    counter,
    room,
    advance,
    settings,
    clock,
    jobs: storage.jobs,
    log: silentLog,
  };
  const hearRedaction = makeHearRedaction(redaction);
  const some = [await team.waiting(), await team.waiting()];
  // As in a room that deletes everything at once.
  room.lost.has = () => true;
  const rounds = async () => await Promise.all(some.map(async (one) => (await team.found(one)).round));
  async function showAll() {
    for (const one of some) await team.run(show, team.showPayload(one));
  }
  for (let i = 0; i < 3; i += 1) {
    await showAll();
    await reconcile();
  }
  assert.deepEqual(await rounds(), [2, 2]);
  const [live] = some;
  const notice = live && (await team.votes.findNotice(live.id, 2));
  assert.ok(notice);
  const removed = { eventId: notice.eventId, roomId: teamRoom, sender: ada, at: clock.now() };
  await hearRedaction(removed as Parameters<typeof hearRedaction>[0]);
  assert.deepEqual(await rounds(), [2, 2]);
  const replies = await team.jobs('registration.reply-in-room');
  assert.equal(replies.filter(({ key }) => key === 'room.removedTooQuickly').length, 1);
  const named = async () => (await team.votes.unposted()).map(({ shortId, why }) => [shortId, why]);
  assert.deepEqual(
    await named(),
    some.map(({ shortId }) => [shortId, 'removed']),
  );
  await clock.advance(HOUR);
  await reconcile();
  assert.deepEqual(await rounds(), [3, 3]);
  assert.deepEqual(await named(), []);
});

test('a notice that was posted again is looked at before the hour is over, and named while it is gone again', async () => {
  await using team = await openTeam();
  const { reconcile, show, look } = parts(team);
  const { room, clock, votes, storage } = team;
  const one = await team.waiting();
  room.lost.add(await team.posted(one));
  await reconcile();
  const again = await team.found(one);
  await team.run(show, team.showPayload(again));
  const job = (await storage.desk.list({ kind: 'registration.look-at-notice', limit: 9 }))[0];
  assert.ok(job);
  await clock.advance(job.dueAt - clock.now());
  const payload = { id: one.id, entry: again.entry };
  assert.equal((await team.run(look, payload)).kind, 'done');
  assert.deepEqual(await votes.unposted(), []);

  const notice = await votes.findNotice(one.id, again.round);
  assert.ok(notice);
  room.lost.add(notice.eventId);
  assert.equal((await team.run(look, payload)).kind, 'done');
  assert.deepEqual(
    (await votes.unposted()).map(({ why }) => why),
    ['removed'],
  );
  // As when a homeserver hides messages by their age, and then may keep them longer.
  room.lost.delete(notice.eventId);
  await reconcile();
  assert.deepEqual(await votes.unposted(), []);
  assert.equal((await team.found(one)).round, again.round);
  assert.equal((await team.run(look, { ...payload, entry: 0 })).kind, 'nothing');
});

test('a new round gives an application no longer time, and leaves no second clock behind', async () => {
  await using team = await openTeam();
  const one = await team.waiting();
  assert.ok((await team.advance(one.id, { kind: 'new-round', why: 'notice-removed' })).ok);
  assert.deepEqual(await team.jobs('registration.expire-application'), []);
  const { applications, advance, clock } = team;
  const expire = makeExpireApplication({ applications, advance, steadyNow: () => clock.now() });
  const made = expireApplication(one, clock.now());
  await team.run(expire, { ...made.payload, since: one.since - 1 });
  assert.equal(await team.stageOf(one), 'waiting');
  await team.run(expire, made.payload);
  assert.equal(await team.stageOf(one), 'expired');
});

test('a notice is looked at once: its reactions and whether it still is one, asked at the same time', async () => {
  await using team = await openTeam();
  const { reconcile } = parts(team);
  const lost = await team.posted(await team.waiting());
  await team.posted(await team.waiting());
  team.room.lost.add(lost);
  const { reactionsOn, eventState } = team.room;
  const asked: string[] = [];
  team.room.reactionsOn = async (target) => {
    asked.push('reactions');
    await new Promise((resolve) => setImmediate(resolve));
    asked.push('answer');
    return reactionsOn(target);
  };
  team.room.eventState = async (target) => {
    asked.push('event');
    return eventState(target);
  };
  await reconcile();
  const once = ['reactions', 'event', 'answer'];
  assert.deepEqual(asked, [...once, ...once]);
});

test('votes that were heard on a lost notice stand where they decide, and begin anew where they do not', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const { reconcile } = parts(team);
  const [decided, open] = [await team.waiting(), await team.waiting()];
  const [first, second] = [await team.posted(decided), await team.posted(open)];
  for (const reaction of [
    aReaction('1', first, ada, '✅'),
    aReaction('2', first, bo, '✅'),
    aReaction('3', second, ada, '✅'),
  ]) {
    await team.counter.keep(reaction);
  }
  team.room.lost.add(first).add(second);
  await reconcile();
  assert.equal(await team.stageOf(decided), 'approved');
  const found = await team.found(open);
  assert.ok(found.stage === 'waiting' && found.round === 2 && found.votes.length === 0);
});

test('signs that reach the number on a lost notice, but not from people who may vote, begin anew as well', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.members = [ada];
  for (const reaction of [aReaction('1', notice, ada, '✅'), aReaction('2', notice, bo, '✅')]) {
    await team.counter.keep(reaction);
  }
  team.room.lost.add(notice);
  await team.counter.recount(one.id);
  const found = await team.found(one);
  assert.deepEqual([found.stage, found.round], ['waiting', 2]);
});

test('a decision that waits for its delay stands when its notice is lost', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const { reconcile } = parts(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.reactions.push(aReaction('1', notice, ada, '❌'));
  await reconcile();
  assert.equal(await team.stageOf(one), 'declined');
  team.room.lost.add(notice);
  await reconcile();
  assert.equal(await team.stageOf(one), 'declined');
});

test('a waiting application whose notice was never posted gets one, and one job is enough', async () => {
  await using team = await openTeam();
  const { reconcile } = parts(team);
  await team.waiting();
  for (let i = 0; i < 3; i += 1) await reconcile();
  assert.equal((await team.jobs('registration.show-notice')).length, 1);
});

test('an edit of a lost notice starts the new round, and marks on it are left out: neither is a dead letter', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 2 } });
  const { show, mark } = parts(team);
  const one = await team.waiting();
  await team.run(show, team.showPayload(one));
  const notice = team.room.sent[0]?.eventId;
  assert.ok(notice);
  team.room.reactions.push(aReaction('1', notice, ada, '✅'));
  await team.counter.recount(one.id);
  team.room.lost.add(notice);
  await team.clock.advance(BETWEEN_EDITS);
  assert.equal((await team.run(show, team.showPayload(one))).kind, 'nothing');
  assert.equal((await team.run(mark, { id: one.id, entry: 1, round: 1, mark: '✅' })).kind, 'nothing');
  assert.equal((await team.found(one)).round, 2);
  assert.equal(team.room.sent.length, 1);
});

test('the earlier notice is not told that its round is over when the room has lost it', async () => {
  await using team = await openTeam();
  const { show, reconcile } = parts(team);
  const one = await team.waiting();
  await team.run(show, team.showPayload(one));
  const notice = team.room.sent[0]?.eventId;
  assert.ok(notice);
  team.room.lost.add(notice);
  await reconcile();
  await team.run(show, team.showPayload(await team.found(one)));
  assert.deepEqual(await team.jobs('registration.reply-in-room'), []);
});

test('news of a thread that the room has lost is said outside of it, quietly, with what it belongs to', async () => {
  await using team = await openTeam();
  const { say } = parts(team);
  const one = await team.waiting({ shortId: 17 });
  const notice = await team.posted(one);
  await team.clock.advance(2 * HOUR);
  assert.equal((await team.run(say, withdrawn(one.id))).kind, 'done');
  assert.equal(relation(team.room.sent[0]?.content)?.['event_id'], notice);
  team.room.lost.add(notice);
  assert.equal((await team.run(say, withdrawn(one.id))).kind, 'done');
  const outside = team.room.sent[1]?.content;
  assert.equal(relation(outside), undefined);
  assert.equal(outside?.['msgtype'], 'm.notice');
  assert.match(
    String(outside?.['body']).replaceAll('\u2060', ''),
    /^About #17 \(@lena1:porter\.test\):\nThe applicant has withdrawn\.$/,
  );
  // What is said outside can be answered without a number, like the thread.
  const posted = await team.votes.findPosted(team.room.sent[1]?.eventId ?? event('none'));
  assert.equal(posted?.applicationId, one.id);
});

test('a root that is lost within the hour is found out by the refusal, and said outside by a job of its own', async () => {
  await using team = await openTeam();
  const { say } = parts(team);
  const one = await team.waiting({ shortId: 17 });
  team.room.lost.add(await team.posted(one));
  assert.equal((await team.run(say, withdrawn(one.id))).kind, 'nothing');
  assert.equal(team.room.sent.length, 0);
  // The runner of these tests calls every job so.
  const [next, ...more] = await team.jobs('test');
  assert.ok(next && more.length === 0);
  assert.equal((await team.run(say, next)).kind, 'done');
  assert.match(String(team.room.sent[0]?.content['body']), /^About #17/);
});

test('an answer in a thread that the room has lost replies to the message outside of the thread', async () => {
  await using team = await openTeam();
  const { reply } = parts(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await team.clock.advance(2 * HOUR);
  const asked = event('asked');
  const job = replyInRoom('asked', teamRoom, { root: notice, replyTo: asked }, sentence('room.refused.no-word'), 0);
  await team.run(reply, job.payload);
  assert.equal(relation(team.room.sent[0]?.content)?.['rel_type'], 'm.thread');
  team.room.lost.add(notice);
  await team.run(reply, job.payload);
  assert.deepEqual(relation(team.room.sent[1]?.content), { 'm.in_reply_to': { event_id: asked } });
});

test('a sentence about a notice that the room has lost names the application instead', async () => {
  await using team = await openTeam();
  const { reply } = parts(team);
  const one = await team.waiting({ shortId: 17 });
  const notice = await team.posted(one);
  await team.clock.advance(2 * HOUR);
  team.room.lost.add(notice);
  const late = sentence('room.thread.takenBackLate', { by: 'Ada' });
  await team.run(reply, replyInRoom('late', teamRoom, { root: notice, replyTo: undefined }, late, 0).payload);
  const content = team.room.sent.at(-1)?.content;
  assert.equal(relation(content), undefined);
  assert.match(String(content?.['body']), /^About #17 .*\n.*took a vote back/);
});

test('a word about a welcome room is one paragraph in the language of the team, and what people copy from it is whole', async () => {
  for (const [teamLanguage, begin] of [
    ['en', 'The account works, but'],
    ['de', 'Das Konto ist benutzbar, aber'],
  ] as const) {
    await using team = await openTeam({ teamLanguage });
    const { say } = parts(team);
    const one = await team.waiting();
    await team.posted(one);
    const values = {
      ...{ userId: '@lena:porter.test', room: '#lounge:porter.test', sender: '@porter:porter.test' },
      ...{ level: 50, own: 0 },
    };
    const why = 'room.welcomeRoom.may-not-invite';
    const more = [why, `${why}.step`, 'room.thread.missedRoom.byHand'];
    const payload = { id: one.id, entry: 1, what: 'room.thread.missedRoom', values, more };
    assert.equal((await team.run(say, payload)).kind, 'done');
    const body = String(team.room.sent.at(-1)?.content['body']);
    assert.ok(body.startsWith(begin), body);
    for (const whole of ['#lounge:porter.test', '/op @porter:porter.test 50', '/invite @lena:porter.test']) {
      assert.ok(body.includes(whole), body);
    }
    assert.doesNotMatch(body, /\{\{|room\./);
    await assert.rejects(team.run(say, { ...payload, more: ['room.unheard'] }), { code: 'job.unreadable' });
  }
});

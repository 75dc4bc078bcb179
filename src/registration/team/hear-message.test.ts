import assert from 'node:assert/strict';
import { test } from 'node:test';
import { room } from '../../../test/support/talking.ts';
import { ada, aReaction, bo, event, openTeam, porter, stranger, teamRoom, user } from '../../../test/support/team.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';

test('a voter decides by command, and is answered in the thread of the message, once', async () => {
  await using team = await openTeam();
  const { say, done, answers } = room(team);
  const one = await team.waiting();
  const eventId = await say(`!porter approve ${one.shortId}`);
  await say(`!porter approve ${one.shortId}`, { eventId });
  assert.deepEqual(done, [`approve ${one.shortId} by ${ada}`]);
  assert.equal(await team.stageOf(one), 'approved');
  assert.deepEqual(await answers(), [`#${one.shortId} is approved.`]);
  const relation = team.room.sent[0]?.content['m.relates_to'] as Record<string, unknown>;
  assert.equal(relation['event_id'], eventId);
  assert.equal(team.room.sent[0]?.content['msgtype'], 'm.notice');
});

test('V15: the notice that is answered, or its thread, gives the number', async () => {
  await using team = await openTeam();
  const { say, done, answers } = room(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await say('decline because spam', { replyTo: notice });
  await say('show', { threadRoot: notice });
  await say('approve', { replyTo: event('somebody-else') });
  assert.deepEqual(done, [`decline ${one.shortId} by ${ada}: spam`]);
  const said = await answers();
  assert.equal(said.length, 2);
  assert.match(said[0] ?? '', /is declined/);
  assert.match(said[1] ?? '', /Lena would like to join/);
  const relation = team.room.sent[1]?.content['m.relates_to'] as Record<string, unknown>;
  assert.deepEqual([relation['event_id'], relation['is_falling_back']], [notice, false]);
});

test('V15: a reply that mentions Porter is talk, unless it begins with the name that Porter has in the room', async () => {
  await using team = await openTeam();
  team.room.displayNameOf = async () => 'Der Pförtner';
  const { say, done } = room(team);
  const one = await team.waiting();
  const to = { replyTo: await team.posted(one), mentions: [porter] };
  await say("Don't approve.", to);
  await say('Nobody approve!', to);
  assert.deepEqual(done, []);
  await say('Der Pförtner: approve', to);
  assert.deepEqual(done, [`approve ${one.shortId} by ${ada}`]);
});

test('V15: edits are no commands, nor is what other rooms or Porter itself say', async () => {
  await using team = await openTeam();
  const { say, done, answers } = room(team);
  const one = await team.waiting();
  await say(`!porter approve ${one.shortId}`, { isEdit: true });
  await say(`!porter approve ${one.shortId}`, { roomId: '!other' as RoomId });
  await say(`!porter approve ${one.shortId}`, { sender: porter });
  assert.deepEqual(done, []);
  assert.deepEqual(await answers(), []);
});

test('V15: the display name of a voter helps nobody: others are told why not, once a message', async () => {
  await using team = await openTeam();
  const { say, done, answers } = room(team);
  const one = await team.waiting();
  team.room.displayNameOf = async () => 'Ada (@ada:porter.test)';
  const eventId = await say(`!porter approve ${one.shortId}`, { sender: stranger });
  await say(`!porter approve ${one.shortId}`, { sender: stranger, eventId });
  assert.deepEqual(done, []);
  const said = await answers();
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /@mallory:porter\.test/);
});

test('V4: a command older than 15 minutes is answered, not obeyed', async () => {
  await using team = await openTeam();
  const { say, done, answers } = room(team);
  const one = await team.waiting();
  await say(`!porter approve ${one.shortId}`, { at: team.clock.now() - 15 * MINUTE - 1 });
  assert.deepEqual(done, []);
  assert.match((await answers())[0] ?? '', /15 minutes/);
  await say(`!porter approve ${one.shortId}`, { at: team.clock.now() - 15 * MINUTE });
  assert.equal(done.length, 1);
});

test('N7: a command is as old as the clock that dated it says, however far that clock is from ours', async () => {
  await using team = await openTeam();
  for (const ahead of [-DAY, DAY]) {
    const homeserverTime = { at: (ours: number) => ours + ahead };
    const { say, done, answers } = room(team, { homeserverTime });
    const one = await team.waiting();
    const theirs = () => team.clock.now() + ahead;
    await say(`!porter approve ${one.shortId}`, { at: theirs() - 16 * MINUTE, eventId: event(`old${ahead}`) });
    assert.deepEqual(done, []);
    assert.match((await answers()).at(-1) ?? '', /15 minutes/);
    await say(`!porter approve ${one.shortId}`, { at: theirs() - MINUTE, eventId: event(`new${ahead}`) });
    assert.equal(done.length, 1, `${ahead}`);
  }
});

test('N7: talk that looks like a vote is as old as the clock that dated it says, like a command', async () => {
  for (const ahead of [-DAY, DAY]) {
    await using team = await openTeam();
    const homeserverTime = { at: (ours: number) => ours + ahead };
    const { say, answers } = room(team, { homeserverTime });
    const replyTo = await team.posted(await team.waiting());
    const theirs = () => team.clock.now() + ahead;
    await say('ok', { at: theirs() - 16 * MINUTE, replyTo });
    assert.deepEqual(await answers(), [], `${ahead}`);
    await say('ok', { at: theirs() - MINUTE, replyTo });
    assert.equal((await answers()).length, 1, `${ahead}`);
  }
});

test('every refusal has its own sentence', async () => {
  await using team = await openTeam();
  const one = await team.waiting();
  const wrong = [
    ...(
      [
        ...(['unknown-application', 'not-proved', 'never-proved', 'not-decided', 'open-already'] as const),
        ...(['not-waiting', 'too-late', 'name-taken', 'address-claimed'] as const),
      ] as const
    ).map((refusal) => ({
      ...{ refusal, word: 'approve' },
    })),
    { stopped: 'room-public', word: 'approve' },
    { word: 'resend' },
  ];
  await team.advance(one.id, { kind: 'decide', choice: 'decline', by: ada });
  const sentences = new Set<string>();
  for (const { word, ...over } of wrong) {
    const { say, answers } = room(team, over);
    await say(`!porter ${word} ${one.shortId}`, { eventId: event(JSON.stringify(over)) });
    for (const sentence of await answers()) sentences.add(sentence);
  }
  assert.equal(sentences.size, wrong.length);
  for (const sentence of sentences) assert.doesNotMatch(sentence, /room\.[a-z]+\.|\{\{|undefined/);
});

test('a number that contradicts the answered notice, or is missing, is asked for', async () => {
  await using team = await openTeam();
  const { say, done, answers } = room(team);
  const one = await team.waiting();
  const two = await team.waiting();
  const notice = await team.posted(one);
  await say(`!porter decline ${two.shortId} people know him`, { replyTo: notice });
  await say('!porter approve');
  assert.deepEqual(done, []);
  for (const said of await answers()) assert.match(said, /Which application/);
});

test('V12: an unknown word leads to help, and what was typed stays inert', async () => {
  await using team = await openTeam();
  const { say, answers } = room(team);
  await say('!porter <b>@room</b>');
  await say('!porter');
  await say('!porter help');
  const [first, second, third] = await answers();
  assert.match(first ?? '', /“<b>@room<\/b>”.*!porter help/);
  assert.match(second ?? '', /!porter help/);
  assert.match(third ?? '', /- approve 12: let somebody in.*- decline 12 because …: refuse.*- help: /s);
  assert.doesNotMatch(JSON.stringify(team.room.sent), /@room/);
  assert.doesNotMatch(String(team.room.sent[0]?.content['formatted_body']), /<b>/);
});

test('list and show say what is open and what happened', async () => {
  await using team = await openTeam();
  const { say, answers } = room(team);
  await say('!porter list');
  assert.match((await answers())[0] ?? '', /No application is open/);
  const one = await team.waiting();
  await say('!porter list');
  await say(`!porter show ${one.shortId}`);
  await say('!porter show 999');
  const [list, show, none] = await answers();
  assert.match(list ?? '', new RegExp(`#${one.shortId} @lena1:porter\\.test: waiting for votes`));
  assert.match(show ?? '', /What happened:\n\n- 2026-.* · the applicant: proved the address/);
  assert.doesNotMatch(show ?? '', /lena@mail/);
  assert.match(none ?? '', /no application #999/);
});

test('show says who voted what, by name; a sign taken back is gone, one of somebody who may not vote is marked', async () => {
  await using team = await openTeam({ quorum: { approve: 3, decline: 3 } });
  const { say, answers } = room(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  team.room.reactions = [
    aReaction('1', notice, ada, '✅'),
    aReaction('2', notice, bo, '❌'),
    aReaction('3', notice, stranger, '✅'),
  ];
  await team.counter.recount(one.id);
  await say(`!porter show ${one.shortId}`);
  const [before] = await answers();
  team.room.reactions = team.room.reactions.filter(({ sender }) => sender !== bo);
  await team.counter.recount(one.id);
  await say(`!porter show ${one.shortId}`);
  const [after] = await answers();
  assert.match(
    before ?? '',
    /Votes:\n\n- ✅ Ada \(@ada:porter\.test\)\n- ❌ @bo:porter\.test\n- ✅ @mallory:porter\.test \(does not count\)\n/,
  );
  assert.match(after ?? '', /- ✅ Ada/);
  assert.doesNotMatch(after ?? '', /❌ @bo/);
});

test('V10: what cannot be read in an encrypted room is answered by one sentence, once', async () => {
  await using team = await openTeam();
  const { say, answers } = room(team);
  await say('', { encrypted: true });
  await say('', { encrypted: true, sender: stranger });
  const said = await answers();
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /encrypted/);
  assert.equal(team.room.sent[0]?.content['m.relates_to'], undefined);
});

test('the practice notice asks for a reaction, carries ✅, and is answered with who may vote', async () => {
  await using team = await openTeam({ quorum: { approve: 2, decline: 1 } });
  const { practice, answer } = room(team);
  assert.equal((await team.run(practice, {}, 'practice-1')).kind, 'done');
  assert.equal((await team.run(practice, {}, 'practice-1')).kind, 'done');
  assert.equal(team.room.sent.length, 1);
  const notice = await team.votes.findPosted(team.room.sent[0]?.eventId ?? event('none'));
  assert.equal(notice?.kind, 'practice');
  assert.equal((await team.jobs('registration.react-to-notice')).length, 1);

  const ask = async (who: string, sign: string) => {
    const payload = { what: 'practice', user: who, sign, room: teamRoom, root: notice?.eventId ?? null, replyTo: null };
    await team.run(answer, payload);
    return String(team.room.sent.at(-1)?.content['body']);
  };
  assert.match(
    await ask(ada, 'approve'),
    /reached me, Ada \(@ada.*You may vote.*let the applicant in.*2 people.*@bo:porter\.test.*2 × ✅/s,
  );
  assert.match(await ask(user('cy'), 'approve'), /You may not vote/);
  assert.match(await ask(ada, ''), /would not count/);
  team.room.members = [];
  assert.match(await ask(ada, 'approve'), /Nobody may vote/);
});

test('V10: while decisions are stopped a command and a practice reaction are told so', async () => {
  await using team = await openTeam();
  const { say, done, answers, answer } = room(team);
  const one = await team.waiting();
  team.room.stopReason = 'room-public';
  await say(`!porter approve ${one.shortId}`);
  assert.deepEqual(done, []);
  assert.match((await answers())[0] ?? '', /Decisions are stopped/);
  const payload = { what: 'practice', user: ada, sign: 'approve', room: teamRoom, root: null, replyTo: null };
  await team.run(answer, payload);
  assert.match(String(team.room.sent.at(-1)?.content['body']), /this room is public/);
});

test('an answer to a room that Porter has left is dropped, one that this version does not know, or that says no room, cannot be read', async () => {
  await using team = await openTeam();
  const { answer } = room(team);
  const payload = { what: 'help', room: '!old', root: null, replyTo: null };
  assert.equal((await team.run(answer, payload)).kind, 'nothing');
  assert.deepEqual(team.room.sent, []);
  for (const odd of [{ what: 'dance' }, { room: 7 }, { root: 'nowhere' }, { replyTo: 7 }]) {
    await assert.rejects(team.run(answer, { ...payload, room: teamRoom, ...odd }), { code: 'job.unreadable' });
  }
});

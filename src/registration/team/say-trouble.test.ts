import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTeam } from '../../../test/support/team.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';
import { makeReplyInRoom } from './handlers/reply-in-room.ts';
import { makeSayTrouble } from './say-trouble.ts';

const lost = {
  code: 'homeserver.not-admin',
  sentence: '@porter:porter.test is not a server admin yet, so Porter cannot make accounts.',
  remedy: 'As a server admin, once: porter init --promote',
};
const appeared = { code: 'homeserver.mas', sentence: 'Accounts are kept elsewhere.', remedy: 'Porter stays closed.' };

test('V10: what keeps accounts from being made is said in the room with its next step, once until it is mended', async () => {
  await using team = await openTeam();
  const { room, storage, applications, votes, settings, clock } = team;
  const say = makeSayTrouble({ room, memory: storage.memory, jobs: storage.jobs, clock });
  const said = () => team.jobs('registration.reply-in-room');

  await say(undefined);
  assert.equal((await said()).length, 0);
  await say(lost);
  await say(lost);
  assert.equal((await said()).length, 1);
  await say(appeared);
  assert.equal((await said()).length, 2);
  await say(undefined);
  await clock.advance(1_000);
  await say(lost);
  assert.equal((await said()).length, 3);

  const answer = makeReplyInRoom({
    ...{ room, poster: room, applications, votes, settings, clock, jobs: storage.jobs, lettersWait: () => undefined },
    list: async () => [],
    show: async () => undefined,
  });
  const [first] = await said();
  assert.ok(first);
  await team.run(answer, first);
  const body = String(room.sent[0]?.content['body']);
  assert.ok(body.includes(lost.sentence) && body.includes(lost.remedy), body);
});

test('while no room is known nothing is said, and nothing is taken as said', async () => {
  await using team = await openTeam();
  const { room, storage, clock } = team;
  const say = makeSayTrouble({ room, memory: storage.memory, jobs: storage.jobs, clock });
  const { here } = room;
  room.here = undefined;
  await say(lost);
  room.here = here;
  await say(lost);
  assert.equal((await team.jobs('registration.reply-in-room')).length, 1);
});

test('a room that becomes the team room meanwhile hears what is wrong, too', async () => {
  await using team = await openTeam();
  const { room, storage, clock } = team;
  const say = makeSayTrouble({ room, memory: storage.memory, jobs: storage.jobs, clock });
  await say(lost);
  room.here = '!moved:porter.test' as RoomId;
  await say(lost);
  await say(lost);
  assert.equal((await team.jobs('registration.reply-in-room')).length, 2);
});

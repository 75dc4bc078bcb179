import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, aReaction, bo, event, openTeam, stranger, type Team, teamRoom } from '../../../test/support/team.ts';
import { silentLog } from '../../kernel/log.ts';
import type { EventId, UserId } from '../../kernel/matrix-id.ts';
import type { PostedKind } from '../ports/vote-store.ts';
import { makeHearReaction } from './hear-reaction.ts';

/** Reacts, and returns what was answered since the last call: the keys of the sentences, and in which thread. */
function reacting(team: Team) {
  const hear = makeHearReaction({ ...team, jobs: team.storage.jobs, log: silentLog });
  let known = 0;
  return async (id: string, target: EventId, sender: UserId, sign: string) => {
    await hear({ ...aReaction(id, target, sender, sign, teamRoom), at: team.clock.now() });
    const all = await team.jobs('registration.reply-in-room');
    const fresh = all.slice(known);
    known = all.length;
    return fresh.map(({ key, root }) => [key, root]);
  };
}

async function line(team: Team, of: Parameters<Team['posted']>[0], kind: PostedKind): Promise<EventId> {
  return team.posted(of, { kind, eventId: event(`${kind}-${of.shortId}`) });
}

test('a vote sign on a line of the thread or on an earlier notice is answered once while the application waits', async () => {
  await using team = await openTeam();
  const react = reacting(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  const said = await line(team, one, 'thread');
  assert.deepEqual(await react('1', said, ada, '👍'), [['room.hint.elsewhere', notice]]);
  assert.deepEqual(await react('2', said, ada, '✅'), []);
  assert.deepEqual(await react('3', said, bo, '🎉'), []);
  assert.deepEqual(await react('4', said, stranger, '✅'), []);
  await team.advance(one.id, { kind: 'new-round', why: 'notice-removed' });
  await team.posted(await team.found(one));
  assert.deepEqual(await react('5', notice, bo, '❌'), [['room.hint.elsewhere', notice]]);
  assert.equal(await team.stageOf(one), 'waiting');
});

test('a sign that comes too late is answered only when it says something else than what was decided', async () => {
  await using team = await openTeam();
  const react = reacting(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  await team.advance(one.id, { kind: 'decide', choice: 'decline', by: ada });
  const entry = (await team.found(one)).entry;
  await team.advance(one.id, { kind: 'refusal-sent', entry, letter: 'sent' });
  assert.equal(await team.stageOf(one), 'closed');
  assert.deepEqual(await react('1', notice, bo, '❌'), []);
  assert.deepEqual(await react('2', await line(team, one, 'thread'), bo, '✅'), []);
  assert.deepEqual(await react('3', notice, bo, '✅'), [['room.hint.closed', notice]]);
  assert.deepEqual(await react('4', notice, bo, '👍'), []);
});

test('V5: a sign of somebody whose vote stands, or while decisions are stopped, is not answered', async () => {
  await using team = await openTeam();
  const react = reacting(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  const said = await line(team, one, 'thread');
  team.room.reactions = [aReaction('1', notice, ada, '✅')];
  await team.counter.recount(one.id);
  assert.deepEqual(await react('2', said, ada, '✅'), []);
  team.room.stopReason = 'room-public';
  assert.deepEqual(await react('3', said, bo, '✅'), []);
});

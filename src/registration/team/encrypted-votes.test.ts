import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameTime } from '../../../test/support/same-time.ts';
import { accountsAreOpen, ada, bo, event, openTeam, type Team, teamRoom } from '../../../test/support/team.ts';
import { silentLog } from '../../kernel/log.ts';
import type { EventId, UserId } from '../../kernel/matrix-id.ts';
import { makeEvents } from '../event.ts';
import { makeRoomCommands } from './commands/room-commands.ts';
import { makeHearMessage } from './hear-message.ts';

function encryptedReactions({ applications, votes, room, settings, clock, advance, storage }: Team) {
  const { memory, jobs } = storage;
  const events = makeEvents(storage.registration.door, clock);
  const commands = makeRoomCommands({ applications, advance, askAccount: accountsAreOpen, clock, settings, events });
  const hear = makeHearMessage({
    commands,
    applications,
    votes,
    room,
    memory,
    jobs,
    settings,
    clock,
    homeserverTime: sameTime,
    log: silentLog,
  });
  let sent = 0;
  return (reactsTo: EventId, sender: UserId = ada) => {
    sent += 1;
    const message = {
      eventId: event(`hidden-${sent}`),
      roomId: teamRoom,
      sender,
      body: '',
      isEdit: false,
      mentions: [],
    };
    return hear({ ...message, reactsTo, encrypted: true, at: clock.now() });
  };
}

const inThreads = async (team: Team) =>
  (await team.jobs('registration.reply-in-room')).filter(({ key }) => key === 'room.thread.encryptedVote');

test('an encrypted vote does not count and is answered in the thread of the notice, once for each person', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const react = encryptedReactions(team);
  const one = await team.waiting();
  const notice = await team.posted(one);
  for (const sender of [ada, ada, bo]) await react(notice, sender);
  assert.equal(await team.stageOf(one), 'waiting');
  const said = await inThreads(team);
  assert.deepEqual(
    said.map(({ root, values }) => [root, JSON.stringify(values).match(/@\w+/)?.[0]]),
    [
      [notice, '@ada'],
      [notice, '@bo'],
    ],
  );
});

test('an encrypted reaction on the practice notice is answered too; one on anything else, or on what is decided, is not', async () => {
  await using team = await openTeam({ quorum: { approve: 1, decline: 1 } });
  const react = encryptedReactions(team);
  const practice = event('practice');
  const row = { roomId: teamRoom, applicationId: undefined, kind: 'practice', round: 0, version: 0 } as const;
  await team.votes.keepPosted({ ...row, eventId: practice, jobId: 'practice', at: team.clock.now() });
  const one = await team.waiting();
  const old = await team.posted(one);
  await team.advance(one.id, { kind: 'new-round', why: 'restored' });
  for (const target of [old, event('talk'), practice]) await react(target);
  assert.deepEqual(
    (await inThreads(team)).map(({ root }) => root),
    [practice],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, event, openTeam, stranger, teamRoom } from '../../../test/support/team.ts';
import { silentLog } from '../../kernel/log.ts';
import type { EventId, UserId } from '../../kernel/matrix-id.ts';
import { makeHearReaction } from './hear-reaction.ts';

test('a reaction on the practice notice is answered in its thread, once a person', async () => {
  await using team = await openTeam();
  const hear = makeHearReaction({ ...team, jobs: team.storage.jobs, log: silentLog });
  const { clock } = team;
  const react = (id: string, target: EventId, sender: UserId, key: string) =>
    hear({ eventId: event(id), roomId: teamRoom, sender, target, key, at: clock.now() });
  const practice = event('practice');
  const runtime = { roomId: teamRoom, applicationId: undefined, kind: 'practice', round: 0, version: 0 } as const;
  await team.votes.keepPosted({ ...runtime, eventId: practice, jobId: 'p', at: 0 });
  await react('1', practice, stranger, '✅');
  await react('2', practice, stranger, '🎉');
  await react('3', practice, ada, '❌');
  const said = await team.jobs('registration.reply-in-room');
  assert.deepEqual(
    said.map(({ user: who, root, sign }) => [who, root, sign]),
    [
      [stranger, practice, 'approve'],
      [ada, practice, 'decline'],
    ],
  );
});

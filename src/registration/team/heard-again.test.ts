import assert from 'node:assert/strict';
import { test } from 'node:test';
import { room } from '../../../test/support/talking.ts';
import { ada, event, openTeam, teamRoom } from '../../../test/support/team.ts';
import { MINUTE } from '../../kernel/clock.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';

test('a message that is heard again after a kill is answered as done and not obeyed a second time', async () => {
  await using team = await openTeam();
  const { applications, clock } = team;
  const answers: string[] = [];
  const jobs: AddJobs = {
    async add(added) {
      answers.push(...added.map(({ payload }) => String(payload['key'])));
    },
  };
  const { hear } = room(team, { jobs });
  const one = await team.waiting();
  const runtime = { roomId: teamRoom, sender: ada, isEdit: false, mentions: [], encrypted: false, at: clock.now() };
  const said = ['resend', 'approve', 'undo', 'decline'].map((word) => ({
    ...{ ...runtime, eventId: event(`said-${word}`), body: `!porter ${word} ${one.shortId}` },
  }));
  for (const message of said) await hear(message);
  assert.equal(await team.stageOf(one), 'declined');
  const { version } = await team.found(one);
  const letters = await team.jobs('registration.send-letter');
  const first = answers.splice(0);

  // The inbox had marked nothing, and Porter was away for longer than a command is good for.
  await clock.advance(20 * MINUTE);
  for (const message of said) await hear(message);
  assert.equal((await team.found(one)).version, version);
  assert.deepEqual(await team.jobs('registration.send-letter'), letters);
  assert.deepEqual(answers, first);
  assert.deepEqual(first, ['room.answer.resent', 'room.answer.approved', 'room.answer.undone', 'room.answer.declined']);
  assert.equal((await applications.causedBy(event('said-decline')))?.what, 'decide');
});

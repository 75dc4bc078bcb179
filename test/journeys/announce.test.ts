import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { makeApplicant } from './support/applicant.ts';
import { openHouse, PATIENCE } from './support/house.ts';

describe('a team that wants to hear of applications elsewhere too', needs('synapse'), () => {
  test('a route of the origin registration tells of each application that the team has to vote on, without its address and reason', async () => {
    await using house = await openHouse({
      config: {
        notifications: {
          targets: { team: ['email:team@porter.test'] },
          // The same number and name again is another round.
          routes: [{ origin: 'registration', to: ['team'], merge: 'off' }],
        },
      },
    });
    const lena = makeApplicant(house, { username: 'lena', reason: 'canary-reason-for-the-team' });
    await lena.applyAndProve();
    const notice = await house.notice(lena.userId);
    const told = await house.mail.waitForLetter(({ to }) => to.includes('team@porter.test'), PATIENCE);
    assert.equal(told.subject, '[registration] #1 · lena would like to join');
    assert.ok(!told.raw.includes('canary-reason') && !told.raw.includes(lena.email));

    // A decision that is undone begins a new round of votes, so it is told again.
    await house.ada.react(house.room, notice.event_id, '❌');
    await eventually(async () => (await house.porter.run('applications', 'undo', '1')).code === 0, {
      timeoutMs: PATIENCE,
      what: 'the decision, undone',
    });
    const subjects = () =>
      house.mail.lettersTo('team@porter.test').map(({ subject }) => subject.slice('[registration] '.length));
    // Announcements of two applications keep no order among each other.
    await eventually(() => subjects().length === 2, { timeoutMs: PATIENCE, what: 'the second round, told' });
    const mia = makeApplicant(house, { username: 'mia' });
    await mia.applyAndProve();
    await house.mail.waitForLetter(({ subject }) => subject.includes('#2 · mia'), PATIENCE);
    assert.deepEqual(
      subjects(),
      [1, 1, 2].map((number) => `#${number} · ${number === 1 ? 'lena' : 'mia'} would like to join`),
    );
  });
});

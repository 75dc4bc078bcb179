import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type CrashPoint, crashPoints } from '../../src/kernel/crash-point.ts';
import { type Applicant, makeApplicant } from '../journeys/support/applicant.ts';
import { type House, openHouse } from '../journeys/support/house.ts';
import { crashBuild } from '../support/crash-build.ts';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { assertCleanDatabase, assertEachOnce, sentByPorter } from './support/aftermath.ts';

const PASSWORD = 'quiet-harbour-42-lanterns';
/** Hit only while the team room is made. */
const FIRST: CrashPoint = 'room.afterCreate';
/** Hit only where mail is taken (`mail-in.test.ts`), or where accounts live here (`local-accounts.test.ts`). */
const elsewhere: readonly CrashPoint[] = [
  ...(['mail.afterCommit', 'account.afterReserve', 'account.afterHash', 'password.afterCommit'] as const),
  'address.afterCommit',
];

describe('killed at every named point', needs('synapse'), () => {
  let house: House;
  before(async () => {
    await crashBuild();
    house = await openHouse({ program: 'crash-build', crashFirstAt: `${FIRST}:1` });
  });
  after(() => house?.[Symbol.asyncDispose]());

  /** The machine's service manager: whatever was killed is started again, until it is stopped. */
  async function keepRunning(): Promise<void> {
    while ((await house.porter.ended()) === 'SIGKILL') await house.porter.start({ wait: 'nothing' });
  }

  /** A person tries again where a page did not come. */
  const patiently = <Answer>(step: () => Promise<Answer>): Promise<Answer> =>
    eventually(async () => ({ answer: await step() }), {
      timeoutMs: 120_000,
      everyMs: 200,
      what: step.toString(),
    }).then(({ answer }) => answer);

  async function walk(applicant: Applicant): Promise<void> {
    // Killed before the response, the browser sends the same form again.
    await patiently(async () => {
      const page = await applicant.applyAgain();
      assert.ok(page.url.includes('/check/') || /^Error:/.test(page.title), page.title);
    });
    await patiently(async () => {
      const page = await applicant.proveByLink();
      assert.ok(page.url.includes('/status/') || /used|already/i.test(page.html), page.title);
    });
    const notice = await patiently(() => house.notice(applicant.userId));
    await patiently(() => house.ada.react(house.room, notice.event_id, '✅'));
    await patiently(async () => {
      const page = await applicant.setPassword(PASSWORD);
      assert.ok(!page.forms.some(({ kinds }) => kinds.has('password')), page.title);
    }).catch(async (error: unknown) => {
      // Killed after the password was set: the link says that it was used, and the password works.
      await applicant.logIn(PASSWORD).catch(() => {
        throw error;
      });
    });
    assert.equal(await (await applicant.logIn(PASSWORD)).whoami(), applicant.userId);
  }

  test(`D2: killed at ${FIRST}: the team room exists once`, async () => {
    const rooms = await house.synapse.asPorter('GET', '/_matrix/client/v3/joined_rooms');
    assert.deepEqual(rooms.body['joined_rooms'], [house.room]);
    const greetings = await eventually(async () => {
      const events = await sentByPorter(house);
      return events.length > 0 && events;
    });
    assert.equal(greetings.filter(({ type }) => type === 'm.room.message').length, 1);
  });

  for (const point of crashPoints.filter((name) => name !== FIRST && !elsewhere.includes(name))) {
    test(`D2, D5: killed at ${point}: nothing is lost, nothing is done twice`, async () => {
      await house.porter.stop();
      await house.porter.start({ wait: 'nothing', env: { PORTER_CRASH_AT: `${point}:1` } });
      const ended = house.porter.ended();
      const kept = keepRunning();
      const applicant = makeApplicant(house, { username: `at-${point.toLowerCase()}`, email: `${point}@example.org` });
      await patiently(() => house.porter.ready(30_000));
      await walk(applicant);
      assert.equal(await ended, 'SIGKILL', 'the point was hit');

      await patiently(() => house.porter.ready(30_000));
      await house.letter(applicant.email, '/status/');
      await house.porter.stop();
      await kept;
      const letters = house.mail.lettersTo(applicant.email);
      for (const part of ['/prove/', '/status/', '/welcome/']) {
        const ids = new Set(letters.filter(({ text }) => text.includes(part)).map(({ messageId }) => messageId));
        assert.equal(ids.size, 1, `one letter with ${part}; a repeat is recognisable by its Message-ID`);
      }
      assert.ok(letters.length <= 4, 'at most one repeat per crash');
    });
  }

  test('D2: afterwards every event stands there once, and nothing is left over', async () => {
    await eventually(
      async () => {
        const { stdout } = await house.porter.run('outbox', 'list', '--json');
        return !/"(leased)"/.test(stdout);
      },
      { timeoutMs: 30_000 },
    );
    await house.porter.stop();
    assertEachOnce(await sentByPorter(house));
    assertCleanDatabase(house);
  });
});

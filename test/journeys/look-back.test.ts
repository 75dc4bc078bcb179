import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HOUR } from '../../src/kernel/clock.ts';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { makeApplicant } from './support/applicant.ts';
import { openHouse, PATIENCE } from './support/house.ts';
import { openPorterInside } from './support/porter-inside.ts';
import { inRoom, plain, told } from './support/talk.ts';
import { check, readiness } from './support/unfinished.ts';

describe('while nothing is out of order', needs('synapse'), () => {
  test('N11: Porter looks back every six hours at what it made: a notice that was purged, an account that was closed', async () => {
    await using house = await openHouse({ start: false });
    await using inside = await openPorterInside(house);
    const here = inRoom(house, inside.room);
    const { admin, ada, porter } = house;
    const [clara, petra] = ['clara', 'petra'].map((username) => makeApplicant(house, { username }));
    assert.ok(clara && petra);
    await clara.applyAndProve();
    const decided = await here.notice(clara.userId);
    await ada.react(inside.room, decided.event_id, '✅');
    await house.letter(clara.email, '/welcome/');
    await petra.applyAndProve();
    const lost = await here.notice(petra.userId);

    await admin.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(clara.userId)}`, { deactivated: true });
    await admin.purge(inside.room, await admin.sendText(inside.room, 'what is kept'));
    const { lines } = await check(porter);
    assert.ok(
      lines.some(({ level, code }) => level === 'warn' && code === 'notices.gone'),
      JSON.stringify(lines),
    );

    inside.clock.leap(6 * HOUR);
    const anew = await here.notice(petra.userId);
    assert.notEqual(anew.event_id, lost.event_id);
    await told(here, anew, /not in the room any more/);
    await house.mail.waitForLetter(
      ({ to, text }) => to.includes(clara.email) && /clara:porter\.test\s+has\s+been\s+closed/.test(text),
      PATIENCE,
    );
    // The thread of a notice that is gone as well is told outside of it.
    await eventually(
      async () => {
        const events = await admin.messages(inside.room);
        return events.some(({ content }) => /^About #1 .*\n.*is closed/.test(plain(content.body)));
      },
      { timeoutMs: PATIENCE, what: 'a word about the closed account' },
    );
  });

  test('N11: a server that deletes messages at once: /readyz and check name who cannot be voted on and what to do, until it keeps them', async () => {
    await using house = await openHouse({ start: false });
    await using inside = await openPorterInside(house);
    const here = inRoom(house, inside.room);
    const { porter, synapse } = house;
    const nora = makeApplicant(house, { username: 'nora' });
    await nora.applyAndProve();
    await here.notice(nora.userId);
    assert.equal((await readiness(porter)).status, 200);

    const removed = /Nobody can vote on #1: the notice was removed .* retention in homeserver\.yaml/;
    const isNamed = async () => (await readiness(porter)).reasons.some((reason) => removed.test(reason));
    await synapse.restart({ retention: { enabled: true, default_policy: { max_lifetime: 1 } } });
    // Porter looks at once if it saw the server away, else at its next look-back; the notice that it posts then is looked at an hour later.
    await eventually(
      async () => {
        if (await isNamed()) return true;
        await inside.leap(HOUR);
        return false;
      },
      { timeoutMs: PATIENCE, what: 'the word about notices that are removed' },
    );
    const { lines } = await check(porter);
    const about = lines.filter(({ code }) => code?.startsWith('notices.'));
    assert.deepEqual(
      about.map(({ level, code }) => [level, code]),
      [['bad', 'notices.removed']],
    );

    await synapse.restart({ retention: { enabled: false } });
    inside.clock.leap(6 * HOUR);
    await eventually(async () => (await readiness(porter)).status === 200, { timeoutMs: PATIENCE, what: 'readiness' });
  });
});

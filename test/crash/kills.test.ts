import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type House, openHouse } from '../journeys/support/house.ts';
import { crashBuild } from '../support/crash-build.ts';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { allJobsDone, assertCleanDatabase, assertEachOnce, sentByPorter } from './support/aftermath.ts';
import { seedApplications } from './support/seed.ts';

const long = process.env['PORTER_LONG'] === '1';
const NOTICES = long ? 10_000 : 500;
const KILLS = long ? 60 : 12;
/** Letters in flight at once, and so the most that one kill can repeat. */
const BATCH = 16;

describe(`killed at ${KILLS} random moments`, needs('synapse'), () => {
  let house: House;
  before(async () => {
    await crashBuild();
    house = await openHouse({ program: 'crash-build' });
  });
  after(() => house?.[Symbol.asyncDispose]());

  test(`D1: ${NOTICES} notices: each in the room exactly once with its marks, each letter there`, async (t) => {
    await house.porter.stop();
    await seedApplications(house, NOTICES);
    const moments: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      await house.porter.start({ wait: 'ready' });
      const moment = Math.round(Math.random() * (long ? 8_000 : 1_500));
      moments.push(moment);
      await sleep(moment);
      await house.porter.kill();
    }
    // Named, so that a failure can be tried again at the same moments.
    t.diagnostic(`killed after ${moments.join(', ')} ms`);
    await house.porter.start({ wait: 'ready' });

    // Asked seldom: every look costs the disk that Porter works on.
    await allJobsDone(house, ['registration.expire-application', 'registration.send-letter'], long ? 5_000 : 500);
    await eventually(
      () => {
        const subjects = house.mail.letters.filter(({ text }) => text.includes('/status/'));
        return new Set(subjects.map(({ messageId }) => messageId)).size === NOTICES;
      },
      { timeoutMs: 120_000, everyMs: 500, what: 'every letter' },
    );
    assert.equal(await house.porter.stop(), 0);

    const sent = await sentByPorter(house);
    assertEachOnce(sent);
    const notices = sent.filter(
      ({ type, content }) => type === 'm.room.message' && /@seed\d+:porter\.test/.test(String(content.body)),
    );
    const first = notices.filter(({ content }) => content['m.relates_to'] === undefined);
    assert.equal(first.length, NOTICES);
    assert.equal(new Set(first.map(({ content }) => /@seed\d+/.exec(String(content.body))?.[0])).size, NOTICES);
    const marks = sent.filter(({ type }) => type === 'm.reaction').map(({ content }) => content['m.relates_to']);
    for (const { event_id } of first) {
      const keys = marks.filter((mark) => mark?.event_id === event_id).map((mark) => mark?.key);
      assert.deepEqual(keys.sort(), ['\u2705\ufe0f', '\u274c\ufe0f']);
    }
    const letters = house.mail.letters.filter(({ text }) => text.includes('/status/'));
    assert.ok(letters.length - NOTICES <= KILLS * BATCH, `${letters.length - NOTICES} repeats`);
    assertCleanDatabase(house);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { openTestIntake, ROUTER_TOKEN, type TestIntake } from '../../support/intake.ts';
import { getPart, needs } from '../../support/needs.ts';

/** Runs shoutrrr's command line, which tries once. @returns exit code and what it printed */
const shoutrrr = (url: string): Promise<readonly [code: number, said: string]> =>
  new Promise((resolve) => {
    const args = ['send', '--url', url, '--title', 'Tïtle', '--message', 'one\ntwo'];
    execFile(getPart('shoutrrr'), args, (error, stdout, stderr) => {
      resolve([error === null ? 0 : 1, `${stdout}${stderr}`]);
    });
  });

describe('shoutrrr itself, at the doors', needs('shoutrrr'), () => {
  let intake: TestIntake;
  before(async () => {
    intake = await openTestIntake();
  });
  after(() => intake?.[Symbol.asyncDispose]());

  const kept = async () =>
    (await intake.kept()).map(({ title, lines, urgency }) => [...(title === '' ? [] : [title]), ...lines, urgency]);

  test('each of its ways of sending arrives once, as it was meant', async () => {
    const at = `127.0.0.1:${intake.port}`;
    const [titled, bare] = [
      ['Tïtle', 'one', 'two'],
      ['one', 'two'],
    ];
    const ways = [
      // It drops the title on Matrix, and there sends to all rooms of the sender unless one is named.
      [`matrix://:${ROUTER_TOKEN}@${at}/?rooms=!ops:porter&disableTLS=yes`, bare, 'normal'],
      [`matrix://:${ROUTER_TOKEN}@${at}/?rooms=ops&disableTLS=yes`, bare, 'normal'],
      [`matrix://router1:${ROUTER_TOKEN}@${at}/?disableTLS=yes`, bare, 'normal'],
      [`gotify://${at}/${ROUTER_TOKEN}?disabletls=yes&priority=8`, titled, 'now'],
      [`ntfy://:${ROUTER_TOKEN}@${at}/ops?scheme=http&priority=min`, titled, 'quiet'],
    ] as const;
    for (const [way, said, urgency] of ways) {
      const [code, words] = await shoutrrr(way);
      assert.equal(code, 0, `${way} ${words}`);
      assert.deepEqual(await kept(), [[...said, urgency]], way);
    }
  });

  test('a wrong token and a room of somebody else are failures that it reports', async () => {
    const at = `127.0.0.1:${intake.port}`;
    for (const way of [
      `matrix://:wrong@${at}/?rooms=!ops:porter&disableTLS=yes`,
      `matrix://router1:wrong@${at}/?rooms=!ops:porter&disableTLS=yes`,
      `matrix://:${ROUTER_TOKEN}@${at}/?rooms=!night:porter&disableTLS=yes`,
    ]) {
      assert.equal((await shoutrrr(way))[0], 1, way);
    }
    assert.deepEqual(await kept(), []);
  });
});

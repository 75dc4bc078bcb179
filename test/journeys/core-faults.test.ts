import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { needs } from '../support/needs.ts';
import { makeApplicant } from './support/applicant.ts';
import { openHouse } from './support/house.ts';

/** Code that runs once inside Porter's process and breaks there, as soon as Porter listens to signals. */
function breaking(code: string) {
  const script = `const beat = setInterval(() => {
    if (process.listenerCount('SIGTERM') === 0) return;
    clearInterval(beat);
    ${code};
  }, 50);`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

describe('what nobody handled', needs('synapse'), () => {
  for (const [what, code] of [
    ['unhandledRejection', "void Promise.reject(new Error('canary in a message'))"],
    ['uncaughtException', "throw new Error('canary in a message')"],
  ] as const) {
    test(`L8, L3: an ${what} in the core is logged without its message, and Porter ends in order with 3`, async () => {
      await using house = await openHouse({ start: false });
      await house.porter.start({ wait: 'nothing', env: breaking(code) });
      assert.equal(await house.porter.ended(), 3);
      const line = (await house.porter.logs()).find((logged) => logged['what'] === what);
      assert.equal(line?.level, 'error');
      assert.doesNotMatch(await house.porter.output(), /canary in a message/);
      const { stdout } = await house.porter.run('outbox', 'list', '--json');
      assert.doesNotMatch(stdout, /"leased"/);
    });
  }

  test('L8: a letter that breaks in its channel leaves everything else at work', async () => {
    await using house = await openHouse();
    house.mail.fault({ trouble: 'cut-in-data', times: 2 });
    const lena = makeApplicant(house, { username: 'lena' });
    await lena.apply();
    assert.ok(house.porter.running);
    await lena.proveByCode();
    assert.match(await house.shown(await house.notice(lena.userId)), /lena/);
  });
});

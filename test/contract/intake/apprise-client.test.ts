import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { MINUTE } from '../../../src/kernel/clock.ts';
import { eventually } from '../../support/eventually.ts';
import { openTestIntake, ROUTER_TOKEN, type TestIntake } from '../../support/intake.ts';
import { getPart, needs } from '../../support/needs.ts';
import { startFaultProxy } from '../../support/peers/faults.ts';

/** Runs Apprise's command line. It keeps nothing of its own between runs. @returns exit code and what it printed */
const apprise = (url: string, ...more: readonly string[]): Promise<readonly [code: number, said: string]> =>
  new Promise((resolve) => {
    const args = ['-v', '-t', 'Tïtle', '-b', 'one\ntwo', '-n', 'failure', '--storage-mode', 'memory', ...more, url];
    const done = (error: Error | null, stdout: string, stderr: string) => {
      resolve([error === null ? 0 : 1, `${stdout}${stderr}`]);
    };
    execFile(getPart('apprise'), args, { env: { ...process.env, PYTHONUTF8: '1' } }, done);
  });

describe('Apprise itself, at the doors', needs('apprise'), () => {
  let intake: TestIntake;
  before(async () => {
    intake = await openTestIntake(10 * MINUTE);
  });
  after(() => intake?.[Symbol.asyncDispose]());

  const kept = async () =>
    (await intake.kept()).map(({ title, lines, urgency }) => [...(title === '' ? [] : [title]), ...lines, urgency]);
  const said = ['Tïtle', 'one', 'two'];

  test('each of its ways of sending arrives once, as it was meant', async () => {
    const at = `127.0.0.1:${intake.port}`;
    const ways = [
      [`apprise://${at}/${ROUTER_TOKEN}`, 'now'],
      [`apprise://${at}/${ROUTER_TOKEN}?method=json`, 'now'],
      [`json://${at}/notify/${ROUTER_TOKEN}`, 'now'],
      [`form://${at}/notify/${ROUTER_TOKEN}`, 'now'],
      [`ntfy://${ROUTER_TOKEN}@${at}/ops?priority=max`, 'now'],
      [`ntfy://router1:${ROUTER_TOKEN}@${at}/ops?priority=min`, 'quiet'],
      [`gotify://${at}/${ROUTER_TOKEN}?priority=high`, 'now'],
      [`mmost://${at}/${ROUTER_TOKEN}`, 'normal'],
      [`matrix://${ROUTER_TOKEN}@${at}/!ops:porter`, 'normal'],
      [`matrix://${ROUTER_TOKEN}@${at}/ops?msgtype=notice`, 'quiet'],
      [`matrix://${ROUTER_TOKEN}@${at}/!ops?hsreq=no`, 'normal'],
      [`matrix://router1:${ROUTER_TOKEN}@${at}/%23ops?version=2`, 'normal'],
    ] as const;
    for (const [way, urgency] of ways) {
      assert.deepEqual((await apprise(way))[0], 0, way);
      assert.deepEqual(await kept(), [[...said, urgency]], way);
      // Otherwise the next one, which says the same, would be merged with it.
      await intake.clock.advance(11 * MINUTE);
      await intake.kept();
    }
  });

  test('an unknown key is a failure that it reports', async () => {
    const [code, words] = await apprise(`apprise://127.0.0.1:${intake.port}/unknown`);
    assert.equal(code, 1);
    assert.match(words, /401/);
    assert.deepEqual(await kept(), []);
  });

  test('a notification whose answer was lost comes again and arrives once', async () => {
    await using proxy = await startFaultProxy({ to: { port: intake.port } });
    await proxy.set({ cutAfter: { toClient: 1 } });
    const sending = apprise(`ntfy://${ROUTER_TOKEN}@127.0.0.1:${proxy.port}/ops?retry=9`);
    await eventually(() => proxy.connections.some(({ passed }) => passed.toClient > 0), { what: 'a lost answer' });
    await proxy.set({});
    assert.equal((await sending)[0], 0);
    assert.ok(proxy.connections.length > 1);
    assert.deepEqual(await kept(), [[...said, 'normal']]);
    // What was repeated goes on being merged for twice as long.
    await intake.clock.advance(21 * MINUTE);
    await intake.kept();
  });

  test('on Matrix as well, where it sends what comes again under the same id', async () => {
    let lost = 0;
    const heard = (data: Buffer) => {
      if (!data.toString().startsWith('PUT ')) return;
      lost += 1;
      void proxy.set(lost <= 2 ? { cutAfter: { toClient: 1 } } : {});
    };
    await using proxy = await startFaultProxy({ to: { port: intake.port }, heard });
    const [code, words] = await apprise(`matrix://${ROUTER_TOKEN}@127.0.0.1:${proxy.port}/!ops:porter?retry=9`);
    assert.equal(code, 0, words);
    assert.equal(lost, 3);
    assert.deepEqual(await kept(), [[...said, 'normal']]);
    await intake.clock.advance(11 * MINUTE);
    // It was one request three times, so nothing is told of repetitions.
    assert.deepEqual(await kept(), []);
  });

  test('what one process says on Matrix arrives one by one, although it all has the same id', async () => {
    const program = `
import sys, apprise
sender = apprise.Apprise()
sender.add(sys.argv[1])
assert all([sender.notify(title="T", body=body) for body in ["one", "two", "three"]])
assert sender.notify(title="T", body="with a file", attach=sys.argv[2])
`;
    const url = `matrix://${ROUTER_TOKEN}@127.0.0.1:${intake.port}/!ops:porter`;
    const python = path.join(path.dirname(getPart('apprise')), 'python');
    await promisify(execFile)(python, ['-c', program, url, import.meta.filename]);
    const file = `You received a file: ${path.basename(import.meta.filename)}`;
    assert.deepEqual(await kept(), [
      ...['one', 'two', 'three'].map((body) => ['T', body, 'normal']),
      [file, 'normal'],
      ['T', 'with a file', 'normal'],
    ]);
  });

  test('a room of somebody else and a wrong password are failures that it reports, and it creates neither room nor account', async () => {
    const at = `127.0.0.1:${intake.port}`;
    for (const way of [
      `matrix://${ROUTER_TOKEN}@${at}/!night:porter`,
      `matrix://${ROUTER_TOKEN}@${at}/%23night`,
      `matrix://router1:wrong@${at}/!ops:porter`,
    ]) {
      assert.equal((await apprise(way))[0], 1, way);
    }
    assert.deepEqual(await kept(), []);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { needs } from '../support/needs.ts';
import { type FaultProxy, startFaultProxy } from '../support/peers/faults.ts';
import { formWith, makeVisitor } from '../support/visitor.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { restartWith } from './support/talk.ts';

describe('TERM while the homeserver hangs', needs('synapse'), () => {
  let house: House;
  let between: FaultProxy;
  before(async () => {
    house = await openHouse();
    between = await startFaultProxy({ to: { port: Number(new URL(house.synapse.url).port) } });
    await restartWith(house, { homeserver: { url: `http://127.0.0.1:${between.port}` } });
  });
  after(async () => {
    between?.cut();
    await house?.[Symbol.asyncDispose]();
    await between?.[Symbol.asyncDispose]();
  });

  /** The homeserver swallows the notice and whatever else is asked. */
  async function hang(name: string): Promise<void> {
    const applicant = makeApplicant(house, { username: name });
    await applicant.apply();
    await house.letter(applicant.email, '/prove/');
    await between.set({ blackHole: 'toClient' });
    await applicant.proveByLink();
  }

  test('D12: running requests are answered, nothing stays leased, and Porter ends by itself within its time', async () => {
    const { porter } = house;
    await hang('dora');
    // An empty form, so that nobody has to be asked before it is answered.
    const visitor = makeVisitor();
    const form = formWith(await visitor.open(porter.site), (name) => name === 'username');
    const requests = Array.from({ length: 100 }, () => visitor.begin(form));
    await Promise.all(requests.map(({ begun }) => begun));
    const began = performance.now();
    const stopped = porter.stop();
    await porter.waitForLog(({ msg }) => msg.startsWith('stopping'));
    for (const request of requests) request.finish();
    const answers = await Promise.all(requests.map(({ answered }) => answered));
    assert.ok(answers.every(({ status }) => status >= 200 && status < 500));
    assert.equal(await stopped, 0);
    // TimeoutStopSec of the unit file: after it, systemd kills.
    assert.ok(performance.now() - began < 30_000, 'within the promised time');
    const { stdout } = await porter.run('outbox', 'list', '--state', 'leased', '--json');
    assert.deepEqual((JSON.parse(stdout) as { jobs: unknown }).jobs, []);

    between.cut();
    await between.heal();
    await porter.start({ wait: 'ready' });
    await house.notice(house.synapse.userId('dora'));
  });

  test('D12: a second TERM ends it at once', async () => {
    const { porter } = house;
    await hang('erin');
    const stopped = porter.stop();
    await porter.waitForLog(({ msg }) => msg.startsWith('stopping'));
    process.kill(porter.pid, 'SIGTERM');
    assert.equal(await stopped, 3);
  });
});

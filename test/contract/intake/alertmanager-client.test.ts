import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Alertmanager, startAlertmanager } from '../../support/alertmanager.ts';
import { eventually } from '../../support/eventually.ts';
import { openTestIntake, ROUTER_TOKEN, type TestIntake } from '../../support/intake.ts';
import { needs } from '../../support/needs.ts';
import { type FaultProxy, startFaultProxy } from '../../support/peers/faults.ts';

describe('Alertmanager itself, at its door', needs('alertmanager'), () => {
  const opened = new AsyncDisposableStack();
  const seen: string[] = [];
  let intake: TestIntake;
  let proxy: FaultProxy;
  let alertmanager: Alertmanager;

  before(async () => {
    intake = opened.use(await openTestIntake());
    proxy = opened.use(await startFaultProxy({ to: { port: intake.port } }));
    alertmanager = opened.use(await startAlertmanager(proxy.port, ROUTER_TOKEN));
  });
  after(() => opened.disposeAsync());

  const tell: Alertmanager['tell'] = (...what) => alertmanager.tell(...what);
  const arrives = (title: string) =>
    eventually(
      async () => {
        seen.push(...(await intake.kept()).map((one) => one.title));
        return seen.includes(title);
      },
      { what: title, timeoutMs: 60_000 },
    );
  const times = (title: string) => seen.filter((one) => one === title).length;

  test('a group is told when it fires, and again when one of it is resolved', async () => {
    await tell('DiskFull', ['a', 'b']);
    await arrives('DiskFull: 2 firing');
    await tell('DiskFull', ['a'], true);
    await arrives('DiskFull: 1 firing, 1 resolved');
  });

  test('what fires while the door is away arrives once it is back', async () => {
    const before = proxy.connections.length;
    await proxy.set({ onConnect: 'reset' });
    proxy.cut();
    await tell('Away', ['a']);
    await eventually(() => proxy.connections.length > before, { what: 'a try', timeoutMs: 60_000 });
    await proxy.heal();
    await arrives('Away: firing');
  });

  test('what comes again because the answer was lost arrives once', async () => {
    await proxy.set({ cutAfter: { toClient: 1 } });
    proxy.cut();
    const before = proxy.connections.length;
    await tell('Lost', ['a']);
    const tries = () => proxy.connections.slice(before).filter(({ passed }) => passed.toClient > 0).length;
    await eventually(() => tries() > 1, { what: 'a second try', timeoutMs: 60_000 });
    await proxy.heal();
    await arrives('Lost: firing');
    await tell('Marker', ['a']);
    await arrives('Marker: firing');
    assert.equal(times('Lost: firing'), 1);
    assert.equal(times('Away: firing'), 1);
  });
});

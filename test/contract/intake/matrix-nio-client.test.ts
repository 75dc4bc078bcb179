import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { eventually } from '../../support/eventually.ts';
import { openTestIntake, ROUTER_TOKEN, SLOW_TOKEN, type TestIntake } from '../../support/intake.ts';
import { getPart, needs } from '../../support/needs.ts';
import { type FaultProxy, startFaultProxy } from '../../support/peers/faults.ts';

const program = path.join(import.meta.dirname, '../../support/send-with-nio.py');

describe('matrix-nio itself, at the Matrix door', needs('nio'), () => {
  const opened = new AsyncDisposableStack();
  let intake: TestIntake;
  let proxy: FaultProxy;
  /** Called for every packet that the client sends. */
  let hear: (text: string) => void = () => {};

  before(async () => {
    intake = opened.use(await openTestIntake());
    const heard = (data: Buffer) => hear(data.toString());
    proxy = opened.use(await startFaultProxy({ to: { port: intake.port }, heard }));
  });
  after(() => opened.disposeAsync());

  const text = (body: string) => ({ msgtype: 'm.text', body });
  /** What became of each message, in order. */
  async function send(contents: readonly object[], { user = 'router1', token = ROUTER_TOKEN } = {}) {
    const url = `http://127.0.0.1:${proxy.port}`;
    const args = [program, url, user, token, '#ops:porter', JSON.stringify(contents)];
    const { stdout } = await promisify(execFile)(getPart('nio'), args);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly event_id?: string; readonly error?: string });
  }
  const kept = async () => (await intake.kept()).map(({ lines, urgency }) => [lines.join('\n'), urgency]);

  test('it logs in, joins, syncs and sends, and everything arrives as it was written', async () => {
    const long = 'ä'.repeat(50_000);
    const written = ['plain', 'two\nlines', '"quotes" \\ <b>&amp;</b> @room', '🔗 ünïcödé', long];
    const sent = await send([...written.map(text), { msgtype: 'm.notice', body: 'quiet' }]);
    for (const { event_id: id } of sent) assert.match(id ?? '', /^\$[\w-]{43}$/);
    assert.equal(new Set(sent.map(({ event_id: id }) => id)).size, sent.length);
    assert.deepEqual(await kept(), [...written.map((one) => [one, 'normal']), ['quiet', 'quiet']]);
  });

  test('a message whose answer was lost comes again with its id and arrives once', async () => {
    let lost = 0;
    hear = (sent) => {
      if (!sent.startsWith('PUT ')) return;
      lost += 1;
      // It is kept, and its answer ends with the first byte; the next attempts pass.
      if (lost <= 2) void proxy.set({ blackHole: 'toClient' }).then(cutOnceKept);
      else void proxy.heal();
    };
    const all: string[] = [];
    async function cutOnceKept() {
      await eventually(async () => {
        all.push(...(await kept()).map(([line]) => line ?? ''));
        return all.length > 0;
      });
      proxy.cut();
      await proxy.heal();
    }
    const [sent] = await send([text('lost')]);
    hear = () => {};
    assert.match(sent?.event_id ?? '', /^\$/);
    assert.ok(lost > 2, `${lost} attempts`);
    all.push(...(await kept()).map(([line]) => line ?? ''));
    assert.deepEqual(all, ['lost']);
  });

  test('a sender over its limit is made to wait, and nothing of it is lost or doubled', async () => {
    const sent = await send([text('one'), text('two'), text('three')], { user: 'slow', token: SLOW_TOKEN });
    assert.equal(sent.filter(({ event_id: id }) => id !== undefined).length, 3);
    assert.deepEqual(
      (await kept()).map(([line]) => line),
      ['one', 'two', 'three'],
    );
  });

  test('while the door is away it tries on, and what was said meanwhile arrives once', async () => {
    let away = false;
    hear = (sent) => {
      if (away || !sent.startsWith('PUT ')) return;
      away = true;
      void proxy.set({ onConnect: 'reset' });
      proxy.cut();
    };
    const before = proxy.connections.length;
    const sending = send([text('away')]);
    await eventually(() => away && proxy.connections.length > before + 2, { what: 'tries', timeoutMs: 60_000 });
    await proxy.heal();
    const [sent] = await sending;
    hear = () => {};
    assert.match(sent?.event_id ?? '', /^\$/);
    assert.deepEqual(await kept(), [['away', 'normal']]);
  });

  test('a wrong token is an error that it reports', async () => {
    await assert.rejects(send([text('hi')], { token: 'x' }), /M_FORBIDDEN/);
    assert.deepEqual(await kept(), []);
  });
});

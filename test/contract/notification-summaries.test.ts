import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, MINUTE } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { makeAccept } from '../../src/notifications/accept.ts';
import { makeLook } from '../../src/notifications/look.ts';
import type { FoldSettings } from '../../src/notifications/rules/fold.ts';
import { FOLD } from '../../src/notifications/rules/fold-job.ts';
import { DELIVER } from '../../src/notifications/rules/jobs.ts';
import { makeTellFolded } from '../../src/notifications/tell-folded.ts';
import { onEveryDatabase, type TestStorage } from './databases.ts';

const words = { repeated: () => 'again', floodTitle: () => 'more', floodWhy: () => 'over', floodMore: () => 'and' };

/** A relay with one target whose outbox works only when told. */
function relay({ storage, clock }: TestStorage, fold: FoldSettings) {
  const book = new Map([['ops', [{ channel: 'email', address: 'ops@example.org' }]]]);
  const settings = { book, manners: new Map(), routes: [], show: { origin: true, symbol: true }, fold, life: DAY };
  const store = storage.notifications;
  const accept = makeAccept({ store, settings, clock, ids: makeIds(() => clock.now()) });
  const tell = makeTellFolded({ store, settings, words, clock });
  const look = makeLook(store, clock);
  return {
    async send(title: string, sender = 'nas', origin?: string): Promise<string> {
      const outcome = await accept.accept([{ title, ...(origin === undefined ? {} : { origin }) }], {
        sender: { name: sender, to: ['ops'] },
      });
      assert.ok(outcome.ok);
      return outcome.value.ids[0] ?? '';
    },
    /** Does everything that is due: deliveries are confirmed. */
    async work(): Promise<void> {
      const now = clock.now();
      const lease = { dueUntil: now, expiredUntil: 0, limit: 100, now, leaseMs: MINUTE, except: [] };
      for (;;) {
        const { jobs } = await storage.jobs.lease(lease);
        if (jobs.length === 0) return;
        for (const job of jobs) {
          if (job.kind === FOLD) await tell(job, { signal: new AbortController().signal, freeze: async (one) => one });
          await storage.jobs.finishAttempts([{ id: job.id, attempt: job.attempt, end: { kind: 'done' } }], now);
        }
      }
    },
    /** In short: states of its deliveries, then each summary with theirs. Undefined: there is no such notification. */
    async look(id: string, sender = 'nas') {
      const found = await look({ sender, id });
      return (
        found && [
          found.deliveries.map(({ state }) => state).join(),
          ...found.summaries.map(({ because, state, deliveries }) =>
            [because, state, ...deliveries.map((one) => one.state)].join(' '),
          ),
        ]
      );
    },
  };
}

onEveryDatabase((_name, open) => {
  test('H13: a sender that names a new origin each time has one number a minute for all of them in the end', async () => {
    await using opened = await open();
    const { send } = relay(opened, { merge: undefined, perMinute: 2 });
    await opened.clock.advance(MINUTE - (opened.clock.now() % MINUTE));
    for (let n = 0; n < 60; n += 1) await send(`n${n}`, 'nas', `origin ${n}`);
    await send('of another', 'router');
    const of = (kind: string) => opened.storage.desk.list({ kind, limit: 99 });
    // Ten times two by their own origins, two of all origins together, and the one of the other sender.
    assert.equal((await of(DELIVER)).length, 23);
    assert.equal((await of(FOLD)).length, 1);
  });

  test('what came beyond the number of a minute is found by its id, with what became of the one that tells of all', async () => {
    await using opened = await open();
    const { send, work, look } = relay(opened, { merge: undefined, perMinute: 1 });
    await opened.clock.advance(MINUTE - (opened.clock.now() % MINUTE));
    const [shown, second, third] = [await send('one'), await send('two'), await send('three')];
    const other = await send('one', 'router');
    assert.equal(second, third, 'those that are shown together have one id');
    assert.notEqual(shown, second);
    await work();
    assert.deepEqual(await look(shown), ['delivered']);
    assert.deepEqual(await look(second), ['', 'flood waiting']);
    await opened.clock.advance(MINUTE + 10_000);
    await work();
    assert.deepEqual(await look(second), ['', 'flood told delivered']);
    assert.deepEqual(await look(other, 'router'), ['delivered']);
    assert.equal(await look(second, 'router'), undefined, 'it is not the notification of another sender');
    const [next, folded] = [await send('four'), await send('five')];
    assert.deepEqual(await look(folded), ['', 'flood waiting']);
    assert.notEqual(folded, second);
    assert.deepEqual(await look(next), ['waiting']);
    await opened.reopen();
    assert.deepEqual(await relay(opened, { merge: undefined, perMinute: 1 }).look(second), [
      '',
      'flood told delivered',
    ]);
  });

  test('one that came again says so by the id that they share, each time that its number was told', async () => {
    await using opened = await open();
    const { send, work, look } = relay(opened, { merge: 10 * MINUTE, perMinute: undefined });
    const id = await send('down');
    await work();
    assert.deepEqual(await look(id), ['delivered']);
    assert.equal(await send('down'), id);
    await work();
    assert.deepEqual(await look(id), ['delivered', 'same waiting']);
    await opened.clock.advance(11 * MINUTE);
    await work();
    assert.equal(await send('down'), id);
    assert.deepEqual(await look(id), ['delivered', 'same told delivered', 'same waiting']);
    await opened.clock.advance(11 * MINUTE);
    await work();
    assert.deepEqual(await look(id), ['delivered', 'same told delivered', 'same told delivered']);
  });

  test('one that was shown together with others and then came again says both', async () => {
    await using opened = await open();
    const { send, work, look } = relay(opened, { merge: 10 * MINUTE, perMinute: 1 });
    await opened.clock.advance(MINUTE - (opened.clock.now() % MINUTE));
    await send('one');
    const folded = await send('two');
    assert.equal(await send('two'), folded);
    await opened.clock.advance(12 * MINUTE);
    await work();
    assert.deepEqual(await look(folded), ['', 'flood told delivered', 'same told delivered']);
  });
});

import type { Database } from 'better-sqlite3';
import { request } from 'undici';
import { makeDeliveryCounts } from '../src/app/notifications/delivery-counts.ts';
import { operationsFacts } from '../src/app/operations-facts.ts';
import { openOperations } from '../src/doors/operations/operations.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { openGate } from '../src/kernel/gate.ts';
import { silentLog } from '../src/kernel/log.ts';
import { openOutbox } from '../src/outbox/open-outbox.ts';
import { openBenchDatabase } from './databases.ts';
import type { GrowthMeasure } from './growth.ts';

/** People, their jobs (sent and waiting, one in ten a dead letter) and the events of their rooms. */
function fill(raw: Database, size: number): void {
  const application = raw.prepare(
    `insert into applications (id, short_id, version, stage, entry, round, created_at, since, localpart, address_hash, email_domain, document)
     values (?, ?, 1, 'waiting', 1, 1, 1, 1, ?, ?, 'example.org', '{}')`,
  );
  const job = raw.prepare(
    `insert into jobs (id, slot, key, kind, queue, place, rank, state, due_at, expires_at, created_at, done_at, attempt, failures, once, payload)
     values (?, ?, ?, 'bench', ?, 'matrix', 2, ?, 9e14, 9e15, 1, ?, 0, 0, 0, '')`,
  );
  const event = raw.prepare(
    "insert into inbox (key, source, body, state, at, handled_at) values (?, 'matrix', '', 'done', 1, ?)",
  );
  const now = Date.now();
  for (let n = 1; n <= size; n += 1) {
    application.run(`a${n}`, n, `name${n}`, `hash${n}`);
    const queue = `2 matrix:!room${n % 1_000}:porter.test`;
    for (const state of ['done', 'waiting']) {
      const id = `${state}${n}`;
      job.run(id, id, id, queue, state === 'waiting' && n % 10 === 0 ? 'dead' : state, state === 'done' ? now : null);
    }
    event.run(`$event${n}`, now);
  }
}

export const growth: GrowthMeasure = {
  name: 'one metrics scrape, by people, rooms and jobs',
  budget: 0.05,
  operations: 1_000,
  async open(size) {
    await using opening = new AsyncDisposableStack();
    const { storage } = opening.use(await openBenchDatabase((raw) => fill(raw, size)));
    const clock = systemClock;
    const outbox = openOutbox({ store: storage.jobs, handlers: {}, gate: openGate, clock, log: silentLog });
    opening.defer(() => outbox.stop());
    const ready = { state: () => ({ steps: [], troubles: [], next: undefined, ready: true }), isOpen: () => true };
    const counts = makeDeliveryCounts(['matrix'], { jobs: storage.jobs, states: { of: () => 'works' }, clock });
    const parts = [{ measure: () => counts.measure() }];
    const facts = operationsFacts({ storage, outbox, steps: ready, parts }, { clock });
    const door = opening.use(await openOperations({ listen: { host: '127.0.0.1', port: 0 }, facts, log: silentLog }));
    const opened = opening.move();
    return {
      async porter() {
        const began = performance.now();
        const answer = await request(`http://127.0.0.1:${door.port}/metrics`);
        const text = await answer.body.text();
        const cost = performance.now() - began;
        if (answer.statusCode !== 200 || !text.includes('porter_outbox_jobs{')) throw new Error(`no metrics: ${text}`);
        if (/room|name1|hash1/.test(text)) throw new Error('a label names somebody');
        return cost;
      },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  },
};

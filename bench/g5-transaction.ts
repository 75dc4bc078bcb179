import { openBenchDatabase } from './databases.ts';
import type { GrowthMeasure } from './growth.ts';

const EVENTS = 100;
/** As long and as mixed as the event IDs of current room versions. */
const eventId = (n: number) =>
  `$${(n * 2_654_435_761).toString(36)}_${'abcdefghijklmnopqrstuvwxyz0123'.slice(n % 7)}${n}`;

export const growth: GrowthMeasure = {
  name: 'storing a transaction of 100 events, by events seen before',
  budget: 0.15,
  operations: 100,
  async open(size) {
    const { storage, ...database } = await openBenchDatabase((raw) => {
      const insert = raw.prepare(
        "insert into inbox (key, source, body, state, at, handled_at) values (?, 'matrix', '', 'done', 1, ?)",
      );
      const now = Date.now();
      for (let n = 0; n < size; n += 1) insert.run(eventId(n), now);
    });
    let next = size;
    const body = JSON.stringify({ type: 'm.reaction', sender: '@ada:porter.test', content: 'x'.repeat(300) });
    return {
      async porter() {
        const items = Array.from({ length: EVENTS }, () => ({ source: 'matrix', key: eventId(next++), body }));
        const began = performance.now();
        const kept = await storage.inbox.keep(items);
        const cost = performance.now() - began;
        if (kept !== EVENTS) throw new Error(`${kept} of ${EVENTS} events were kept`);
        await storage.inbox.handled(
          'matrix',
          items.map(({ key }) => key),
        );
        return cost;
      },
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    };
  },
};

import type { InboxSource } from '../inbox/open-inbox.ts';
import type { JobHandler } from '../outbox/job.ts';
import type { PlaceNeeds } from '../outbox/outbox.ts';

type Table<Value> = Readonly<Record<string, Value>> | undefined;

/** One table of all job handlers. Throws if two parts handle the same kind, which is a bug. */
export function mergeHandlers(tables: readonly Table<JobHandler>[]): Readonly<Record<string, JobHandler>> {
  const all: Record<string, JobHandler> = {};
  for (const [kind, handler] of entriesOf(tables)) {
    if (Object.hasOwn(all, kind)) throw new Error(`two parts handle ${kind}`);
    all[kind] = handler;
  }
  return all;
}

/** What any of the parts says that a place needs. */
export function mergePlaceNeeds(tables: readonly Table<readonly string[]>[]): PlaceNeeds {
  const all: Record<string, readonly string[]> = {};
  for (const [place, needs] of entriesOf(tables)) all[place] = [...new Set([...(all[place] ?? []), ...needs])];
  return all;
}

/**
 * One handler per source: each part that hears the source gets every item, in the order of the parts, and leaves alone what is not
 * its own. If one of them throws, all get the item again.
 */
export function mergeSources(tables: readonly Table<InboxSource>[]): Readonly<Record<string, InboxSource>> {
  const all = Map.groupBy(entriesOf(tables), ([source]) => source);
  return Object.fromEntries(
    [...all].map(([source, entries]) => {
      const heard = entries.map(([, one]) => one);
      const handle: InboxSource['handle'] = async (item) => {
        for (const one of heard) await one.handle(item);
      };
      return [source, { handle, outsideIsFine: () => heard.every(({ outsideIsFine }) => outsideIsFine?.() ?? false) }];
    }),
  );
}

const entriesOf = <Value>(tables: readonly Table<Value>[]): readonly (readonly [string, Value])[] =>
  tables.flatMap((table) => Object.entries(table ?? {}));

import { makeOutboxOperations, type OutboxOperations } from '../outbox/operate.ts';
import type { PausedPlace } from '../outbox/outbox.ts';
import type { Actor } from '../ports/audit.ts';
import { type AllJobsInWords, jobsInWords } from './jobs-in-words.ts';
import type { Loaded } from './load-config.ts';
import type { Deliveries } from './notifications/targets.ts';
import type { Runtime } from './open-database.ts';
import { rememberedPauses } from './place-states.ts';
import { openTools, type Tools } from './tools.ts';

/** What `porter outbox` needs: jobs, and what the parts say of them. */
export interface OutboxTools extends Tools {
  readonly outbox: OutboxOperations;
  readonly words: AllJobsInWords;
  /** How many summaries of what came again, or too often, wait for the same addresses. */
  readonly countFolds: (deliveries: Deliveries) => Promise<number>;
  /**
   * Gives up deliveries for good, with what such summaries would tell there, and writes down who ordered it. Resolves with how many; those
   * that are being sent stay.
   */
  readonly purge: (deliveries: Deliveries, ordered: { readonly by: Actor; readonly jobs: number }) => Promise<number>;
  /** The places that a running Porter holds back at this moment, or held back when it ended. */
  readonly pausedPlaces: () => Promise<readonly PausedPlace[]>;
}

/** Throws `StorageRefusal` and `Fault` as `openTools` does. */
export async function openOutboxTools(loaded: Loaded, runtime: Runtime): Promise<OutboxTools> {
  const tools = await openTools(loaded, runtime, false);
  const { storage } = tools;
  const words = jobsInWords(tools, runtime);
  const outbox = makeOutboxOperations({ desk: storage.desk, clock: runtime.clock, follows: words.dropped });
  return {
    ...tools,
    words,
    outbox,
    countFolds: ({ to }) => storage.notifications.countFolds(to),
    async purge({ subject, filter, to }, ordered) {
      const now = runtime.clock.now();
      await storage.outboxAudit.add({ ...ordered, what: 'purge', subject, at: now });
      return (await outbox.purge(filter)) + (await storage.notifications.letGo(to, now));
    },
    pausedPlaces: () => rememberedPauses(storage.memory),
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  };
}

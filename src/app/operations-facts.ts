import { type Figure, gauge } from '../doors/operations/metrics.ts';
import type { OperationsFacts } from '../doors/operations/operations.ts';
import { MINUTE, SECOND } from '../kernel/clock.ts';
import { makeRecentCounts } from '../outbox/operate.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Storage } from '../storage/storage.ts';
import type { Runtime } from './open-database.ts';
import type { OpenPart } from './open-part.ts';
import { troubleInWords } from './place-states.ts';
import type { Steps } from './steps/watch-steps.ts';

/** If a job has been due for longer than this, the outbox is stuck. */
const TOO_LATE = 15 * MINUTE;
/** How long counts of jobs are reused, so that frequent scrapes of a long queue stay cheap. */
const COUNTED_EVERY = 15 * SECOND;

export interface FactsNeeds {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly steps: Pick<Steps, 'state'>;
  readonly parts: readonly OpenPart[];
}

/** Gathers what `/readyz` and `/metrics` report. */
export function operationsFacts(
  { storage, outbox, steps, parts }: FactsNeeds,
  { clock }: Pick<Runtime, 'clock'>,
): OperationsFacts {
  const jobCounts = makeRecentCounts(storage.desk, clock, COUNTED_EVERY);

  async function storageReason(): Promise<string | undefined> {
    try {
      await storage.assertWritable();
      return undefined;
    } catch (error) {
      return `The database cannot be written: ${error instanceof Error ? error.message : 'unknown'}.`;
    }
  }

  return {
    async ready() {
      const unwritable = await storageReason();
      if (unwritable !== undefined) return { ready: false, reasons: [unwritable] };
      const { troubles, ready } = steps.state();
      const lacking = (await Promise.all(parts.map(async (part) => (await part.lacks?.()) ?? []))).flat();
      const late = ((await outbox.oldestDueAge()) ?? 0) > TOO_LATE;
      const reasons = [
        ...troubles.map(({ sentence, remedy }) => `${sentence} ${remedy}`),
        ...(ready || troubles.length > 0 ? [] : ['Still looking at what must be right.']),
        ...outbox.pausedPlaces().map((one) => `${one.place} does not work: ${troubleInWords(one)} (${one.code})`),
        ...lacking,
        ...parts.flatMap((part) => part.warnings?.() ?? []),
        ...(late ? ['The oldest due job has waited for more than 15 minutes; see `porter outbox list`.'] : []),
      ];
      return { ready: ready && !late && lacking.length === 0, reasons };
    },

    async measure() {
      const counts = await jobCounts();
      const inbox = await storage.inbox.counts();
      const ofParts = await Promise.all(parts.map(async (part) => (await part.measure?.()) ?? []));
      return [
        gauge('porter_steps_wrong', 'Things that must be right before Porter can work, and are not.', wrongSteps()),
        ...ofParts.flat(),
        ...(await measureOutbox(outbox)),
        {
          ...{ name: 'porter_outbox_jobs', help: 'Jobs of the outbox by state, lane and place.', type: 'gauge' },
          samples: counts.map(({ state, lane, place, jobs: value }) => ({ value, labels: { state, lane, place } })),
        },
        gauge('porter_inbox_waiting', 'Items kept and not yet handled.', inbox.waiting),
        gauge('porter_inbox_parked', 'Items that could not be handled.', inbox.parked),
      ];
    },
  };

  function wrongSteps(): number {
    const { ready, troubles } = steps.state();
    return ready ? 0 : Math.max(1, troubles.length);
  }
}

const measureOutbox = async (outbox: Outbox): Promise<readonly Figure[]> => [
  gauge('porter_outbox_oldest_due_seconds', 'Age of the oldest due job.', ((await outbox.oldestDueAge()) ?? 0) / 1_000),
  {
    ...{ name: 'porter_outbox_paused', help: 'Places that are paused.', type: 'gauge' },
    samples: outbox.pausedPlaces().map(({ place }) => ({ value: 1, labels: { place } })),
  },
];

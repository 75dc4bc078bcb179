import type { Figure, Sample } from '../../doors/operations/metrics.ts';
import { placeOf } from '../../kernel/channel-name.ts';
import { type Clock, DAY, HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Address } from '../../notifications/rules/address-book.ts';
import { readDelivery } from '../../notifications/rules/jobs.ts';
import type { JobHandler } from '../../outbox/job.ts';
import type { JobStore } from '../../outbox/ports/job-store.ts';
import type { PlaceStates } from '../place-states.ts';

/** Upper bounds of the times that deliveries take. Milliseconds. */
const BOUNDS = [
  ...[1 * SECOND, 2 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE],
  ...[15 * MINUTE, HOUR, 6 * HOUR, DAY],
];

const results = ['delivered', 'later', 'never', 'bounced'] as const;
type Result = (typeof results)[number];

interface OfChannel {
  readonly results: Map<Result, number>;
  readonly accepted: Map<string, number>;
  /** How many took at most as long as the bound at the same index of `BOUNDS`. */
  readonly within: number[];
  /** All of them together. Milliseconds. */
  took: number;
}

export interface CountsNeeds {
  readonly jobs: Pick<JobStore, 'firstDue'>;
  readonly states: Pick<PlaceStates, 'of'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface DeliveryCounts {
  /** Does the same, and counts what becomes of each delivery. */
  counted(deliver: JobHandler): JobHandler;
  accepted(sender: string, to: readonly Address[]): void;
  /** Counts one that counted as delivered and was refused after all. */
  bounced(channel: string): void;
  measure(): Promise<readonly Figure[]>;
}

/**
 * Counts deliveries since the start by channel, and those accepted by sender as well: both are names of the configuration, so the figures
 * do not grow, and none tells whom a notification is for.
 */
export function makeDeliveryCounts(channels: readonly string[], { jobs, states, clock }: CountsNeeds): DeliveryCounts {
  const counts = new Map(channels.map((channel) => [channel, none()]));

  function count({ kind, channel, took }: { kind: Result; channel: string; took: number }): void {
    const own = counts.get(channel);
    if (own === undefined) return;
    add(own.results, kind);
    if (kind !== 'delivered') return;
    own.took += took;
    for (const [at, bound] of BOUNDS.entries()) if (took <= bound) own.within[at] = (own.within[at] ?? 0) + 1;
  }

  const samples = (of: (own: OfChannel, channel: string) => readonly Sample[]): readonly Sample[] =>
    [...counts].flatMap(([channel, own]) =>
      of(own, channel).map(({ labels, ...sample }) => ({ ...sample, labels: { channel, ...labels } })),
    );

  return {
    counted: (deliver) => async (job, tools) => {
      const channel = placeOf(job.destination);
      const from = readDelivery(job)?.at ?? job.createdAt;
      const ended = (kind: Result) => count({ kind, channel, took: Math.max(0, clock.now() - from) });
      try {
        const result = await deliver(job, tools);
        ended(result.kind === 'done' ? 'delivered' : result.kind === 'refused' ? 'never' : 'later');
        return result;
      } catch (error) {
        ended(isForGood(error) ? 'never' : 'later');
        throw error;
      }
    },

    accepted(sender, to) {
      for (const { channel } of to) add(counts.get(channel)?.accepted, sender);
    },

    bounced: (channel) => count({ kind: 'bounced', channel, took: 0 }),

    async measure() {
      const due = new Map<string, number>();
      for (const { place, lane, dueAt } of await jobs.firstDue()) {
        if (lane === 'notifications') due.set(place, dueAt);
      }
      return [
        {
          name: 'porter_notifications_channel_up',
          help: '0 while a channel is known not to work, else 1.',
          type: 'gauge',
          samples: samples((_, channel) => [{ value: typeof states.of(channel) === 'string' ? 1 : 0 }]),
        },
        {
          name: 'porter_notifications_accepted_total',
          help: 'Deliveries that notifications of senders led to, by channel and sender, since the start.',
          type: 'counter',
          samples: samples(({ accepted }) => [...accepted].map(([sender, value]) => ({ value, labels: { sender } }))),
        },
        {
          name: 'porter_notifications_attempts_total',
          help: 'Attempts to deliver by channel and result since the start: delivered, later (tried again), never, bounced (delivered, and refused afterwards).',
          type: 'counter',
          samples: samples((own) =>
            results.map((result) => ({ value: own.results.get(result) ?? 0, labels: { result } })),
          ),
        },
        {
          name: 'porter_notifications_delivery_seconds',
          help: 'Seconds from when a notification was to go out until the service confirmed it.',
          type: 'histogram',
          samples: samples(histogram),
        },
        {
          name: 'porter_notifications_oldest_due_seconds',
          help: 'For how long the oldest delivery of a channel is due.',
          type: 'gauge',
          samples: samples((_, channel) => [
            { value: Math.max(0, clock.now() - (due.get(channel) ?? clock.now())) / SECOND },
          ]),
        },
      ];
    },
  };
}

const none = (): OfChannel => ({ results: new Map(), accepted: new Map(), within: BOUNDS.map(() => 0), took: 0 });

function add<Key>(to: Map<Key, number> | undefined, key: Key): void {
  to?.set(key, (to.get(key) ?? 0) + 1);
}

/** The outbox makes a dead letter of it (`Fault`). */
const isForGood = (error: unknown): boolean => error instanceof Fault && !error.retryable && error.scope !== 'channel';

/** Each bucket holds all that took at most so long, as Prometheus has them. */
function histogram({ results: of, within, took }: OfChannel): readonly Sample[] {
  const all = of.get('delivered') ?? 0;
  return [
    ...BOUNDS.map(
      (bound, at): Sample => ({
        ...{ suffix: '_bucket', labels: { le: String(bound / SECOND) }, value: within[at] ?? 0 },
      }),
    ),
    { suffix: '_bucket', labels: { le: '+Inf' }, value: all },
    { suffix: '_sum', value: took / SECOND },
    { suffix: '_count', value: all },
  ];
}

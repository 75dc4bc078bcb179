import type { Clock } from '../kernel/clock.ts';
import { heldInWords } from './held-in-words.ts';
import type { KeptDelivery, NotificationStore } from './ports/notification-store.ts';
import { type FoldTold, foldKey } from './rules/fold-job.ts';
import { deliveryKey, type NotificationName, summaryName } from './rules/jobs.ts';

/** One delivery as its sender sees it. */
export interface DeliveryState {
  readonly channel: string;
  /**
   * - `waiting` for its time, its turn or the service
   * - `delivered`: the service confirmed
   * - `undeliverable`: given up, or the service will never take it
   * - `cleared`: what it told of was over before its digest went out
   */
  readonly state: 'waiting' | 'delivered' | 'undeliverable' | 'cleared';
  /** Code of the last fault, or why it is given up; null if there is none. */
  readonly code: string | null;
  /** The service's own words; null if there are none. */
  readonly words: string | null;
  /** What holds back a delivery that waits: `held until 07:00 (quiet hours of night)`; null if nothing does. */
  readonly held: string | null;
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
  readonly doneAt: number | null;
}

/** What tells of notifications that were not delivered one by one. */
export interface Summary {
  /** - `same`: how often it came again. - `flood`: what came beyond the number of a minute. */
  readonly because: FoldTold['folded'];
  /** `waiting` until its time is over; `told`: see its deliveries. */
  readonly state: 'waiting' | 'told' | 'undeliverable';
  /** Empty until it is told. */
  readonly deliveries: readonly DeliveryState[];
}

export interface Looked {
  /** Empty if it was shown only together with others. */
  readonly deliveries: readonly DeliveryState[];
  /** In order of time. */
  readonly summaries: readonly Summary[];
}

/** Says how far a notification is; undefined if there is none of this name. Throws `Fault`. */
export type Look = (name: NotificationName) => Promise<Looked | undefined>;

export function makeLook(store: Pick<NotificationStore, 'deliveries'>, clock: Pick<Clock, 'now'>): Look {
  const now = (kept: KeptDelivery): DeliveryState => stateOf(kept, clock.now());
  const deliveriesOf = (name: NotificationName) => store.deliveries((number) => deliveryKey(name, number));

  async function summariesOf(because: FoldTold['folded'], name: NotificationName): Promise<readonly Summary[]> {
    const tellers = await store.deliveries((round) => foldKey(because, name, round));
    return Promise.all(
      tellers.map(async (teller) => {
        const deliveries = (await deliveriesOf(summaryName(teller.id))).map(now);
        const state = stateWord(teller);
        return {
          because,
          state: state === 'waiting' || state === 'undeliverable' ? state : 'told',
          deliveries,
        } as const;
      }),
    );
  }

  return async (name) => {
    const deliveries = (await deliveriesOf(name)).map(now);
    const summaries = [...(await summariesOf('flood', name)), ...(await summariesOf('same', name))];
    return deliveries.length === 0 && summaries.length === 0 ? undefined : { deliveries, summaries };
  };
}

function stateOf(kept: KeptDelivery, now: number): DeliveryState {
  const { channel, attempts, acceptedAt, code = null, words = null, doneAt = null } = kept;
  const state = stateWord(kept);
  const held = (kept.state === 'waiting' && heldInWords(kept, now)) || null;
  return { channel, state, code, words, held, attempts, acceptedAt, doneAt };
}

function stateWord({ state, code }: Pick<KeptDelivery, 'state' | 'code'>): DeliveryState['state'] {
  if (state === 'dead' || state === 'parked') return 'undeliverable';
  if (state !== 'done') return 'waiting';
  if (code === 'cleared') return 'cleared';
  return code === 'refused' || code === 'dropped' || code === 'erased' ? 'undeliverable' : 'delivered';
}

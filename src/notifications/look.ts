import type { KeptDelivery, NotificationStore } from './ports.ts';
import { deliveryKey, type NotificationName } from './rules/jobs.ts';

/** One delivery as its sender sees it. */
export interface DeliveryState {
  readonly channel: string;
  /**
   * - `waiting` for its time, its turn or the service
   * - `delivered`: the service confirmed
   * - `undeliverable`: given up, or the service will never take it
   */
  readonly state: 'waiting' | 'delivered' | 'undeliverable';
  /** Code of the last fault, or why it is given up; null if there is none. */
  readonly code: string | null;
  /** The service's own words; null if there are none. */
  readonly words: string | null;
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
  readonly doneAt: number | null;
}

/** Says how far each delivery of a notification is; undefined if there is no such notification. Throws `Fault`. */
export const makeLook =
  (store: Pick<NotificationStore, 'deliveries'>) =>
  async (name: NotificationName): Promise<readonly DeliveryState[] | undefined> => {
    const kept = await store.deliveries((number) => deliveryKey(name, number));
    return kept.length === 0 ? undefined : kept.map(stateOf);
  };

const stateOf = (kept: KeptDelivery): DeliveryState => ({
  ...kept,
  state: stateWord(kept),
  code: kept.code ?? null,
  words: kept.words ?? null,
  doneAt: kept.doneAt ?? null,
});

function stateWord({ state, code }: KeptDelivery): DeliveryState['state'] {
  if (state === 'dead' || state === 'parked') return 'undeliverable';
  if (state !== 'done') return 'waiting';
  return code === 'refused' || code === 'dropped' ? 'undeliverable' : 'delivered';
}

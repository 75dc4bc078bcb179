import { type Clock, DAY, MINUTE } from '../kernel/clock.ts';
import { digestOf } from '../kernel/digest-of.ts';
import type { Ids } from '../kernel/ids.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import { makeCountSender } from './count-senders.ts';
import type { RequestKey } from './ports/accepting.ts';
import type { NotificationStore } from './ports/notification-store.ts';
import { type Address, addressesOf } from './rules/address-book.ts';
import type { FoldSettings } from './rules/fold.ts';
import { freshOf } from './rules/fresh.ts';
import type { Incident } from './rules/incident.ts';
import { type Order, readOrder } from './rules/order.ts';
import { mayReach, type Planned, plan, type Sender } from './rules/plan.ts';
import type { NotificationSettings } from './settings.ts';

/** Most notifications of one request. */
const MOST_AT_ONCE = 1_000;
/** Most deliveries that one request may cause, and most UTF-16 units in all of them, so that it stays one short commit. */
const MOST_DELIVERIES = 10_000;
const MOST_WRITTEN = 64 * 1_048_576;
/** Longest `Idempotency-Key`; a UUID has 36 characters. */
const LONGEST_KEY = 200;
/** How long a door recognises a repetition where nothing is merged. Milliseconds. */
const REPEATED_WITHIN = 10 * MINUTE;

/** A sender with so many times the notifications that one origin may have in a minute has one number for all origins that it names. */
const MANY = 10;

export interface Accepted {
  readonly ids: readonly string[];
  /** True if the same request was accepted before, under these ids. */
  readonly repeated: boolean;
  /** Those of the ids that are of a notification before, which says the same: this one is only counted. */
  readonly merged: readonly string[];
  /** Names of fields that mean nothing here, each once. */
  readonly unused: readonly string[];
}

/**
 * - `order`: a notification is not one; the detail continues after `notification` or `notification 3`
 * - `target`: the sender cannot reach the target that the detail names, or it leads nowhere
 * - `too-many`, `key`: the request as a whole; the detail is a sentence
 * - `other`: the key belongs to another request
 */
export type AcceptRefusal = Outcome<Accepted, 'order' | 'target' | 'too-many' | 'key' | 'other', string>;

export interface AcceptNeeds {
  readonly store: NotificationStore;
  readonly settings: NotificationSettings;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  /** Hears what was kept: who sent it, and the address of each delivery that it leads to. */
  readonly onKept?: (sender: string, to: readonly Address[]) => void;
}

/** A request without its notifications: who sent it, and how it is recognised. */
export interface Asking {
  readonly sender: Sender;
  /** The `Idempotency-Key`; undefined: none. */
  readonly key?: string | undefined;
  /**
   * By what a door recognises a request that comes again without such a key, as long as notifications that say the same are merged.
   * What has the same text here is the same request, whatever it says. With a blank in it, it is no `Idempotency-Key`.
   */
  readonly repetition?: string | undefined;
  /** How long it is recognised, milliseconds, if not as long as notifications that say the same are merged; at most a day. */
  readonly repeatedWithin?: number;
  /** The incident that the notification tells of, if the door knows one; it counts before what routes know by the title. */
  readonly incident?: Incident | undefined;
  /** When it was to go out, if that was before it is handed in. Epoch milliseconds. */
  readonly since?: number;
}

export interface AcceptUseCases {
  /** Takes notifications as JSON has them (see `readOrder`), all or none. Resolves once they are kept. Throws `Fault`. */
  accept(values: readonly unknown[], asking: Asking): Promise<AcceptRefusal>;
  /** As `accept`, for a door that has read its own protocol into an order. */
  acceptOrder(order: Order, asking: Asking): Promise<AcceptRefusal>;
  /** May the sender name this target, and does it lead anywhere? For doors that are asked target by target. */
  reaches(sender: Sender, target: string): boolean;
}

export function makeAccept({ store, settings, clock, ids, onKept }: AcceptNeeds): AcceptUseCases {
  const countSender = makeCountSender();

  async function keep(
    planned: readonly Planned[],
    { at, unused, asking, asked }: { at: number; unused: readonly string[]; asking: Asking; asked: unknown },
  ) {
    if (planned.reduce((sum, { addresses }) => sum + addresses.length, 0) > MOST_DELIVERIES) {
      return refuse('too-many', `it leads to more than ${MOST_DELIVERIES} deliveries: send it in parts`);
    }
    if (planned.reduce((sum, one) => sum + writtenBy(one), 0) > MOST_WRITTEN) {
      return refuse('too-many', 'its text is too long for so many addresses: send it in parts, or shorten it');
    }
    const { sender, key } = asking;
    if (key !== undefined && (key === '' || key.length > LONGEST_KEY || !/^[\x21-\x7e]+$/.test(key))) {
      return refuse('key', `the key must have 1 to ${LONGEST_KEY} visible ASCII characters`);
    }
    const count = countSender(sender.name, planned.length, at);
    const notifications = planned.map((one) =>
      freshOf(
        {
          ...one,
          manyOrigins: count > MANY * (one.fold.perMinute ?? count),
          incident: incidentOf(sender.name, asking.incident ?? one.incident),
        },
        { id: ids.next(), sender: sender.name },
        { at, since: asking.since, life: settings.life },
      ),
    );
    const acceptance = await store.accept({
      ...{ at, notifications },
      key: keyOf(asking, asked, planned[0]?.fold ?? settings.fold),
    });
    if (acceptance.kind === 'other') return refuse('other', 'the key was used for another request');
    if (acceptance.kind === 'kept') {
      onKept?.(
        sender.name,
        planned.flatMap(({ addresses }) => addresses),
      );
    }
    const repeated = acceptance.kind === 'repeated';
    const fresh = new Set(notifications.map(({ id }) => id));
    const merged = repeated ? [] : acceptance.ids.filter((id) => !fresh.has(id));
    return ok({ ids: acceptance.ids, repeated, merged, unused });
  }

  return {
    async accept(values, asking) {
      if (values.length === 0) return refuse('too-many', 'there is no notification in it');
      if (values.length > MOST_AT_ONCE) return refuse('too-many', `at most ${MOST_AT_ONCE} notifications at once`);
      const at = clock.now();
      const planned: Planned[] = [];
      const unused = new Set<string>();
      for (const [index, value] of values.entries()) {
        const name = values.length === 1 ? '' : ` ${index + 1}`;
        const read = readOrder(value);
        if (!read.ok) return refuse('order', `notification${name}: ${read.detail}`);
        const found = plan(read.value.order, asking.sender, settings, at);
        if (!found.ok) return found;
        planned.push(found.value);
        for (const field of read.value.unused) unused.add(field);
      }
      return keep(planned, { at, unused: [...unused], asking, asked: values });
    },

    async acceptOrder(order, asking) {
      const at = clock.now();
      const found = plan(order, asking.sender, settings, at);
      return found.ok ? keep([found.value], { at, unused: [], asking, asked: order }) : found;
    },

    reaches: (sender, target) =>
      mayReach(settings.book, sender, target) && addressesOf(settings.book, [target]).length > 0,
  };
}

function keyOf(
  { sender: { name: sender }, key, repetition, repeatedWithin }: Asking,
  asked: unknown,
  fold: FoldSettings,
): RequestKey | undefined {
  if (key !== undefined) return { sender, key, digest: digestOf(JSON.stringify(asked)), life: DAY };
  return repetition === undefined
    ? undefined
    : { sender, key: repetition, digest: '', life: Math.min(repeatedWithin ?? fold.merge ?? REPEATED_WITHIN, DAY) };
}

/** A sender may name any origin, so the same names of two senders are two incidents. */
const incidentOf = (sender: string, incident: Incident | undefined): Incident | undefined =>
  incident && { ...incident, name: digestOf(JSON.stringify([sender, incident.name])) };

/** UTF-16 units of its text and facts in all deliveries: each address has a copy of its own. */
const writtenBy = ({ notification: { lines, facts }, addresses }: Planned): number =>
  [...lines, ...facts.flat()].reduce((sum, text) => sum + text.length, 0) * addresses.length;

import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { AcceptRefusal } from '../../notifications/accept.ts';
import { makeAccept } from '../../notifications/accept.ts';
import { type DeliveryState, type Looked, makeLook } from '../../notifications/look.ts';
import { type AddressBook, addressesOf, type Entry, writtenAddress } from '../../notifications/rules/address-book.ts';
import type { PausedPlace } from '../../outbox/outbox.ts';
import { databaseAt } from '../../storage/dialects/dialects.ts';
import type { Loaded } from '../load-config.ts';
import { locationOf, type Runtime } from '../open-database.ts';
import { rememberedPauses } from '../place-states.ts';
import { openTools } from '../tools.ts';
import { lackingFor } from './addresses.ts';
import { notificationSettings } from './config.ts';
import type { NotificationsConfig } from './sections.ts';
import { typedAddress } from './targets.ts';

export type { DeliveryState };

/** The sender on the command line: the operator, who may reach everything. */
const OPERATOR = 'command';

/** What the commands about notifications need. They run beside `serve`, which delivers. */
export interface NotificationTools extends AsyncDisposable {
  /** Keeps a notification. @param to names of targets and single addresses (`channel:address`) */
  readonly send: (fields: Readonly<Record<string, unknown>>, to: readonly string[]) => Promise<AcceptRefusal>;
  /** Every address that these lead to, under each name that leads to it. @param to as for `send`, which refuses what cannot be read */
  readonly reached: (to: readonly string[]) => readonly Reached[];
  readonly look: (id: string) => Promise<Looked | undefined>;
  /** Names of the targets in the configuration. */
  readonly targets: readonly string[];
  /** False: no `serve` works on this database, so nothing leaves. Undefined: the database cannot tell. */
  readonly served: () => boolean | undefined;
  /** The places that a running Porter holds back at this moment, or held back when it ended. */
  readonly pausedPlaces: () => Promise<readonly PausedPlace[]>;
}

/** One way that a notification takes. */
export interface Reached {
  /** As it was asked for: a target or an address. */
  readonly target: string;
  /** `telegram:-100123`. */
  readonly address: string;
  /** The position of its delivery among those that `look` returns. */
  readonly delivery: number;
}

/** Opens the database for one command. Throws `StorageRefusal` and `Fault` as `openTools` does. */
export async function openNotificationTools(
  config: NotificationsConfig,
  loaded: Loaded,
  runtime: Runtime,
): Promise<NotificationTools> {
  const tools = await openTools(loaded, runtime, false);
  const store = tools.storage.notifications;
  const settings = notificationSettings(config);
  const look = makeLook(store, runtime.clock);

  /** The targets, and each single address under its own text. */
  function bookWith(to: readonly string[]): Outcome<AddressBook, 'target', string> {
    const single = new Map<string, readonly Entry[]>();
    for (const text of to.filter((name) => !settings.book.has(name))) {
      const read = typedAddress(text, [...settings.book.keys()]);
      if (!read.ok) return read;
      const lacking = lackingFor(config, read.value.channel);
      if (lacking !== undefined) return refuse('target', `${text} needs ${lacking}, which the configuration has not`);
      single.set(text, [read.value]);
    }
    return ok(new Map([...settings.book, ...single]));
  }

  return {
    async send(fields, to) {
      const book = bookWith(to);
      if (!book.ok) return book;
      const { accept } = makeAccept({ store, settings: { ...settings, book: book.value }, ...runtime });
      return accept([{ ...fields, to }], { sender: { name: OPERATOR, to: [], everywhere: true } });
    },
    reached(to) {
      const book = bookWith(to);
      if (!book.ok) return [];
      // In the order in which the deliveries are numbered.
      const all = addressesOf(book.value, to).map(writtenAddress);
      return to.flatMap((target) =>
        addressesOf(book.value, [target])
          .map(writtenAddress)
          .map((address) => ({ target, address, delivery: all.indexOf(address) })),
      );
    },
    look: (id) => look({ sender: OPERATOR, id }),
    targets: Object.keys(config.notifications.targets),
    served: () => databaseAt(locationOf(loaded.config.storage)).ownerAtWork?.(),
    pausedPlaces: () => rememberedPauses(tools.storage.memory),
    [Symbol.asyncDispose]: () => tools[Symbol.asyncDispose](),
  };
}

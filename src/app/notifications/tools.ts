import { refuse } from '../../kernel/outcome.ts';
import type { AcceptRefusal } from '../../notifications/accept.ts';
import { makeAccept } from '../../notifications/accept.ts';
import { type DeliveryState, type Looked, makeLook } from '../../notifications/look.ts';
import type { Entry } from '../../notifications/rules/address-book.ts';
import { databaseAt } from '../../storage/dialects/dialects.ts';
import type { Loaded } from '../load-config.ts';
import { locationOf, type Runtime } from '../open-database.ts';
import { openTools } from '../tools.ts';
import { lackingFor, notificationSettings } from './config.ts';
import type { NotificationsConfig } from './sections.ts';
import { typedAddress } from './targets.ts';

export type { DeliveryState };

/** Who sends on the command line: the operator, who may reach everything. */
const OPERATOR = 'command';

/** What the commands about notifications need. They run beside `serve`, which delivers. */
export interface NotificationTools extends AsyncDisposable {
  /** Keeps a notification. @param to names of targets and single addresses (`channel:address`) */
  readonly send: (fields: Readonly<Record<string, unknown>>, to: readonly string[]) => Promise<AcceptRefusal>;
  readonly look: (id: string) => Promise<Looked | undefined>;
  /** Names of the targets in the configuration. */
  readonly targets: readonly string[];
  /** False: no `serve` works on this database, so nothing leaves. Undefined: the database cannot tell. */
  readonly served: () => boolean | undefined;
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
  return {
    async send(fields, to) {
      const single = new Map<string, readonly Entry[]>();
      for (const text of to.filter((name) => !settings.book.has(name))) {
        const read = typedAddress(text, [...settings.book.keys()]);
        if (!read.ok) return read;
        const lacking = lackingFor(config, read.value.channel);
        if (lacking !== undefined) return refuse('target', `${text} needs ${lacking}, which the configuration has not`);
        single.set(text, [read.value]);
      }
      const book = new Map([...settings.book, ...single]);
      const { accept } = makeAccept({ store, settings: { ...settings, book }, ...runtime });
      return accept([{ ...fields, to }], { sender: { name: OPERATOR, to: [], everywhere: true } });
    },
    look: (id) => look({ sender: OPERATOR, id }),
    targets: Object.keys(config.notifications.targets),
    served: () => databaseAt(locationOf(loaded.config.storage)).ownerAtWork?.(),
    [Symbol.asyncDispose]: () => tools[Symbol.asyncDispose](),
  };
}

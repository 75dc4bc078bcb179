import type { InboxHandler, InboxItem } from '../../src/inbox/item.ts';
import { type Inbox, openInbox } from '../../src/inbox/open-inbox.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { TestStorage } from './databases.ts';

/** An item of the source `test`. */
export const item = (key: string, body = `{"id":"${key}"}`): InboxItem => ({ source: 'test', key, body });

/** An inbox whose only source is `test`, served by this handler. */
export function startInbox(
  { storage, clock }: TestStorage,
  handler: InboxHandler,
  outsideIsFine?: () => boolean,
): Inbox & AsyncDisposable {
  const sources = { test: { handle: handler, outsideIsFine } };
  const inbox = openInbox({ store: storage.inbox, sources, clock, log: silentLog });
  return { ...inbox, [Symbol.asyncDispose]: () => inbox.stop() };
}

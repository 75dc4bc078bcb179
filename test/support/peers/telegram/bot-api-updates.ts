/** What people write to the bot, until it asks for something later: `getUpdates` of the Bot API. */
import { setTimeout as sleep } from 'node:timers/promises';

type Args = Readonly<Record<string, unknown>>;

/** What somebody writes; the fields of a Message (core.telegram.org/bots/api#message) that are not said get usual values. */
export interface Written extends Args {
  readonly chat: Args & { readonly id: number };
}

export interface Updates {
  /** Adds a message to what waits; resolves with its number in the chat. */
  write(message: Written): number;
  /** Updates that wait: not yet confirmed by an `offset` above them. */
  readonly waiting: readonly Args[];
  /** As if a webhook were set: then nobody may ask. */
  webhook: boolean;
  /** Waits as long as the caller wants. Rejects with the words of a conflict. */
  get(args: Args): Promise<readonly Args[]>;
}

/** Milliseconds between two looks of a call that waits. */
const LOOK_EVERY = 20;

export function makeUpdates(): Updates {
  let waiting: (Args & { readonly update_id: number })[] = [];
  let made = 0;
  let asking = 0;
  return {
    webhook: false,
    get waiting() {
      return waiting;
    },
    write(message) {
      made += 1;
      const from = { id: 42, is_bot: false, first_name: 'Ada' };
      const usual = { message_id: 5_000 + made, from, date: 1_700_000_000 };
      waiting.push({ update_id: 100 + made, message: { ...usual, ...message } });
      return usual.message_id;
    },
    async get({ offset, timeout, limit, allowed_updates: allowed }) {
      if (this.webhook) {
        throw new Error(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      asking += 1;
      const mine = asking;
      if (typeof offset === 'number') waiting = waiting.filter(({ update_id: id }) => id >= offset);
      const wanted = () =>
        waiting
          .filter((update) => !Array.isArray(allowed) || allowed.some((kind) => kind in update))
          .slice(0, Number(limit ?? 100));
      for (let left = Number(timeout ?? 0) * 1_000; wanted().length === 0 && left > 0; left -= LOOK_EVERY) {
        await sleep(LOOK_EVERY);
        // The newer one goes on, as at the service.
        if (asking !== mine) {
          throw new Error('terminated by other getUpdates request; make sure that only one bot instance is running');
        }
      }
      return wanted();
    },
  };
}

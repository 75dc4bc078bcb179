import { type Clock, MINUTE } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import { done, type JobResult, refused } from '../../outbox/job.ts';
import type { Delivery } from '../../ports/channel.ts';
import type { DiscordAddress } from './address.ts';
import { howToReach } from './classify.ts';
import { findPosted } from './find-posted.ts';
import { type Ask, edit, failedWith, idIn, newMessage, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE } from './messages.ts';
import type { People } from './people.ts';
import { render } from './render.ts';
import { RequestFailed } from './request-failed.ts';

/** For how long `enforce_nonce` surely knows a repeat; the service says "the past few minutes". */
const NONCE_LASTS = 2 * MINUTE;
/** Messages of this process that are remembered. */
const MOST_REMEMBERED = 1_000;

export interface Bot {
  /** What the bot is called. Sends nothing. */
  whoAmI(ask: Ask): Promise<string>;
  /** @param posting called when the message itself is about to leave */
  deliver(to: BotAddress, delivery: Delivery, ask: Ask, posting: () => void): Promise<JobResult>;
}

export type BotAddress = Exclude<DiscordAddress, { readonly kind: 'webhook' }>;

export interface BotNeeds {
  readonly clock: Pick<Clock, 'now'>;
  readonly people: People;
  readonly serverUrl: string | undefined;
}

/**
 * Posts as the bot, into channels and to people. A repeat carries the same nonce, by which the service knows it for a few minutes; later
 * the channel is looked through first.
 */
export function makeBot({ clock, people, serverUrl }: BotNeeds): Bot {
  /** The newest messages of this process, and the delivery of each: two deliveries can say the same. */
  const posted = new Map<string, string>();
  let ownId: string | undefined;

  async function whoAmI(ask: Ask): Promise<string> {
    const me = await ask({ method: 'get', path: '/users/@me' });
    ownId = idIn(me);
    const { username } = isObject(me) ? me : {};
    if (typeof username !== 'string') throw new RequestFailed({ kind: 'odd-response', status: 200 });
    return username;
  }

  async function postedBefore(channelId: string, content: string, { id, firstTriedAt }: Delivery, ask: Ask) {
    if (firstTriedAt === undefined || clock.now() - firstTriedAt < NONCE_LASTS) return undefined;
    if (ownId === undefined) await whoAmI(ask);
    const wanted = { channelId, content, since: firstTriedAt, author: ownId ?? '' };
    return findPosted(wanted, ask, (message) => (posted.get(message) ?? id) === id);
  }

  function remember(messageId: string, delivery: Delivery): void {
    posted.set(messageId, delivery.id);
    const [oldest] = posted.keys();
    if (posted.size > MOST_REMEMBERED && oldest !== undefined) posted.delete(oldest);
  }

  async function post(channelId: string, delivery: Delivery, ask: Ask, posting: () => void): Promise<JobResult> {
    const content = render(delivery);
    const path = `/channels/${channelId}/messages` as const;
    const edited = await edit(path, delivery, content, ask);
    if (edited !== undefined || delivery.onlyInPlace) return edited ?? done();
    const before = await postedBefore(channelId, content, delivery, ask);
    if (before !== undefined) return done({ id: before });
    posting();
    try {
      const body = { ...newMessage(content, delivery), nonce: nonceOf(delivery.id), enforce_nonce: true };
      const id = idIn(await ask({ method: 'post', path, body }));
      remember(id, delivery);
      return done({ id });
    } catch (error) {
      // For a nonce that it knows the service looks up the first message: that one was there, and somebody has deleted it.
      if (failedWith(error, UNKNOWN_MESSAGE)) return done({ words: 'it was posted before, and deleted since' });
      throw error;
    }
  }

  async function postToPerson(userId: string, delivery: Delivery, ask: Ask, posting: () => void): Promise<JobResult> {
    try {
      return await post(await people.directChannel(userId, false, ask), delivery, ask, posting);
    } catch (error) {
      if (!failedWith(error, UNKNOWN_CHANNEL)) throw error;
      return await post(await people.directChannel(userId, true, ask), delivery, ask, posting);
    }
  }

  return {
    whoAmI,
    async deliver(to, delivery, ask, posting) {
      const id = to.kind === 'name' ? await people.find(to.name, to.number, ask) : to.id;
      if (id === undefined) {
        return refused(`nobody with this user name is on a server with the bot; ${howToReach(serverUrl)}`);
      }
      return to.kind === 'channel' ? post(id, delivery, ask, posting) : postToPerson(id, delivery, ask, posting);
    },
  };
}

/** At most 25 characters may be a nonce: the end of the id, with all that is random in it. */
const nonceOf = (id: string): string => id.replaceAll('-', '').slice(-25);

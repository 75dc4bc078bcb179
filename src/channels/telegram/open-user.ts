import { createHash } from 'node:crypto';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import { orAborted } from '../../kernel/or-aborted.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import type { Delivery, Hearing, OpenChannel } from '../../ports/channel.ts';
import { partsOf } from './address.ts';
import { classifyRpc } from './classify-rpc.ts';
import { deliverBy, type Manner } from './deliver-by.ts';
import { makeDoubts } from './doubts.ts';
import { connectionLost } from './faults.ts';
import { type FindPeer, makeFindPeer } from './find-peer.ts';
import { type HearChatsNeeds, hearChats } from './hear-chats.ts';
import { type Account, openAccount } from './open-account.ts';
import { LONGEST_MESSAGE, render } from './render.ts';
import type { TelegramUser } from './section.ts';
import { loadTeleproto, type Teleproto } from './teleproto.ts';
import { textOf } from './to-entities.ts';
import { toPlain } from './to-html.ts';
import type { Verdict } from './verdict.ts';

type Api = Teleproto['Api'];

interface Open {
  readonly account: Account;
  readonly findPeer: FindPeer;
}

/** For one attempt, opening the connection included. */
const PATIENCE = 25 * SECOND;

/**
 * Opens Telegram as a user account, over MTProto. It connects with the first need, and anew when a connection was lost.
 *
 * @param heard what hearing people needs; without it nobody is heard
 * @param load for tests: where the library comes from
 */
export function openUser(
  settings: TelegramUser,
  clock: Clock,
  heard?: Pick<HearChatsNeeds, 'memory' | 'log'>,
  load?: () => Promise<Teleproto>,
): OpenChannel {
  const closing = new AbortController();
  const doubts = makeDoubts();
  let current: Promise<Open> | undefined;
  /** The account's number, once it is known. */
  let own: string | undefined;

  async function open(): Promise<Open> {
    const account = await openAccount(settings, await loadTeleproto(load), clock, closing.signal);
    own = account.id;
    return { account, findPeer: makeFindPeer(account) };
  }

  /** What is open, or being opened for somebody else; a lost connection and a failed opening are followed by a new one. */
  async function connected(): Promise<Open> {
    const before = current;
    const found = await before?.catch(() => undefined);
    if (found?.account.connected) return found;
    if (current === before) {
      if (found) void found.account[Symbol.asyncDispose]();
      current = open();
    }
    return current ?? open();
  }

  return {
    edits: true,

    async deliver(delivery, signal) {
      using limit = startLimit(clock, PATIENCE, signal);
      const now = await opened(limit.signal);
      return await deliverBy(delivery, (manner) => call(now, delivery, manner, limit.signal), doubts);
    },

    async connect(signal) {
      using limit = startLimit(clock, PATIENCE, signal);
      const { account } = await opened(limit.signal);
      return `connected as ${plainText(account.name, 64)} (user account)`;
    },

    ...(heard && {
      hear: (hearing: Hearing, signal: AbortSignal) => hearChats({ ...heard, open: opened, clock }, hearing, signal),
    }),

    wrote: ({ person }) => person === own,

    async [Symbol.asyncDispose]() {
      closing.abort();
      const found = await current?.catch(() => undefined);
      await found?.account[Symbol.asyncDispose]();
    },
  };

  async function opened(signal: AbortSignal): Promise<Open> {
    signal.throwIfAborted();
    try {
      return await orAborted(connected(), signal);
    } catch (error) {
      throw signal.aborted ? connectionLost(false) : error;
    }
  }

  async function call(
    { account, findPeer }: Open,
    delivery: Delivery,
    manner: Manner,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const { chat, topic } = partsOf(delivery.address);
    const { Api } = account.library;
    let asked = false;
    try {
      const peer = await findPeer(chat, signal);
      const text = manner.rich
        ? textOf(Api, render(delivery, undefined))
        : { message: toPlain(render(delivery, undefined, LONGEST_MESSAGE / 2)) };
      asked = true;
      if (manner.edited !== undefined) {
        const id = Number(manner.edited);
        await account.ask(new Api.messages.EditMessage({ ...text, peer, id, noWebpage: true }), signal);
        return { kind: 'taken', id: manner.edited };
      }
      const result = await account.ask(
        new Api.messages.SendMessage({
          ...{ ...text, peer, noWebpage: true, silent: delivery.notification.urgency === 'quiet' },
          randomId: account.library.bigInt(randomIdOf(delivery.id)),
          ...(topic === undefined
            ? {}
            : { replyTo: new Api.InputReplyToMessage({ replyToMsgId: topic, topMsgId: topic }) }),
        }),
        signal,
      );
      return { kind: 'taken', id: idOf(Api, result) };
    } catch (error) {
      const verdict = classifyRpc(error);
      const lost = verdict.kind === 'fault' && verdict.fault.outcome === 'unknown' && !asked;
      return lost ? { kind: 'fault', fault: connectionLost(false) } : verdict;
    }
  }
}

/**
 * The number by which the service knows a repeat: 64 bits with a sign, from the id of the job, never 0
 * (core.telegram.org/method/messages.sendMessage, `random_id`).
 */
export const randomIdOf = (jobId: string): bigint =>
  createHash('sha256').update(`telegram ${jobId}`).digest().readBigInt64BE(0) || 1n;

/** The id of a message, from either form of the result: of a first request, and of a repeated one. */
function idOf(Api: Api, result: unknown): string | undefined {
  if (result instanceof Api.UpdateShortSentMessage) return String(result.id);
  if (!(result instanceof Api.Updates)) return undefined;
  const update = result.updates.find((each) => each instanceof Api.UpdateMessageID);
  return update instanceof Api.UpdateMessageID ? String(update.id) : undefined;
}

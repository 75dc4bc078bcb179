import { type Clock, SECOND } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { Logger } from '../../kernel/log.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import type { Hearing } from '../../ports/channel.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import { partsOf } from './address.ts';
import { classifyRpc } from './classify-rpc.ts';
import { connectionLost } from './faults.ts';
import type { FindPeer } from './find-peer.ts';
import { chatOf } from './news.ts';
import type { Account } from './open-account.ts';
import { readHeard } from './read-heard.ts';

/** How long the service may be silent about a chat until that is read all the same. */
const LOOK_EVERY = 60 * SECOND;
/** For reading one page of a chat. */
const PATIENCE = 25 * SECOND;
/** Messages of one page; the service gives no more. */
const PAGE = 100;

export interface HearChatsNeeds {
  /** An account whose connection works. */
  readonly open: (signal: AbortSignal) => Promise<{ readonly account: Account; readonly findPeer: FindPeer }>;
  readonly memory: MemoryStore;
  readonly log: Logger;
  readonly clock: Clock;
}

/**
 * Hears what people write to the account in the chats of these addresses, until `signal` aborts. Every chat is read from the last message
 * on that is kept, so nothing is lost while Porter is away; what the service pushes only says where to look. The first time it begins with
 * what comes from then on. Throws `Fault` if nothing can be heard.
 */
export async function hearChats(needs: HearChatsNeeds, hearing: Hearing, signal: AbortSignal): Promise<void> {
  const { open, memory, log, clock } = needs;
  const chats = new Set(hearing.addresses.map((address) => partsOf(address).chat));
  const numbers = new Map<number | string, number>();
  const warned = new Set<number | string>();

  async function read(chat: number | string): Promise<void> {
    using limit = startLimit(clock, PATIENCE, signal);
    const { account, findPeer } = await open(limit.signal);
    const { Api, bigInt } = account.library;
    try {
      const peer = await findPeer(chat, limit.signal);
      const number = chatOf(peer);
      if (number === undefined) return;
      numbers.set(chat, number);
      const page = async (offsetId: number, addOffset: number, most: number) => {
        const asked = { peer, offsetId, addOffset, limit: most, offsetDate: 0, maxId: 0, minId: 0, hash: bigInt(0) };
        return pageOf(await account.ask(new Api.messages.GetHistory(asked), limit.signal));
      };
      const name = `telegram.heard.${account.id}:${number}`;
      for (;;) {
        const kept = await memory.recall(name);
        if (kept === undefined) {
          const [newest] = (await page(0, 0, 1)).messages;
          await memory.remember(name, String(newest?.id ?? 0));
          return;
        }
        const last = Number(kept);
        // The page that ends with the newest of the hundred messages behind the last one.
        const found = await page(last + 1, -PAGE, PAGE);
        const fresh = found.messages.filter(({ id }) => id > last).toSorted((one, other) => one.id - other.id);
        const newest = fresh.at(-1);
        if (newest === undefined) return;
        await hearing.keep(fresh.flatMap((message) => readHeard(Api, message, found, account.id) ?? []));
        await memory.remember(name, String(newest.id));
      }
    } catch (error) {
      if (signal.aborted) return;
      if (limit.isUp) throw connectionLost(false);
      refuse(chat, error);
    }
  }

  /** One chat that cannot be read keeps the others from nothing. Throws what concerns all of them. */
  function refuse(chat: number | string, error: unknown): void {
    const verdict = classifyRpc(error);
    if (verdict.kind === 'fault') throw verdict.fault;
    if (warned.has(chat)) return;
    warned.add(chat);
    const words = 'words' in verdict ? verdict.words : verdict.kind;
    log.warn('a Telegram chat cannot be heard by this account', { chat, words });
  }

  let due: ReadonlySet<number> | 'all' = 'all';
  while (!signal.aborted) {
    for (const chat of chats) {
      if (signal.aborted) return;
      const number = numbers.get(chat);
      if (due === 'all' || number === undefined || due.has(number)) await read(chat);
    }
    if (signal.aborted) return;
    hearing.works();
    const { account } = await open(signal);
    due = await nextNews(account);
  }

  async function nextNews({ news }: Account): Promise<ReadonlySet<number> | 'all'> {
    const pause = new AbortController();
    const cancel = clock.after(LOOK_EVERY, () => pause.abort());
    const found = await news.next(AbortSignal.any([signal, pause.signal]));
    cancel();
    return pause.signal.aborted ? 'all' : found;
  }
}

/** What stands on a page, newest first. */
function pageOf(answer: unknown) {
  const { messages, users, chats } = (isObject(answer) ? answer : {}) as Partial<Record<string, unknown>>;
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const numbered = list(messages).filter(
    (message): message is { readonly id: number } => isObject(message) && Number.isSafeInteger(message['id']),
  );
  return { messages: numbered, users: list(users), chats: list(chats) };
}

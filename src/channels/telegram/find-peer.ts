import { CHANNELS } from './news.ts';
import type { Account } from './open-account.ts';
import type { Teleproto } from './teleproto.ts';

type Api = Teleproto['Api'];
type Peer =
  | InstanceType<Api['InputPeerUser']>
  | InstanceType<Api['InputPeerChannel']>
  | InstanceType<Api['InputPeerChat']>;

export type FindPeer = (chat: number | string, signal: AbortSignal) => Promise<Peer>;

/**
 * Finds whom an account means by a name or number, with the access hash that the service asks for; it differs for each account. A
 * name is asked for once as long as the connection lasts: the service allows few questions, and somebody else may take the name.
 * Rejects with the library's error.
 */
export function makeFindPeer({ library, ask }: Account): FindPeer {
  const { Api, bigInt } = library;
  const byName = new Map<string, Peer>();
  const byNumber = new Map<number, Peer>();
  let met = false;

  const keep = (found: unknown): Peer | undefined => {
    if (found instanceof Api.User && found.accessHash !== undefined) {
      const peer = new Api.InputPeerUser({ userId: found.id, accessHash: found.accessHash });
      byNumber.set(Number(found.id), peer);
      return peer;
    }
    if (found instanceof Api.Channel && found.accessHash !== undefined) {
      const peer = new Api.InputPeerChannel({ channelId: found.id, accessHash: found.accessHash });
      byNumber.set(-(Number(found.id) + CHANNELS), peer);
      return peer;
    }
    return undefined;
  };

  async function named(name: string, signal: AbortSignal): Promise<Peer> {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const { users, chats } = (await ask(new Api.contacts.ResolveUsername({ username: name }), signal)) as InstanceType<
      Api['contacts']['ResolvedPeer']
    >;
    const peer = keep(users[0] ?? chats[0]) ?? new Api.InputPeerUser({ userId: bigInt(0), accessHash: bigInt(0) });
    byName.set(name, peer);
    return peer;
  }

  /** Contacts, and the hundred chats with the newest messages. */
  async function meet(signal: AbortSignal): Promise<void> {
    const nobody = new Api.InputPeerEmpty();
    const results = await Promise.all([
      ask(new Api.contacts.GetContacts({ hash: bigInt(0) }), signal),
      ask(
        new Api.messages.GetDialogs({
          ...{ offsetDate: 0, offsetId: 0, offsetPeer: nobody, limit: 100, hash: bigInt(0) },
        }),
        signal,
      ),
    ]);
    for (const result of results as { readonly users?: unknown[]; readonly chats?: unknown[] }[]) {
      for (const found of [...(result.users ?? []), ...(result.chats ?? [])]) keep(found);
    }
    met = true;
  }

  return async (chat, signal) => {
    if (typeof chat === 'string') return named(chat, signal);
    // A small group is known by its number alone.
    if (chat < 0 && chat > -CHANNELS) return new Api.InputPeerChat({ chatId: bigInt(-chat) });
    if (!byNumber.has(chat) && !met) await meet(signal);
    // With a wrong access hash the service says in its own words that it knows no such chat.
    return byNumber.get(chat) ?? strangerOf(chat);
  };

  function strangerOf(chat: number): Peer {
    const accessHash = bigInt(0);
    return chat > 0
      ? new Api.InputPeerUser({ userId: bigInt(chat), accessHash })
      : new Api.InputPeerChannel({ channelId: bigInt(-chat - CHANNELS), accessHash });
  }
}

import type { Directory, Handlers, MtprotoUser } from './mtproto-account.ts';
import { RpcError } from './mtproto-wire.ts';
import type { Tl, TlLibrary } from './teleproto.ts';

export interface MtprotoMessage {
  readonly id: number;
  readonly from: number;
  /** A person's or a group's id. */
  readonly to: number;
  text: string;
  readonly silent: boolean;
  readonly randomId: string;
  /** The message that began the topic. */
  readonly topic: number | undefined;
  entities: readonly {
    readonly kind: string;
    readonly offset: number;
    readonly length: number;
    readonly url?: string;
  }[];
}

const LONGEST_TEXT = 4096;

/** Finding people and writing to them (core.telegram.org/methods, /api/errors). */
export function messageCalls({ Api, bigInt }: TlLibrary, directory: Directory, sent: MtprotoMessage[]): Handlers {
  const { users, groups } = directory;
  const long = (value: number): Tl => bigInt(String(value));
  const now = (): number => Math.floor(Date.now() / 1000);
  const contactsOf = (me: MtprotoUser) =>
    [...(directory.contacts.get(me.id) ?? [])].flatMap((id) => users.get(id) ?? []);

  function addressee(me: MtprotoUser, peer: Tl): number {
    const other = directory.seen(me.id, peer);
    if (!other) throw new RpcError(400, 'PEER_ID_INVALID');
    if ('writable' in other) {
      if (!other.writable) throw new RpcError(403, 'CHAT_WRITE_FORBIDDEN');
      return other.id;
    }
    if (other.reach === 'deactivated') throw new RpcError(400, 'INPUT_USER_DEACTIVATED');
    if (other.reach === 'blocked') throw new RpcError(400, 'USER_IS_BLOCKED');
    if (other.reach === 'premium-only') throw new RpcError(403, 'PRIVACY_PREMIUM_REQUIRED');
    return other.id;
  }

  function formatted({ message, entities }: Tl) {
    const text = String(message).trim();
    if (text === '') throw new RpcError(400, 'MESSAGE_EMPTY');
    if ([...text].length > LONGEST_TEXT) throw new RpcError(400, 'MESSAGE_TOO_LONG');
    const marks = (entities ?? []).map(({ className, offset, length, url }: Tl) => ({
      ...{ kind: className.replace('MessageEntity', ''), offset, length },
      ...(url ? { url } : {}),
    }));
    return { text, entities: marks };
  }

  return {
    'contacts.ResolveUsername'({ username }, _, me) {
      const name = String(username).toLowerCase();
      if (!/^[a-z]\w{3,31}$/.test(name)) throw new RpcError(400, 'USERNAME_INVALID');
      const found = directory.named(name);
      if (!found) throw new RpcError(400, 'USERNAME_NOT_OCCUPIED');
      const group = 'writable' in found;
      return new Api.contacts.ResolvedPeer({
        peer: group ? new Api.PeerChannel({ channelId: long(found.id) }) : new Api.PeerUser({ userId: long(found.id) }),
        chats: group ? [directory.groupObject(me.id, found)] : [],
        users: group ? [] : [directory.userObject(me.id, found)],
      });
    },
    'contacts.GetContacts'(_, __, me) {
      const known = contactsOf(me);
      return new Api.contacts.Contacts({
        contacts: known.map(({ id }) => new Api.Contact({ userId: long(id), mutual: false })),
        savedCount: known.length,
        users: known.map((user) => directory.userObject(me.id, user)),
      });
    },
    // What a list of chats says beside who they are is left out.
    'messages.GetDialogs': (_, __, me) =>
      new Api.messages.Dialogs({
        ...{ dialogs: [], messages: [], users: [] },
        chats: [...groups.values()].map((group) => directory.groupObject(me.id, group)),
      }),
    'messages.SendMessage'(request, _, me) {
      const to = addressee(me, request.peer);
      const { text, entities } = formatted(request);
      const randomId = String(request.randomId);
      const earlier = sent.find((message) => message.from === me.id && message.randomId === randomId);
      if (earlier) {
        // Not a new message: the old one is told again.
        const update = new Api.UpdateMessageID({ id: earlier.id, randomId: request.randomId });
        return new Api.Updates({ updates: [update], users: [], chats: [], date: now(), seq: 0 });
      }
      const message: MtprotoMessage = {
        ...{ id: sent.length + 1, from: me.id, to, text, entities, randomId, silent: request.silent === true },
        topic: request.replyTo?.topMsgId,
      };
      sent.push(message);
      return new Api.UpdateShortSentMessage({
        out: true,
        id: message.id,
        pts: sent.length + 1,
        ptsCount: 1,
        date: now(),
      });
    },
    'messages.EditMessage'(request, _, me) {
      const to = addressee(me, request.peer);
      const message = sent.find(({ id, from, to: whom }) => id === request.id && from === me.id && whom === to);
      if (!message) throw new RpcError(400, 'MESSAGE_ID_INVALID');
      const next = formatted(request);
      if (next.text === message.text) throw new RpcError(400, 'MESSAGE_NOT_MODIFIED');
      Object.assign(message, next);
      return new Api.Updates({ updates: [], users: [], chats: [], date: now(), seq: 0 });
    },
  };
}

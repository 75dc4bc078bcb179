import type { Directory, Handlers, MtprotoUser } from './mtproto-account.ts';
import { RpcError } from './mtproto-wire.ts';
import type { Tl, TlLibrary } from './teleproto.ts';

/** Something that somebody writes where an account reads it. */
export interface Written {
  /** The account that reads it. */
  readonly to: number;
  /** The group it stands in; left out: the chat of the two. */
  readonly group?: number;
  readonly from: number;
  readonly text?: string;
  /** A picture of it. */
  readonly media?: boolean;
  /** Somebody came or went. */
  readonly service?: boolean;
  readonly topic?: number;
  readonly replyTo?: number;
}

/** The chats of accounts, as they read them (core.telegram.org/method/messages.getHistory, /api/offsets). */
export function makeHistory({ Api, bigInt }: TlLibrary, directory: Directory) {
  const long = (value: number): Tl => bigInt(String(value));
  const written: (Written & { readonly id: number; text: string })[] = [];

  function messageOf({ id, from, to, group, text, media, service, topic, replyTo }: (typeof written)[number]): Tl {
    const other = from === to ? 0 : from;
    const peerId = group ? new Api.PeerChannel({ channelId: long(group) }) : new Api.PeerUser({ userId: long(other) });
    const head = {
      ...{ id, peerId, date: 1, out: from === to },
      ...(group ? { fromId: new Api.PeerUser({ userId: long(from) }) } : {}),
    };
    if (service) return new Api.MessageService({ ...head, action: new Api.MessageActionPinMessage() });
    const header = topic
      ? { forumTopic: true, replyToMsgId: replyTo ?? topic, ...(replyTo ? { replyToTopId: topic } : {}) }
      : { replyToMsgId: replyTo };
    return new Api.Message({
      ...{ ...head, message: text },
      ...(topic || replyTo ? { replyTo: new Api.MessageReplyHeader(header) } : {}),
      ...(media ? { media: new Api.MessageMediaUnsupported() } : {}),
    });
  }

  const around = (me: number, some: readonly (typeof written)[number][]) => ({
    users: [...new Set(some.map(({ from }) => from))].flatMap((id) => {
      const user = directory.users.get(id);
      return user ? [directory.userObject(me, user)] : [];
    }),
    chats: [...new Set(some.flatMap(({ group }) => group ?? []))].flatMap((id) => {
      const group = directory.groups.get(id);
      return group ? [directory.groupObject(me, group)] : [];
    }),
  });

  const calls: Handlers = {
    'messages.GetHistory'({ peer, offsetId, addOffset, limit }, _, me: MtprotoUser) {
      const other = directory.seen(me.id, peer);
      if (!other) throw new RpcError(400, 'CHANNEL_PRIVATE');
      const all = written
        .filter(({ to, group, from }) => to === me.id && ('writable' in other ? group : from) === other.id)
        .toReversed();
      const newer = offsetId > 0 ? all.filter(({ id }) => id >= offsetId).length : 0;
      const start = newer + addOffset;
      const some = all.slice(Math.max(0, start), Math.max(0, start + Math.min(limit, 100)));
      const shown = { messages: some.map(messageOf), topics: [], ...around(me.id, some) };
      return new Api.messages.MessagesSlice({ count: all.length, ...shown });
    },
  };

  return {
    calls,
    /** Adds it; resolves with its number and with what the service pushes. */
    write(message: Written): { readonly id: number; readonly update: Tl } {
      const one = { text: '', ...message, id: 10_000 + written.length };
      written.push(one);
      const kind = one.group ? Api.UpdateNewChannelMessage : Api.UpdateNewMessage;
      const update = new kind({ message: messageOf(one), pts: written.length, ptsCount: 1 });
      return { id: one.id, update: new Api.Updates({ updates: [update], ...around(one.to, [one]), date: 1, seq: 0 }) };
    },
    /** Changes what was written. */
    edit(id: number, text: string): void {
      const found = written.find((one) => one.id === id);
      if (found) found.text = text;
    },
  };
}

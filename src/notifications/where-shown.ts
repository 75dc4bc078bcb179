import type { RoomId } from '../kernel/matrix-id.ts';
import type { InRoom } from '../ports/announce.ts';
import type { Remark } from '../ports/channel.ts';
import type { RemarkStore } from './ports/remarks.ts';
import { messageName } from './rules/announced-message.ts';
import { type HeardAddresses, roomsFor } from './rules/replies.ts';

export interface WhereShownNeeds {
  readonly heard: HeardAddresses;
  readonly store: Pick<RemarkStore, 'findAnnounced'>;
  /** Where people talk about what this part announced under this id. Throws `Fault`. */
  readonly whereDiscussed: (origin: string, id: string) => Promise<InRoom | undefined>;
}

/** Where a remark is shown: nowhere unless a target wants to hear it. Throws `Fault`. */
export type WhereShown = (
  channel: string,
  remark: Pick<Remark, 'at' | 'inReplyTo'>,
) => Promise<readonly (InRoom | { readonly room: RoomId; readonly thread: undefined })[]>;

/**
 * A remark is shown in the rooms of the targets that have its address. A reply to what a part announced is shown besides where people
 * talk about that; in that room only there.
 */
export function makeWhereShown({ heard, store, whereDiscussed }: WhereShownNeeds): WhereShown {
  async function discussed(channel: string, { at, inReplyTo }: Pick<Remark, 'at' | 'inReplyTo'>) {
    if (inReplyTo === undefined) return undefined;
    for (const address of at) {
      const announced = await store.findAnnounced(messageName(channel, address, inReplyTo));
      if (announced !== undefined) return await whereDiscussed(announced.origin, announced.id);
    }
    return undefined;
  }

  return async (channel, remark) => {
    const rooms = roomsFor(heard, channel, remark.at);
    if (rooms.length === 0) return [];
    const found = await discussed(channel, remark);
    const loose = rooms.filter((room) => room !== found?.room).map((room) => ({ room, thread: undefined }));
    return found === undefined ? loose : [...loose, found];
  };
}

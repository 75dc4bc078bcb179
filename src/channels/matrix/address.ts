import {
  parseRoomAlias,
  parseRoomId,
  parseUserId,
  type RoomAlias,
  type RoomId,
  type UserId,
} from '../../kernel/matrix-id.ts';
import type { ReadAddress } from '../../ports/channel.ts';

export type MatrixAddress =
  | { readonly kind: 'room'; readonly room: RoomId }
  | { readonly kind: 'alias'; readonly alias: RoomAlias }
  | { readonly kind: 'person'; readonly user: UserId };

/** Undefined for anything but an ID of a room or a person, or an alias. */
export function parseMatrixAddress(text: string): MatrixAddress | undefined {
  const room = parseRoomId(text);
  if (room !== undefined) return { kind: 'room', room };
  const alias = parseRoomAlias(text);
  if (alias !== undefined) return { kind: 'alias', alias };
  const user = parseUserId(text);
  return user && { kind: 'person', user };
}

/** Reads `!room:server`, a room ID of version 12 without a server, `#alias:server`, `@person:server`, or a matrix.to link to one. */
export const readMatrixAddress: ReadAddress = (text) => {
  const address = fromLink(text.trim());
  return parseMatrixAddress(address) === undefined
    ? { ok: false, sentence: 'must be a room (!id:server or #alias:server) or a person (@name:server)' }
    : { ok: true, address };
};

/** What a link from "share room" leads to; any other text as it is. */
function fromLink(text: string): string {
  const [, encoded] = /^https:\/\/matrix\.to\/#\/([^/?]+)(?:\?.*)?$/.exec(text) ?? [];
  try {
    return encoded === undefined ? text : decodeURIComponent(encoded);
  } catch {
    return text;
  }
}

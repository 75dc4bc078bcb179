import { bad, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import type { MessageRooms } from '../../ports/message-rooms.ts';
import { parseMatrixAddress } from './address.ts';
import { encryptedRoom, mayNotSend, notInRoom, replacedRoom, type Trouble, unknownAlias } from './troubles.ts';

const PART = 'matrix';

interface Looking {
  readonly rooms: MessageRooms;
  /** As `readMatrixAddress` returned it. */
  readonly address: string;
}

/** What keeps notifications out of the room behind an address, or stands beside them. Nothing is known of a direct chat before it is used. */
export async function lookAt({ rooms, address }: Looking, signal: AbortSignal): Promise<readonly CheckLine[]> {
  const line = ({ code, sentence, remedy }: Trouble) => ({ code, sentence: `${address}: ${sentence}.`, remedy });
  const read = parseMatrixAddress(address);
  if (read === undefined || read.kind === 'person') return [];
  const found =
    read.kind === 'alias' ? await rooms.findByAlias(read.alias, signal) : ({ ok: true, value: read.room } as const);
  if (!found.ok) return [bad(PART, line(unknownAlias))];
  const look = await rooms.look(found.value, signal);
  if (!look.ok) return [bad(PART, line(notInRoom(rooms.sender)))];
  const { encrypted, maySend, replaced } = look.value;
  // Whoever upgrades a room takes everybody's right to write there.
  if (replaced) return [bad(PART, line(replacedRoom))];
  return [
    maySend ? fine(PART, `${address} takes our notifications.`) : bad(PART, line(mayNotSend)),
    ...(encrypted ? [warn(PART, line(encryptedRoom))] : []),
  ];
}

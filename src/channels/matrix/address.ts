import { parseRoomId } from '../../kernel/matrix-id.ts';
import type { ReadAddress } from '../../ports/channel.ts';

/** Reads what stands behind `matrix:`. */
export const readMatrixAddress: ReadAddress = (text) => {
  const room = parseRoomId(text.trim());
  return room === undefined
    ? { ok: false, sentence: 'must be the id of a room such as !room:example.org' }
    : { ok: true, address: room };
};

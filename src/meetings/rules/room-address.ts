/** Bytes of the part of an XMPP address before the @ (RFC 7622, section 3.3). */
const LONGEST_LOCALPART = 1_023;

/**
 * The name of a room as Jitsi's client sends it to Prosody (getBackendSafeRoomName of jitsi-meet, features/base/util/uri.ts), and as
 * the claim must hold it: `grüße` becomes `gr%c3%bc%c3%9fe`.
 *
 * @param room as people write it; a name that is already percent-encoded stays the same
 */
export function roomAtProsody(room: string): string {
  const well = room.toWellFormed();
  let plain = well;
  try {
    plain = decodeURIComponent(well);
  } catch {
    // A percent sign that encodes nothing. The client too uses the name as it is.
  }
  return encodeRoom(plain.normalize('NFKC').toLowerCase());
}

/** The same for a name that `parseRoom` has taken, which is neither encoded nor in capitals. */
export const encodeRoom = (room: string): string => encodeURIComponent(room).toLowerCase();

/** Is this encoded name, which is ASCII, too long for the address of a room? That is so from 171 times `ü` or 114 Chinese signs on. */
export const isTooLongForAddress = (encoded: string): boolean => encoded.length > LONGEST_LOCALPART;

/**
 * Tells texts apart by their length and a 32-bit FNV-1a hash of their UTF-16 units. Not secure: a second text with the same
 * fingerprint is easy to find. Source: the FNV reference (Fowler, Noll, Vo), 32-bit offset basis and prime.
 */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}

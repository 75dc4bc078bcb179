/** The character of each byte in what MySQL calls latin1. */
const characters = [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))];
const bytes: ReadonlyMap<string, number> = new Map(characters.map((character, byte) => [character, byte]));

/**
 * PHP sends UTF-8 over a connection that many servers take for latin1, so that `ö` is kept as `Ã¶`, and comes back right over such a
 * connection alone. Reads such text as it was sent, and returns any other as it is: what is UTF-8 by chance makes no sense in latin1.
 */
export function undoLatin1(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  const read: number[] = [];
  for (const character of text) {
    const byte = bytes.get(character);
    if (byte === undefined) return text;
    read.push(byte);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(read));
  } catch {
    return text;
  }
}

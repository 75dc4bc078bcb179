/**
 * Compiles patterns into a test for a room name in lower case. `*` in a pattern stands for any text, the empty text included;
 * everything else stands for itself.
 *
 * Regular expressions are not used, because with several stars a crafted name would make them run for very long.
 */
export function compileRooms(patterns: readonly string[]): (room: string) => boolean {
  const lower = patterns.map((pattern) => pattern.normalize('NFKC').toLowerCase());
  if (lower.some((pattern) => /^\*+$/.test(pattern))) return () => true;
  const names = new Set(lower.filter((pattern) => !pattern.includes('*')));
  const pieces = lower.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return (room) => names.has(room) || pieces.some((parts) => matches(parts, room));
}

/** @param parts the texts between the stars: the first at the beginning, the last at the end, the others between them in order */
function matches(parts: readonly string[], room: string): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const end = room.length - last.length;
  if (end < first.length || !room.startsWith(first) || !room.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = room.indexOf(part, from);
    if (at === -1 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/**
 * Whether a room matches one of these patterns. `*` stands for any text, also for none; everything else stands for itself.
 *
 * Patterns are not turned into regular expressions: with several stars, a name made for it could take one extremely long.
 */
export function compileRooms(patterns: readonly string[]): (room: string) => boolean {
  const lower = patterns.map((pattern) => pattern.normalize('NFKC').toLowerCase());
  if (lower.some((pattern) => /^\*+$/.test(pattern))) return () => true;
  const names = new Set(lower.filter((pattern) => !pattern.includes('*')));
  const pieces = lower.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return (room) => names.has(room) || pieces.some((parts) => matches(parts, room));
}

/** @param parts texts between the stars: the first must begin the name, the last must end it, the others follow in this order */
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

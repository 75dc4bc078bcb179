/**
 * Is this room among them? `*` in a pattern stands for any text, also for none; everything else for itself.
 *
 * Not made into regular expressions: several stars in one would take time beyond reason for names made to that end.
 */
export function compileRooms(patterns: readonly string[]): (room: string) => boolean {
  const lower = patterns.map((pattern) => pattern.normalize('NFKC').toLowerCase());
  if (lower.some((pattern) => /^\*+$/.test(pattern))) return () => true;
  const names = new Set(lower.filter((pattern) => !pattern.includes('*')));
  const pieces = lower.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return (room) => names.has(room) || pieces.some((parts) => matches(parts, room));
}

/** @param parts what stands between the stars; the first at the beginning, the last at the end, the others in this order */
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

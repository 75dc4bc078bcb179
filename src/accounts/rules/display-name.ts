/** UTF-16 units. */
const LONGEST = 256;

/** Reads a display name; undefined for an empty one, one of more than 256 characters, and one with control characters. */
export function parseDisplayName(text: string): string | undefined {
  const name = text.trim();
  return name === '' || name.length > LONGEST || /\p{Cc}/u.test(name) ? undefined : name;
}

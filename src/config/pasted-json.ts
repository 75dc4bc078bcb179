/** `messaging: {`, with or without quotes, at the start of a line: the value begins with its last character. */
const beginning = /^"?[A-Za-z]+"?[ \t]*:\s*\{/gm;

/**
 * Writes a space for each tab that indents JSON below a key, because YAML takes it only so; all else, and every position, stays as it is.
 * Tabs that indent YAML itself are left to be refused.
 */
export function withoutTabsInJson(text: string): string {
  if (!/^[ \t]*\t/m.test(text)) return text;
  let result = text;
  for (const found of text.matchAll(beginning)) {
    const from = found.index + found[0].length - 1;
    const to = endOfObject(text, from);
    if (to === undefined) continue;
    const spaced = text.slice(from, to).replace(/^[ \t]+/gm, (indent) => ' '.repeat(indent.length));
    result = result.slice(0, from) + spaced + result.slice(to);
  }
  return result;
}

/** Where the object that begins at `from` has ended; undefined if it never does. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = /"(?:[^"\\\n]|\\.)*"/y;
      end.lastIndex = at;
      if (!end.test(text)) return undefined;
      at = end.lastIndex - 1;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

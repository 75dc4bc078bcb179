/** Bytes; the longest password has 4,000. */
const LONGEST = 64 * 1024;

/** A password from standard input; its last line break does not count. A person at a terminal is asked, and nothing shows. */
export async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) {
    const { password, isCancel } = await import('@clack/prompts');
    const typed = await password({ message: 'Password' });
    return isCancel(typed) ? '' : typed;
  }
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    size += piece.length;
    // Too long for a password, which the caller says.
    if (size > LONGEST) break;
    pieces.push(piece);
  }
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

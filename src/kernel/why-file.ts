/** The meaning of Node's error codes for a file that cannot be read or written. */
const words: Readonly<Record<string, string>> = {
  EACCES: 'no right to do so',
  EPERM: 'no right to do so',
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  ENOTDIR: 'something on the way to it is no folder',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EMFILE: 'too many files are open',
  ELOOP: 'a ring of links',
  ENAMETOOLONG: 'the name is too long',
};

/** Says why a file could not be opened: in words if we have them, otherwise by the code. @param error thrown by `node:fs` */
export function whyFile(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (typeof code !== 'string') return 'unknown';
  return (Object.hasOwn(words, code) ? words[code] : undefined) ?? code;
}

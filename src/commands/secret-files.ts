import { stat } from 'node:fs/promises';
import path from 'node:path';
import { chownLine, isSystemUser, userOf } from '../kernel/system-user.ts';
import { type FileOwner, type NewFile, writeNewFiles } from './write-new-files.ts';

/** What became of new files: why they were not written, or whose they are. Both are sentences. */
export type Handed =
  | { readonly ok: true; readonly ownership: string }
  | { readonly ok: false; readonly trouble: string };

/**
 * Writes files for the user that Porter runs as, all or none, and never over an existing file. Root gives them to that user; for
 * everybody else the sentence about their owner names the line to type, unless the right user owns them.
 *
 * @param config the configuration that will name the files; its owner is most likely who Porter runs as
 */
export async function writeSecretFiles(files: readonly NewFile[], config: string): Promise<Handed> {
  const user = process.geteuid?.();
  const service = await serviceOf(config);
  const owner = user === 0 ? service : undefined;
  const trouble = await writeNewFiles(files.map((file) => ({ ...file, ...(owner && { owner }) })));
  if (trouble !== undefined) return { ok: false, trouble };
  const names = files.map(({ file }) => file);
  return { ok: true, ownership: user === undefined ? '' : whose(owner?.uid ?? user, names, service?.uid) };
}

/**
 * Says whose new files are and, if Porter may run as somebody else, how to give them away.
 *
 * @param owner number of the user who has them
 * @param service number of the user that Porter runs as, where it is known
 */
export function whose(owner: number, files: readonly string[], service?: number): string {
  const belongs = `${files.length === 1 ? 'It belongs' : 'They belong'} to ${userOf(owner)}`;
  if (service !== undefined && service !== owner) {
    return `${belongs}, and Porter seems to run as ${userOf(service)}: ${chownLine(userOf(service), ...files)}`;
  }
  // What a person or root owns may still be for a service that is another user.
  return isSystemUser(owner)
    ? `${belongs}.`
    : `${belongs}. If Porter runs as another user, such as porter: ${chownLine('porter', ...files)}`;
}

/** Who owns the configuration, else its folder: an installation may leave the folder to root. Root is no answer. */
async function serviceOf(config: string): Promise<FileOwner | undefined> {
  for (const place of [config, path.dirname(path.resolve(config))]) {
    const found = await stat(place).catch(() => undefined);
    if (found !== undefined && found.uid !== 0) return found;
  }
  return undefined;
}

import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { isObject } from '../../kernel/is-object.ts';

/**
 * Returns the sections of a new configuration that an existing one lacks, so that somebody can add them by hand. Empty when it
 * has all of them; undefined when the existing file cannot be read.
 *
 * @param made a configuration as `configText` writes it, where sections begin at the start of a line
 */
export async function missingSections(keptFile: string, made: string): Promise<string | undefined> {
  let kept: unknown;
  try {
    kept = parse(await readFile(keptFile, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(kept)) return undefined;
  const there = kept;
  return made
    .split(/^(?=[a-zA-Z]+:)/m)
    .slice(1)
    .filter((section) => !Object.hasOwn(there, section.slice(0, section.indexOf(':'))))
    .join('');
}

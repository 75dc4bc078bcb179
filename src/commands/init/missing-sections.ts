import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { isObject } from '../../kernel/is-object.ts';

/**
 * The sections of a made configuration that one which was there before does not have: what has to be added to it by hand.
 * Empty when it has all of them; undefined when it cannot be read.
 *
 * @param made as `configText` writes it: sections begin at the start of a line
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

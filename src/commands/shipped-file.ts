import { readFileSync } from 'node:fs';

/**
 * Returns a text file that comes with Porter, undefined where it is missing. The sources stand two folders below its root, the bundle one.
 *
 * @param name from the root: `package.json`
 */
export function shippedFile(name: string): string | undefined {
  for (const root of ['../..', '..']) {
    try {
      // The bundle may lie inside another package; Porter's own root is known by its name.
      const manifest = readFileSync(new URL(`${root}/package.json`, import.meta.url), 'utf8');
      if ((JSON.parse(manifest) as { name?: string }).name !== 'matrix-porter') continue;
      return readFileSync(new URL(`${root}/${name}`, import.meta.url), 'utf8');
    } catch {
      // Not there, so try the next one.
    }
  }
  return undefined;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folders that may hold tests, from the root. */
export const FOLDERS = ['src', 'test', 'demo', 'bench'];

/** Milliseconds after which a file counts as hanging. Generous: a limit against waiting for ever, not a measure. */
const LIMIT = { usual: 900_000, crash: 1_500_000, long: 10_800_000 };

/**
 * The test files whose path contains one of the filters; all of them without a filter.
 *
 * @param {{ root: string, long: boolean, filters: readonly string[] }} options
 * @returns {{ file: string, needsServers: boolean, limitMs: number }[]} paths from the root, sorted; `needsServers` where a
 *   real server, browser or Porter process is started
 */
export function findTests({ root, long, filters }) {
  return FOLDERS.flatMap((folder) => walk(root, folder))
    .sort()
    .filter((file) => /\.test\.(tsx?|mjs)$/.test(file))
    .filter((file) => long || !/\.long\.test\.tsx?$/.test(file))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter.replace(/^\.\//, ''))))
    .map((file) => ({
      file,
      needsServers: startsServers(file, readFileSync(path.join(root, file), 'utf8')),
      limitMs: LIMIT[long ? 'long' : isCrash(file) ? 'crash' : 'usual'],
    }));
}

const isCrash = (file) => file.startsWith('test/crash/') || file === 'test/release.test.ts';

const startsServers = (file, text) =>
  /^test\/(journeys|contract|crash)\//.test(file) ||
  /(synapse|postgres|browser|porter-process|porter-command|installation|house)\.ts'|child_process/.test(text);

/** Every file below the folder, from the root. */
export function walk(root, folder) {
  const at = path.join(root, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(root, name);
    return [name];
  });
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Milliseconds after which a file counts as hanging. Generous: a limit against waiting for ever, not a measure. */
const LIMIT = { light: 600_000, heavy: 900_000, alone: 1_500_000, long: 5_400_000 };

/**
 * Files by weight: `light` ones run beside each other, `heavy` ones (a real server or browser) two at a time, `alone` those
 * of test/crash and the release, which would disturb others.
 *
 * @param {{ root: string, long: boolean, filters: readonly string[] }} options
 * @returns {{ file: string, weight: 'light' | 'heavy' | 'alone', limitMs: number }[]} paths from the root, sorted
 */
export function findTests({ root, long, filters }) {
  const files = ['src', 'test', 'demo', 'bench'].flatMap((folder) => walk(root, folder)).sort();
  return files
    .filter((file) => /\.test\.tsx?$/.test(file))
    .filter((file) => long || !/\.long\.test\.tsx?$/.test(file))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter.replace(/^\.\//, ''))))
    .map((file) => {
      const weight = weigh(file, readFileSync(path.join(root, file), 'utf8'));
      return { file, weight, limitMs: long ? LIMIT.long : LIMIT[weight] };
    });
}

function weigh(file, text) {
  if (file.startsWith('test/crash/') || file === 'test/release.test.ts') return 'alone';
  const startsServers =
    /(synapse|postgres|browser|porter-process|porter-command)\.ts'|test\/contract\/|child_process/.test(text);
  return startsServers || /^test\/(journeys|contract)\//.test(file) ? 'heavy' : 'light';
}

function walk(root, folder) {
  const at = path.join(root, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(root, name);
    return [name];
  });
}

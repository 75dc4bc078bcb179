import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Seconds of a file that never ran on this machine. */
const USUAL = [
  [/^test\/crash\/|journeys\/(unfinished-world|pages|outage|room|decide)|outbox-trouble|commands\/commands\./, 100],
  [/^test\/journeys\//, 40],
  [/^test\/release|commands\/(check|by-hand)\.test/, 40],
  [/^test\/contract\/|^src\/commands\//, 15],
  [/./, 2],
];

/**
 * The longest first, by the last run on this machine, so that no long file begins when all others have ended.
 *
 * @template {{ file: string }} Test
 * @param {readonly Test[]} tests
 * @param {Record<string, number>} seconds by file
 * @returns {Test[]}
 */
export function longestFirst(tests, seconds) {
  const expected = ({ file }) => seconds[file] ?? USUAL.find(([files]) => files.test(file))[1];
  return tests.toSorted((a, b) => expected(b) - expected(a));
}

/** Seconds per file of earlier runs; empty when there was none. */
export function readDurations(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Adds the newest; files that no longer exist stay until the cache is removed. */
export function writeDurations(file, seconds) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...readDurations(file), ...seconds }, null, 1)}\n`);
}

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One addition to the tree, made to a copy of it. */
export interface Drill {
  readonly name: string;
  /** Existing files that it may touch at most, texts included. */
  readonly most: number;
  /** @param root of the copy @returns the existing files that it changed */
  change(root: string): readonly string[];
}

/** Writes a file that does not exist yet. */
export function add(root: string, file: string, text: string): void {
  const whole = path.join(root, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text, { flag: 'wx' });
}

/** Puts each `text` before the only place where its `anchor` stands. Returns the file. */
export function insert(
  root: string,
  file: string,
  edits: readonly (readonly [anchor: string, text: string])[],
): string {
  const whole = path.join(root, file);
  const changed = edits.reduce(
    (source, [anchor, text]) => {
      const pieces = source.split(anchor);
      assert.equal(pieces.length, 2, `${file} has "${anchor}" once`);
      return pieces.join(text + anchor);
    },
    readFileSync(whole, 'utf8'),
  );
  writeFileSync(whole, changed);
  return file;
}

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A file system of its own, so small that it can be filled. */
export interface SmallDisk extends Disposable {
  readonly dir: string;
  /** Not one byte more finds a place. */
  fill(): void;
  free(): void;
}

/** What tests that need one pass as options: only root can mount, and not in every container. */
export function needsSmallDisk(): { readonly skip?: string } {
  try {
    openSmallDisk(1)[Symbol.dispose]();
    return {};
  } catch {
    return {
      skip: 'To fill a disk a small one must be mounted: run the tests as root, outside a container that forbids it.',
    };
  }
}

export function openSmallDisk(megabytes: number): SmallDisk {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'porter-small-disk-'));
  const ballast = path.join(dir, 'ballast');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', dir], { stdio: 'ignore' });
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
  return {
    dir,
    fill() {
      const file = openSync(ballast, 'a');
      try {
        for (const block = Buffer.alloc(4096); ; ) writeSync(file, block);
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]() {
      execFileSync('umount', ['--lazy', dir], { stdio: 'ignore' });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

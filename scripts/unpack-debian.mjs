/** Debian packages that are unpacked instead of installed, because they exclude each other. Plain JavaScript without dependencies. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Downloads a package with `apt-get download` and unpacks it with `dpkg-deb -x`; needs no root. What it depends on is not brought.
 *
 * @param {string} name of the package
 * @param {string} home folder that holds its files afterwards
 * @param {(what: string, file: string, args: string[], options?: { cwd: string }) => boolean} run says what it does; true if it went well
 * @returns {boolean}
 */
export function unpackDebian(name, home, run) {
  mkdirSync(path.dirname(home), { recursive: true });
  const folder = mkdtempSync(`${home}-`);
  try {
    if (!run(`the Debian package ${name}`, 'apt-get', ['-qq', 'download', name], { cwd: folder })) return false;
    const [file] = readdirSync(folder).filter((entry) => entry.endsWith('.deb'));
    const files = path.join(folder, 'files');
    if (file === undefined || !run(`unpacking ${name}`, 'dpkg-deb', ['-x', path.join(folder, file), files]))
      return false;
    renameSync(files, home);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

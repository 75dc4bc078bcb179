/** Debian packages that are unpacked instead of installed, because they exclude each other. Plain JavaScript without dependencies. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Downloads packages with `apt-get download` and unpacks them with `dpkg-deb -x`; needs no root. What they depend on is not brought.
 *
 * @param {readonly string[]} names of the packages
 * @param {string} home folder that holds their files afterwards
 * @param {(what: string, file: string, args: string[], options?: { cwd: string }) => boolean} run says what it does; true if it went well
 * @returns {boolean}
 */
export function unpackDebian(names, home, run) {
  mkdirSync(path.dirname(home), { recursive: true });
  const folder = mkdtempSync(`${home}-`);
  try {
    const what = names.join(', ');
    if (!run(`Debian packages: ${what}`, 'apt-get', ['-qq', 'download', ...names], { cwd: folder })) return false;
    const packages = readdirSync(folder).filter((entry) => entry.endsWith('.deb'));
    const files = path.join(folder, 'files');
    const unpack = (file) => run(`unpacking ${file}`, 'dpkg-deb', ['-x', path.join(folder, file), files]);
    if (packages.length < names.length || !packages.every(unpack)) return false;
    renameSync(files, home);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

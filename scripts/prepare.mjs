/**
 * Installs what the project needs: npm packages, Python programs in virtual environments, a Go program, Debian packages.
 *
 *   node scripts/prepare.mjs [--for test|long|demo|bench|run]
 *
 * Runs on Node 20 without any package. Compares hashes, installs only what is missing, and prints one line per thing it does. For
 * what it cannot install it prints one sentence; tests that need it are skipped with that sentence, and fail where CI is set.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installDebian } from './install-debian.mjs';
import { findNode, NO_NODE, ROOT } from './launch.mjs';
import {
  CACHE,
  DEBIAN_PACKAGE,
  findPart,
  HOW_TO_GET,
  PUBLISHERS_HOME,
  PUBLISHERS_STAMP,
  SHOUTRRR_HOME,
  SHOUTRRR_MODULE,
  SYNAPSE_HOME,
  SYNAPSE_STAMP,
  UNPACKED,
  UNPACKED_HOME,
} from './parts.mjs';
import { run, runPatiently, say } from './run-shown.mjs';
import { unpackDebian } from './unpack-debian.mjs';

const TEST = ['synapse', 'apprise', 'nio', 'shoutrrr', ...Object.keys(DEBIAN_PACKAGE)];
const NEEDED = {
  run: [],
  demo: ['synapse'],
  bench: ['synapse', 'postgres'],
  test: TEST,
  long: [...TEST, ...Object.keys(UNPACKED)],
};

const hashOf = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
};
const stampIs = (file, value) => existsSync(file) && readFileSync(file, 'utf8').trim() === value;

function npmPackages() {
  const want = hashOf(path.join(ROOT, 'package-lock.json'));
  const stamp = path.join(ROOT, 'node_modules', '.porter-stamp');
  if (!stampIs(stamp, want)) {
    if (
      !runPatiently('npm packages by "npm ci"', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
        shell: process.platform === 'win32',
      })
    )
      return false;
    writeFileSync(stamp, want);
  }
  if (findNode() !== undefined) return true;
  say(NO_NODE);
  return false;
}

/** Python programs, each in a virtual environment of its own with everything pinned in a file of `scripts/`. */
const PYTHON = {
  synapse: {
    ...{ home: SYNAPSE_HOME, stamp: SYNAPSE_STAMP, requirements: 'synapse-requirements.txt' },
    ...{ name: 'Synapse', what: 'Synapse and its 60 packages (250 MB, about a minute)' },
  },
  apprise: {
    ...{ home: PUBLISHERS_HOME, stamp: PUBLISHERS_STAMP, requirements: 'publishers-requirements.txt' },
    ...{ name: 'Apprise and matrix-nio', what: 'Apprise, matrix-nio and their 32 packages (80 MB)' },
  },
};

function pythonProgram({ home, stamp, requirements, name, what }) {
  const pins = path.join(ROOT, 'scripts', requirements);
  const want = hashOf(pins);
  if (stampIs(stamp, want)) return true;
  // A virtual environment contains its own path, so it cannot be made elsewhere and moved. The stamp marks it complete.
  rmSync(home, { recursive: true, force: true });
  if (!run(`a virtual environment for ${name}`, process.env.PYTHON ?? 'python3', ['-m', 'venv', home])) {
    say(`Python 3 with venv is needed for ${name}: sudo apt-get install python3-venv`);
    return false;
  }
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--quiet'];
  const pinned = ['--only-binary=:all:', '--require-hashes', '-r', pins];
  if (!runPatiently(what, path.join(home, 'bin', 'python'), [...pip, ...pinned])) return false;
  writeFileSync(stamp, want);
  return true;
}

/** Builds shoutrrr where Go is at hand, which checks each module by its public list of hashes. */
function shoutrrr() {
  if (findPart('shoutrrr') !== undefined || spawnSync('go', ['version']).status !== 0) return;
  runPatiently('shoutrrr by "go install"', 'go', ['install', SHOUTRRR_MODULE], {
    env: { ...process.env, GOBIN: SHOUTRRR_HOME },
  });
}

/** @param {keyof typeof NEEDED} purpose */
const debian = (purpose) =>
  installDebian(NEEDED[purpose], [fileURLToPath(import.meta.url), '--debian', '--for', purpose]);

/**
 * Installs what the purpose needs, as far as possible.
 *
 * @param {keyof typeof NEEDED} purpose
 * @returns {{ ok: boolean, missing: string[] }} `ok` is false when npm packages or Node are missing; `missing` holds sentences
 */
export function prepare(purpose) {
  mkdirSync(CACHE, { recursive: true });
  if (!npmPackages()) return { ok: false, missing: [] };
  const parts = NEEDED[purpose];
  for (const part of parts) if (Object.hasOwn(PYTHON, part)) pythonProgram(PYTHON[part]);
  if (parts.includes('shoutrrr')) shoutrrr();
  debian(purpose);
  for (const part of parts) {
    if (Object.hasOwn(UNPACKED, part) && findPart(part) === undefined && existsSync('/usr/bin/apt-get')) {
      unpackDebian(UNPACKED[part], path.join(UNPACKED_HOME, part), runPatiently);
    }
  }
  const missing = parts.filter((part) => findPart(part) === undefined);
  return { ok: true, missing: missing.map((part) => HOW_TO_GET[part]) };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf('--for');
  const purpose = at === -1 ? 'test' : process.argv[at + 1];
  if (!Object.hasOwn(NEEDED, purpose ?? '')) {
    console.error(`usage: node scripts/prepare.mjs [--for ${Object.keys(NEEDED).join('|')}]`);
    process.exit(2);
  }
  if (process.argv.includes('--debian')) {
    debian(purpose);
    process.exit(0);
  }
  const { ok, missing } = prepare(purpose);
  for (const sentence of missing) say(sentence);
  if (ok && missing.length === 0) say(`everything is there for "${purpose}"`);
  process.exit(ok ? (missing.length > 0 ? 1 : 0) : 2);
}

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../scripts/launch.mjs';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
const lock = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly resolved?: string;
        readonly integrity?: string;
        readonly hasInstallScript?: boolean;
        readonly link?: boolean;
        readonly optionalDependencies?: Readonly<Record<string, string>>;
      }
    >
  >;
};

test('every version is exact', () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  const ranges = all.filter(([, version]) => !/^(npm:[^@]+@|npm:@[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  assert.deepEqual(ranges, []);
});

test('the lock files name no host and hold a hash for everything', () => {
  const packages = Object.entries(lock.packages).filter(([place, { link }]) => place !== '' && !link);
  assert.deepEqual(
    packages.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place),
    [],
  );
  assert.deepEqual(
    packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([place]) => place),
    [],
  );
  for (const [file, most] of [
    ['synapse', 50],
    ['publishers', 30],
  ] as const) {
    const requirements = read(`scripts/${file}-requirements.txt`);
    assert.doesNotMatch(requirements, /:\/\/|index-url|find-links/);
    const pinned = requirements.split('\n').filter((line) => /^[a-z]/i.test(line));
    assert.ok(pinned.length > most);
    assert.deepEqual(
      pinned.filter((line) => !/^[\w.-]+==[\w.]+ (;.*)?\\$/.test(line)),
      [],
    );
  }
});

test('the lock file holds the binaries for every system, or `npm ci` refuses it', () => {
  const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter(
      (name) =>
        lock.packages[`node_modules/${name}`] === undefined &&
        lock.packages[`${place}/node_modules/${name}`] === undefined,
    ),
  );
  assert.deepEqual(missing, []);
});

test('L6: only packages that were looked at by name may run install scripts', () => {
  // Its binaries come inside the package; npm makes up a build from a file that lies in it.
  const decided = Object.keys(manifest.allowScripts);
  const withScripts = Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => place.replace(/^.*node_modules\//, ''));
  assert.deepEqual(
    withScripts.filter((name) => !decided.includes(name)),
    [],
  );
  assert.deepEqual(
    decided.filter((name) => manifest.allowScripts[name]),
    ['node'],
  );
});

test('a file of changes has one sentence per line, and each says first what kind of change it is', () => {
  const files = readdirSync(path.join(ROOT, 'changes'));
  assert.deepEqual(
    files.filter((file) => !/^\d{4}-[a-z\d]+(-[a-z\d]+)*\.md$/.test(file)),
    [],
  );
  const wrong = files.flatMap((file) => {
    const lines = read(`changes/${file}`).replace(/\n$/, '').split('\n');
    return lines.filter(
      (line) =>
        !/^(Added|Changed|Fixed|Removed|Security): (?:[a-z`]|Porter ).*\.$/.test(line) || /[.!?] [A-Z`]/.test(line),
    );
  });
  assert.deepEqual(wrong, []);
});

test('nothing in the repository names a place of one machine', () => {
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const wrong = tracked
    .split('\0')
    .filter((file) => /\.(ts|tsx|mjs|js|json|md|yaml|yml|sh|txt|html|css)$|^\.ci\/|^\.[a-z]+$/.test(file))
    // Deleted in the working tree, still known to git.
    .flatMap((file) => {
      try {
        return read(file)
          .split('\n')
          .map((line, at) => ({ place: `${file}:${at + 1}`, line }));
      } catch {
        return [];
      }
    })
    .filter(({ line }) => /(^|[\s"'`(=])\/(home|root|Users|work)\/[\w.-]/.test(line))
    .map(({ place, line }) => `${place}: ${line.trim().slice(0, 100)}`);
  assert.deepEqual(wrong, []);
});

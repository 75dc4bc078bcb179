/**
 * Makes the release in `dist/`: one bundle with splitting, packages outside, the crash points compiled away.
 *
 *   node scripts/node.mjs scripts/build.mjs [--out FOLDER] [--crash]
 *
 * `--crash` makes the second build, which has the crash points, under `.cache/crash-build/<hash of its content>/` and prints
 * that folder: a build that runs is never changed under its processes. The same sources make the same bytes.
 */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './launch.mjs';
import { CACHE } from './parts.mjs';

/** @returns {Promise<{ name: string, contents: Uint8Array }[]>} files by their name in the folder, sorted */
async function bundle({ crash }) {
  // Nothing is written here; the maps name their sources relative to it, so it is the same for every build.
  const outdir = path.join(ROOT, 'dist');
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/main.ts'],
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'linked',
    sourcesContent: false,
    // Takes out what the defined constants make unreachable, calls of functions left empty included.
    minifySyntax: true,
    legalComments: 'none',
    charset: 'utf8',
    define: { PORTER_CRASH_POINTS: String(crash) },
    logLevel: 'warning',
  });
  return outputFiles
    .map(({ path: file, contents }) => ({ name: path.relative(outdir, file), contents }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function put(folder, files) {
  mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-new-`);
  for (const { name, contents } of files) {
    const file = path.join(fresh, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, contents, { mode: name === 'main.js' ? 0o755 : 0o644 });
  }
  chmodSync(fresh, 0o755);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

const crash = process.argv.includes('--crash');
const out = process.argv.indexOf('--out');
const files = await bundle({ crash });
const hash = createHash('sha256');
for (const { name, contents } of files) hash.update(`${name}\0${contents.length}\0`).update(contents);
const digest = hash.digest('hex');

let folder = out === -1 ? path.join(ROOT, 'dist') : path.resolve(process.argv[out + 1] ?? 'dist');
if (crash) folder = path.join(CACHE, 'crash-build', digest.slice(0, 16));
if (!crash || !existsSync(folder)) put(folder, files);
if (crash) console.log(folder);
else console.log(`${files.length} files in ${path.relative(process.cwd(), folder) || '.'}, sha256 ${digest}`);

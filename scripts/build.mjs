/**
 * Builds the release in `dist/`: one bundle with splitting, without crash points. Packages are not bundled, except those that
 * every start would load as hundreds of small files (docs/decisions/0015-bundled-release.md).
 *
 *   node scripts/node.mjs scripts/build.mjs [--out FOLDER] [--crash]
 *
 * `--crash` makes the second build, which has the crash points, under `.cache/crash-build/<hash of its content>/` and prints that
 * folder. The hash in the name keeps a new build from changing one that is running. The same sources produce the same bytes.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './launch.mjs';
import { CACHE } from './parts.mjs';

/**
 * Packages of plain JavaScript that `serve` loads before it listens. Native, large and seldom-needed packages are not bundled.
 */
const BUNDLED = new Set([
  ...[
    '@formatjs/intl-localematcher',
    '@vector-im/matrix-bot-sdk',
    'commander',
    'express',
    'helmet',
    'i18next',
    'kysely',
  ],
  ...['preact', 'preact-render-to-string', 'rate-limiter-flexible', 'undici', 'yaml', 'zod'],
]);

const lean = (name) => path.join(ROOT, 'scripts', 'lean', name);

/** Leaves out code that would be loaded but is never called: half of the release's text, a sixth of its memory at rest. */
const withoutUnused = {
  name: 'without-unused',
  setup(build) {
    // `request` is the SDK's own transport, which `homeserver/sdk.ts` replaces before the first request. `body-parser` holds
    // Express's body parsers, which are unused because `web/body.ts` reads bodies under its own limits.
    build.onResolve({ filter: /^(request|body-parser)$/ }, () => ({ path: lean('nothing.cjs') }));
    build.onResolve({ filter: /^undici$/ }, () => ({ path: lean('undici.mjs') }));
    build.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      importer.includes(path.join('node_modules', 'zod')) ? { path: lean('zod-locales.mjs') } : undefined,
    );
  },
};

/**
 * Turns imports of Node's own modules into `require`. An import reads all exports of the module, which for `node:http` loads a
 * whole client; `require` does not.
 */
const requiredBuiltins = {
  name: 'required-builtins',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ kind, path: name }) =>
      kind === 'import-statement' ? { path: name, namespace: 'required' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'required' }, ({ path: name }) => ({
      contents: `module.exports = require(${JSON.stringify(name)});`,
    }));
  },
};

const manifestOf = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** The licences of all packages in the bundle. They require that they accompany the code. */
function licences({ inputs }) {
  const folders = Object.keys(inputs).map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  const texts = [...new Set(folders.filter((folder) => folder !== undefined))].sort().map((folder) => {
    const home = path.join(ROOT, folder);
    const { name, version, license } = manifestOf(home);
    const files = readdirSync(home).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    const text = files.sort().map((file) => readFileSync(path.join(home, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...text].join('\n\n');
  });
  return Buffer.from(`${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

/** @returns {Promise<{ name: string, contents: Uint8Array }[]>} files sorted by their name in the folder */
async function bundle({ crash }) {
  // Nothing is written to this folder. Source maps name their sources relative to it, so it is the same for every build.
  const outdir = path.join(ROOT, 'dist');
  const { dependencies, optionalDependencies } = manifestOf(ROOT);
  const external = Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !BUNDLED.has(name));
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/main.ts'],
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Node 24 supports `using`. esbuild's own translation is wrong inside loops: it throws an old error again after a success.
    supported: { using: true },
    external,
    plugins: [withoutUnused, requiredBuiltins],
    // CommonJS packages need `require`.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    metafile: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'linked',
    sourcesContent: false,
    // Removes code that the defined constants make unreachable, including calls of functions that became empty.
    minifySyntax: true,
    // Saves 6 MB of memory at rest. The source maps still say where a line came from.
    minifyWhitespace: true,
    legalComments: 'none',
    // A single character beyond Latin-1 would make V8 store two bytes for every character of the file.
    charset: 'ascii',
    define: { PORTER_CRASH_POINTS: String(crash) },
    logLevel: 'warning',
  });
  return outputFiles
    .map(({ path: file, contents }) => ({ name: path.relative(outdir, file), contents }))
    .concat({ name: 'third-party-licences.txt', contents: licences(metafile) })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Writes the files into a new folder beside the target and returns its path. */
function writeBeside(folder, files) {
  mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-new-`);
  for (const { name, contents } of files) {
    const file = path.join(fresh, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, contents, { mode: name === 'main.js' ? 0o755 : 0o644 });
  }
  chmodSync(fresh, 0o755);
  return fresh;
}

/** Replaces the target by the new folder. */
function replace(folder, fresh) {
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/** Moves the new folder to the target, unless it exists: then it has the same content, and somebody may be running it already. */
function putOnce(folder, fresh) {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

const crash = process.argv.includes('--crash');
const out = process.argv.indexOf('--out');
const files = await bundle({ crash });
const hash = createHash('sha256');
for (const { name, contents } of files) hash.update(`${name}\0${contents.length}\0`).update(contents);
const digest = hash.digest('hex');

let folder = out === -1 ? path.join(ROOT, 'dist') : path.resolve(process.argv[out + 1] ?? 'dist');
if (crash) {
  folder = path.join(CACHE, 'crash-build', digest.slice(0, 16));
  if (!existsSync(folder)) putOnce(folder, writeBeside(folder, files));
  console.log(folder);
} else {
  replace(folder, writeBeside(folder, files));
  console.log(`${files.length} files in ${path.relative(process.cwd(), folder) || '.'}, sha256 ${digest}`);
}

/**
 * Lets Node run our sources: `.ts` files by its own removal of types, `.tsx` files compiled by esbuild and kept in `.cache`.
 *
 * Preloaded with `--import` (scripts/launch.mjs). Half of the time that a general loader takes per process, which counts
 * because a run of all tests starts hundreds of processes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks, setSourceMapsSupport } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE } from './parts.mjs';

const require = createRequire(import.meta.url);
const COMPILED = path.join(CACHE, 'compiled-tsx');
const OPTIONS = {
  loader: 'tsx',
  format: 'esm',
  target: 'node24',
  // Node 24 has it; esbuild writes it out wrongly inside loops (scripts/build.mjs).
  supported: { using: true },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'inline',
};

setSourceMapsSupport(true, { nodeModules: false });
registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || !/\.tsx(\?|$)/.test(url)) return next(url, context);
    return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
  },
});

/** The file as JavaScript. Kept under a hash of all that decides it, so nothing kept is ever out of date. */
function compiled(file) {
  const text = readFileSync(file, 'utf8');
  const { version } = require('esbuild/package.json');
  const hash = createHash('sha256')
    .update(JSON.stringify([version, OPTIONS, file, text]))
    .digest('hex');
  const kept = path.join(COMPILED, `${hash.slice(0, 32)}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    // Not compiled yet.
  }
  const { code } = require('esbuild').transformSync(text, { ...OPTIONS, sourcefile: file });
  keep(kept, code);
  return code;
}

/** Put into place whole, because another process may read it at the same moment. */
function keep(file, code) {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A folder that cannot be written to costs time, nothing else.
  }
}

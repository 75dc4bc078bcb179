/**
 * Says how to start the project's own Node: which binary, with which loader, in which environment.
 *
 * Plain JavaScript without dependencies, because it runs on the machine's Node, which may be 20. The loader is named by its
 * absolute path, because Node would look for it from the working directory.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const BROUGHT = path.join(ROOT, 'node_modules', 'node', 'bin', 'node');
const LOADER = path.join(ROOT, 'scripts', 'loader.mjs');

/** Path of the Node 24 that the project brings, otherwise of the running one if it is new enough, otherwise undefined. */
export function findNode() {
  if (existsSync(BROUGHT)) return BROUGHT;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
}

/** The sentence for a machine without Node 24 where npm was not allowed to fetch it. */
export const NO_NODE =
  'Node 24 is missing: the package "node" brings it by its install script, so run "npm ci" without --ignore-scripts.';

/**
 * The command that runs the project's Node, or undefined when there is none.
 *
 * @param {readonly string[]} args everything after `node` on the command line: options, a file, its arguments
 * @returns {{ file: string, args: string[], env: Record<string, string | undefined> } | undefined}
 */
export function launch(args) {
  const file = findNode();
  if (file === undefined) return undefined;
  return {
    file,
    args: ['--import', pathToFileURL(LOADER).href, ...args],
    // What V8 compiled once is kept, with the types already removed.
    env: { NODE_COMPILE_CACHE: path.join(ROOT, '.cache', 'compiled-node'), ...process.env },
  };
}

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../launch.mjs';

/**
 * What `scripts/test.mjs` was asked for.
 *
 * @param {readonly string[]} args
 * @returns {{
 *   root: string, long: boolean, verbose: boolean, checks: boolean, changedSince: string | undefined, filters: string[],
 * }} `changedSince` is a revision when only what a change touches is asked for
 */
export function readOptions(args) {
  const rest = [...args];
  const flag = (name) => {
    const at = rest.indexOf(name);
    if (at === -1) return false;
    rest.splice(at, 1);
    return true;
  };
  const [long, verbose, noChecks] = ['--long', '--verbose', '--no-checks'].map(flag);
  const other = takeValue(rest, '--in');
  const root = other === undefined ? ROOT : path.resolve(other);
  const changedSince = revision(rest, root);
  const filters = rest.filter((arg) => !arg.startsWith('--'));
  const checks = !noChecks && other === undefined && filters.length === 0;
  return { root, long, verbose, checks, changedSince, filters };
}

function takeValue(rest, name) {
  const at = rest.indexOf(name);
  return at === -1 ? undefined : rest.splice(at, 2)[1];
}

/** `--changed` is followed by a revision, or by a part of a path, or by nothing. */
function revision(rest, root) {
  const at = rest.indexOf('--changed');
  if (at === -1) return undefined;
  rest.splice(at, 1);
  const named = rest[at];
  if (named === undefined || named.startsWith('-')) return 'HEAD';
  const { status } = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${named}^{commit}`], { cwd: root });
  if (status !== 0) return 'HEAD';
  rest.splice(at, 1);
  return named;
}

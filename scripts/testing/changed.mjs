import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FOLDERS, walk } from './find-tests.mjs';

const CODE = /\.(tsx?|mts|mjs|cjs)$/;
/** What decides how everything runs. */
const EVERYTHING =
  /^(package(-lock)?\.json|tsconfig\.json|scripts\/(launch|loader|parts|prepare)\.mjs|scripts\/synapse-.*)$/;
/** A test that looks at files themselves may mean any of them. */
const READS_THE_TREE = /\b(ROOT|readdirSync|import\.meta\.dirname)\b|source-files\.ts'/;
/** Whoever starts the program depends on all of it. */
const STARTS_THE_PROGRAM = /'main\.ts'|build\.mjs'/;

/**
 * The test files that changes since a revision can touch: those that import a changed file, over however many others, those
 * that start the program if any of its sources changed, and those that read the tree.
 *
 * @param {{ root: string, since: string }} options `since` is where the branch left it: what others did there is no change
 * @returns {Set<string>} paths from the root
 */
export function findTouched({ root, since }) {
  const changed = changedFiles(root, since);
  const texts = new Map(
    [...FOLDERS, 'scripts']
      .flatMap((folder) => walk(root, folder))
      .filter((file) => CODE.test(file))
      .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
  );
  const all = [...texts.keys()];
  if (changed.some((file) => EVERYTHING.test(file))) return new Set(all);

  const users = new Map();
  const use = (file, user) => users.set(file, [...(users.get(file) ?? []), user]);
  const sources = all.filter((file) => file.startsWith('src/') && !/\.test\./.test(file));
  for (const [file, text] of texts) {
    for (const imported of importsOf(file, text)) use(imported, file);
    if (STARTS_THE_PROGRAM.test(text)) for (const source of sources) use(source, file);
  }
  const touched = new Set(all.filter((file) => READS_THE_TREE.test(texts.get(file)) && /\.test\./.test(file)));
  const next = changed.flatMap((file) => [file, ...(CODE.test(file) ? [] : whoNames(file, texts))]);
  const seen = new Set();
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    touched.add(file);
    next.push(...(users.get(file) ?? []));
  }
  return touched;
}

/** Committed, in the working tree, or new. A file that is gone is one, too. */
function changedFiles(root, since) {
  const git = (...args) => {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr.trim()}`);
    return stdout.split('\0').filter((line) => line !== '');
  };
  const [base] = git('merge-base', since, 'HEAD').map((line) => line.trim());
  return [
    ...git('diff', '--name-only', '--no-renames', '-z', base),
    ...git('ls-files', '--others', '--exclude-standard', '-z'),
  ];
}

/** Files that are imported by relative paths, types included: what is only a type cannot fail, but its file may hold more. */
function importsOf(file, text) {
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, name]) => name);
  return named.map((name) => path.posix.join(path.posix.dirname(file), name));
}

/** What is no code is used by those who name it, e.g. a script or a picture. */
const whoNames = (file, texts) =>
  [...texts].filter(([, text]) => text.includes(path.posix.basename(file))).map(([name]) => name);

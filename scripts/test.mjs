/**
 * `npm test`: brings what is missing, then runs everything and counts it.
 *
 *   node scripts/test.mjs [--long] [--verbose] [--no-checks] [--changed [REVISION]] [part of a path …]
 *
 * The last line is always `N passed, N failed`, with `, N skipped` behind it when something was skipped. Format and lint,
 * types, lost promises and unused exports count as one each. With parts of paths only those test files run; with `--changed` those that the
 * changes since a revision (HEAD unless told) can touch, and the checks. A file that fails runs once more alone when all
 * others have ended; if it passes then, it counts as passed and is named as `flaky`. Plain JavaScript without dependencies:
 * it starts on Node 20, before anything is installed.
 *
 * `--in FOLDER` runs the test files of another folder instead, which is how the runner itself is tested.
 */
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch, ROOT } from './launch.mjs';
import { prepare } from './prepare.mjs';
import { findTouched } from './testing/changed.mjs';
import { longestFirst, readDurations, writeDurations } from './testing/durations.mjs';
import { findTests } from './testing/find-tests.mjs';
import { readOptions } from './testing/options.mjs';
import { makeReport } from './testing/report.mjs';
import { endAll, runProgram, runTestFile } from './testing/run-file.mjs';
import { runTests } from './testing/run-tests.mjs';
import { startSharedServers } from './testing/shared-servers.mjs';

const { root, long, verbose, checks, changedSince, filters } = readOptions(process.argv.slice(2));
const cache = path.join(root, '.cache');
/** Everything that any child said in this run; searched for secrets at the end. */
const OUTPUT = path.join(cache, 'test-output.log');
const DURATIONS = path.join(cache, 'test-durations.json');
/** Marks that secrets in tests carry, followed by what makes them secret. */
const CANARY = /canary-[a-z-]+-[0-9a-f]{16,}/;

if (root === ROOT) {
  const { ok, missing } = prepare(long ? 'long' : 'test');
  for (const sentence of missing) console.error(`prepare: ${sentence}`);
  if (!ok) {
    console.log('The preparation failed, so nothing could run.\n0 passed, 1 failed');
    process.exit(1);
  }
}

mkdirSync(cache, { recursive: true });
writeFileSync(OUTPUT, '');
const keep = (text) => appendFileSync(OUTPUT, text);
const report = makeReport({ say: console.log, keep, verbose });
const folder = mkdtempSync(path.join(os.tmpdir(), 'porter-test-'));
// PostgreSQL runs as another user and must reach its own folder in here.
chmodSync(folder, 0o711);
const env = {
  ...process.env,
  TMPDIR: folder,
  PORTER_TEST_OUTPUT: OUTPUT,
  // The release says politely that an old Node will not do.
  PORTER_MACHINE_NODE: process.execPath,
  ...(long ? { PORTER_LONG: '1' } : {}),
  NO_COLOR: '1',
  FORCE_COLOR: '0',
};
delete env.NODE_TEST_CONTEXT;
delete env.NODE_OPTIONS;

let endShared = () => {};
process.on('exit', () => {
  endAll();
  endShared();
  try {
    // Whatever was just ended may still write its last into its folder: tried for up to 15 s.
    rmSync(folder, { recursive: true, force: true, maxRetries: 12, retryDelay: 200 });
  } catch (error) {
    console.error(`${folder} could not be removed: ${error.message}`);
  }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    console.log(`\nEnded by ${signal}.\n${report.summary()}`);
    process.exit(1);
  });
}

const check = (name, script, args) => async () => {
  const command = launch([path.join(ROOT, 'node_modules', script), ...args]);
  const { ended, output, ms } = await runProgram(command.file, command.args, { env, cwd: ROOT, limitMs: 900_000 });
  report.tell(name, { passed: ended === '' ? 1 : 0, failed: ended === '' ? [] : [ended], skipped: [], output, ms });
};

const found = findTests({ root, long, filters });
const touched = changedSince === undefined ? undefined : findTouched({ root, since: changedSince });
const tests = longestFirst(
  found.filter(({ file }) => touched === undefined || touched.has(file)),
  readDurations(DURATIONS),
);
if (touched !== undefined) console.log(`${tests.length} of ${found.length} test files can be touched by the changes.`);

const checksOfTheTree = [
  check('lost promises', 'eslint/bin/eslint.js', [
    ...['--no-color', 'src', 'test', 'demo', 'bench', '--no-error-on-unmatched-pattern'],
  ]),
  check('types', 'typescript/bin/tsc', ['--noEmit', '-p', '.']),
  check('exports and packages that nobody uses', 'knip/bin/knip.js', ['--no-progress']),
  check('format and lint', '@biomejs/biome/bin/biome', ['check', '--colors=off', '--max-diagnostics=50']),
];
if (root === ROOT && tests.some(({ needsServers }) => needsServers)) {
  const shared = await startSharedServers({ env, folder, say: keep });
  endShared = shared.end;
  Object.assign(env, shared.env);
}
const seconds = await runTests({
  first: checks ? checksOfTheTree : [],
  tests,
  // A file with real servers waits more than it works.
  workers: 2 * os.cpus().length,
  run: ({ file, limitMs }) => runTestFile(file, { env, cwd: root, limitMs, folder }),
  report,
});
writeDurations(DURATIONS, seconds);
endShared();

if (filters.length === 0) {
  const leaked = readFileSync(OUTPUT, 'utf8')
    .split('\n')
    .flatMap((line, at) => (CANARY.test(line) ? [`line ${at + 1} of ${path.relative(ROOT, OUTPUT)}`] : []));
  report.tell('L1: nothing that any process printed holds a secret', {
    passed: leaked.length === 0 ? 1 : 0,
    failed: leaked.length === 0 ? [] : [`${leaked.length} lines hold one, the first: ${leaked[0]}`],
    skipped: [],
    output: '',
    ms: 0,
  });
}

if (report.count.passed + report.count.failed === 0) {
  report.fail(`nothing ran${filters.length > 0 ? ` for ${filters.join(' ')}` : ''}`);
}
report.close();
process.exitCode = report.count.failed > 0 ? 1 : 0;

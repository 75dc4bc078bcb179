/**
 * `npm test`: brings what is missing, then runs everything and counts it.
 *
 *   node scripts/test.mjs [--long] [--verbose] [--no-checks] [part of a path …]
 *
 * The last line is always `N passed, N failed`, with `, N skipped` behind it when something was skipped. Format and lint,
 * types and lost promises count as one each. With parts of paths only those test files run. Plain JavaScript without
 * dependencies: it starts on Node 20, before anything is installed.
 */
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch, ROOT } from './launch.mjs';
import { CACHE } from './parts.mjs';
import { prepare } from './prepare.mjs';
import { findTests } from './testing/find-tests.mjs';
import { endAll, runProgram, runTestFile } from './testing/run-file.mjs';

const options = new Set(process.argv.slice(2).filter((arg) => arg.startsWith('--')));
const filters = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const long = options.has('--long');
const count = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const skips = [];

/** Everything that any child said in this run; searched for secrets at the end. */
const OUTPUT = path.join(CACHE, 'test-output.log');
/** Marks that secrets in tests carry, followed by what makes them secret. */
const CANARY = /canary-[a-z-]+-[0-9a-f]{16,}/;

const { ok, missing } = prepare('test');
for (const sentence of missing) console.error(`prepare: ${sentence}`);
if (!ok) {
  console.log('The preparation failed, so nothing could run.\n0 passed, 1 failed');
  process.exit(1);
}

mkdirSync(CACHE, { recursive: true });
writeFileSync(OUTPUT, '');
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

process.on('exit', () => {
  endAll();
  try {
    // Whatever was just ended may still write its last into its folder.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    console.error(`${folder} could not be removed: ${error.message}`);
  }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    console.log(`\nEnded by ${signal}.\n${summary()}`);
    process.exit(1);
  });
}

function summary() {
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  return `${count.passed} passed, ${count.failed} failed${skipped}`;
}

function tell({ name, passed, failed, skipped, left = true, output, ms }) {
  count.passed += passed;
  count.failed += failed.length;
  count.skipped += skipped.length;
  appendFileSync(OUTPUT, `\n=== ${name}\n${output}`);
  failures.push(...failed.map((test) => `${name}: ${test}`));
  skips.push(...skipped.map((test) => `${name}: ${test}`));
  const numbers = [`${passed} passed`];
  if (failed.length > 0) numbers.push(`${failed.length} FAILED`);
  if (skipped.length > 0) numbers.push(`${skipped.length} skipped`);
  if (!left) numbers.push('said its last, did not leave, was ended');
  console.log(`${failed.length > 0 ? '✖' : '✔'} ${name}: ${numbers.join(', ')} (${(ms / 1000).toFixed(1)} s)`);
  if (failed.length > 0 || options.has('--verbose')) console.log(output.replace(/^/gm, '    '));
}

async function check(name, script, args) {
  const command = launch([path.join(ROOT, 'node_modules', script), ...args]);
  const { ended, output, ms } = await runProgram(command.file, command.args, { env, cwd: ROOT, limitMs: 900_000 });
  tell({ name, passed: ended === '' ? 1 : 0, failed: ended === '' ? [] : [ended], skipped: [], output, ms });
}

/** As many at once as told, in the order given. */
async function pool(size, work) {
  const queue = [...work];
  await Promise.all(
    Array.from({ length: size }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await next();
    }),
  );
}

const cores = os.cpus().length;
const tests = findTests({ root: ROOT, long, filters });
const ofWeight = (weight) =>
  tests
    .filter((test) => test.weight === weight)
    .map(
      ({ file, limitMs }) =>
        async () =>
          tell({ name: file, ...(await runTestFile(file, { env, cwd: ROOT, limitMs, folder })) }),
    );

if (filters.length === 0 && !options.has('--no-checks')) {
  await pool(2, [
    () => check('types', 'typescript/bin/tsc', ['--noEmit', '-p', '.']),
    () => check('format and lint', '@biomejs/biome/bin/biome', ['check', '--colors=off', '--max-diagnostics=50']),
    () =>
      check('lost promises', 'eslint/bin/eslint.js', [
        '--no-color',
        'src',
        'test',
        'demo',
        'bench',
        '--no-error-on-unmatched-pattern',
      ]),
  ]);
}
await pool(Math.max(2, cores + 1), ofWeight('light'));
await pool(Math.max(2, Math.floor(cores / 2)), ofWeight('heavy'));
await pool(1, ofWeight('alone'));

if (filters.length === 0) {
  const leaked = readFileSync(OUTPUT, 'utf8')
    .split('\n')
    .flatMap((line, at) => (CANARY.test(line) ? [`line ${at + 1} of ${path.relative(ROOT, OUTPUT)}`] : []));
  tell({
    name: 'L1: nothing that any process printed holds a secret',
    passed: leaked.length === 0 ? 1 : 0,
    failed: leaked.length === 0 ? [] : [`${leaked.length} lines hold one, the first: ${leaked[0]}`],
    skipped: [],
    output: '',
    ms: 0,
  });
}

if (count.passed + count.failed === 0) {
  count.failed += 1;
  failures.push(`nothing ran${filters.length > 0 ? ` for ${filters.join(' ')}` : ''}`);
}
if (skips.length > 0) console.log(`\nSkipped:\n${skips.map((line) => `  ${line}`).join('\n')}`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${summary()}`);
process.exitCode = count.failed > 0 ? 1 : 0;

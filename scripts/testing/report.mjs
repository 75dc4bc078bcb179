/**
 * Says and counts what ran.
 *
 * @typedef {{ passed: number, failed: string[], skipped: string[], left?: boolean, output: string, ms: number }} Result
 *   `failed` and `skipped` are names of tests; `left` is false when the file's process had to be ended
 *
 * @param {{ say: (text: string) => void, keep: (text: string) => void, verbose: boolean }} options `keep` gets all output
 */
export function makeReport({ say, keep, verbose }) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const skips = [];
  const flaky = [];

  const show = (name, { passed, failed, skipped, left = true, output, ms }, note = '') => {
    keep(`\n=== ${name}\n${output}`);
    const numbers = [`${passed} passed`];
    if (failed.length > 0) numbers.push(`${failed.length} FAILED${note}`);
    if (skipped.length > 0) numbers.push(`${skipped.length} skipped`);
    if (!left) numbers.push('said its last, did not leave, was ended');
    say(`${failed.length > 0 ? '✖' : '✔'} ${name}: ${numbers.join(', ')} (${(ms / 1000).toFixed(1)} s)`);
    if (failed.length > 0 || verbose) say(indented(output));
  };
  const add = (name, { passed, failed, skipped }) => {
    count.passed += passed;
    count.failed += failed.length;
    count.skipped += skipped.length;
    failures.push(...failed.map((test) => `${name}: ${test}`));
    skips.push(...skipped.map((test) => `${name}: ${test}`));
  };
  const summary = () => {
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    return `${count.passed} passed, ${count.failed} failed${skipped}`;
  };

  return {
    /** A result that counts. @param {string} name @param {Result} result */
    tell(name, result) {
      show(name, result);
      add(name, result);
    },
    /** A first failure, which counts only if no second run follows. @param {string} name @param {Result} result */
    tellFirst: (name, result) => show(name, result, ', runs once more alone'),
    /** The second run, which is the one that counts. @param {string} name @param {Result} first @param {Result} second */
    tellSecond(name, first, second) {
      this.tell(`${name} (second run, alone)`, second);
      if (second.failed.length === 0) flaky.push({ name, first, second });
    },
    fail(sentence) {
      count.failed += 1;
      failures.push(sentence);
    },
    /** A result that counts and is already shown. */
    add,
    get count() {
      return count;
    },
    summary,
    /** All that was skipped, failed or passed only the second time, then the count as the last line. */
    close() {
      if (skips.length > 0) say(`\nSkipped:\n${lines(skips)}`);
      if (failures.length > 0) say(`\nFailed:\n${lines(failures)}`);
      for (const { name, first, second } of flaky) {
        say(`\nflaky: ${name}: failed at first (${first.failed.join('; ')}), passed alone`);
        say(`  The first run said:\n${indented(first.output)}\n  The second run said:\n${indented(second.output)}`);
      }
      say(`\n${summary()}`);
    },
  };
}

const indented = (text) => text.replace(/^/gm, '    ');
const lines = (texts) => texts.map((text) => `  ${text}`).join('\n');

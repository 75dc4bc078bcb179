#!/usr/bin/env bash
# better-sqlite3 13.2.0 on Node 24.21.0.
#
# Two programs share a database in WAL mode, and both have opened it with `timeout: 5000`, so that a write waits up to five seconds for
# another writer. One of them runs an ordinary transaction: it reads a number and writes the next one, with the library's own
# `transaction()`. While it is between the two, the other program writes a row, which takes a millisecond. One expects the first to
# wait, if at all, and then to write. What happens: its write fails at once with SQLITE_BUSY_SNAPSHOT, five seconds early, although by
# then nobody else is writing: what it has read is no longer the newest state, and no waiting can mend that. `transaction()` begins
# without claiming the right to write. Begun with `.immediate()` the same transaction has that right from its first line, the other
# program's write is the one that waits, and both succeed.
#
# Needs bash and npm, which brings the Node that is meant. Prints what was seen; ends with 1 if it differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" better-sqlite3@13.2.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import Database from 'better-sqlite3';

const db = new Database('numbers.db', { timeout: 5_000 });
const other = [process.execPath, ['see.mjs', 'other'], { stdio: 'inherit' }];

if (process.argv[2] === 'other') {
  // The other program.
  db.prepare('INSERT INTO numbers VALUES (1000)').run();
} else {
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE numbers (number INTEGER); INSERT INTO numbers VALUES (1)');
  let writing;
  const next = db.transaction((meanwhile) => {
    const { most } = db.prepare('SELECT max(number) AS most FROM numbers').get();
    meanwhile();
    writing = performance.now();
    db.prepare('INSERT INTO numbers VALUES (?)').run(most + 1);
  });

  let outcome = 'written';
  try {
    next(() => assert.equal(spawnSync(...other).status, 0));
  } catch (error) {
    outcome = error.code;
  }
  const waited = Math.round(performance.now() - writing);
  console.log(`begun as usual: ${outcome} after ${waited} ms of 5000`);

  let ended;
  next.immediate(() => {
    ended = once(spawn(...other), 'exit');
    // Half a second in which the other program begins to write, and waits.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  });
  const [status] = await ended;
  console.log(`begun with immediate(): written; the other program ended with ${status}`);
  const { rows } = db.prepare('SELECT count(*) AS rows FROM numbers').get();
  assert.deepEqual([outcome, status, rows], ['SQLITE_BUSY_SNAPSHOT', 0, 4]);
  assert.ok(waited < 5_000);
  console.log('as described');
}
JS
node_modules/.bin/node see.mjs

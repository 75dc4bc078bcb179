import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/launch.mjs';
import { findPart } from '../../scripts/parts.mjs';
import { needs } from '../support/needs.ts';

describe('the demo', needs('synapse'), () => {
  const demo = async (...options: string[]) => {
    const script = path.join(ROOT, 'scripts', 'demo.mjs');
    // The machine's own Node starts it, as npm does.
    const node = process.env['PORTER_MACHINE_NODE'] ?? process.execPath;
    // Longer than the demo gives itself, so that it is the one that says what it waited for.
    return (await promisify(execFile)(node, [script, '--once', ...options], { timeout: 360_000 })).stdout;
  };

  test('npm run demo -- --once walks one application from the form to a log-in and ends with 0', async () => {
    const stdout = await demo();
    assert.match(stdout, /logged in at Synapse/);
    const channels = findPart('prosody') ? 'Matrix, Telegram, Discord, XMPP, mail' : 'Matrix, Telegram, Discord, mail';
    assert.ok(stdout.includes(`reached ${channels}:`), stdout);
    assert.match(stdout, /Done/);
  });

  test('with --store local the account lives in Porter: found, resolved, its password changed, and kept over a kill', async () => {
    const stdout = await demo('--store', 'local');
    for (const step of [
      /logged in at Synapse/,
      /finds her/,
      /is hers/,
      /changed the password/,
      /lets her in/,
      /Done/,
    ]) {
      assert.match(stdout, step);
    }
  });
});

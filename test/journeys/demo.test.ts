import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/launch.mjs';
import { findPart } from '../../scripts/parts.mjs';
import { needs } from '../support/needs.ts';

describe('the demo', needs('synapse'), () => {
  test('npm run demo -- --once walks one application from the form to a log-in and ends with 0', async () => {
    const script = path.join(ROOT, 'scripts', 'demo.mjs');
    // The machine's own Node starts it, as npm does.
    const node = process.env['PORTER_MACHINE_NODE'] ?? process.execPath;
    // Longer than the demo gives itself, so that it is the one that says what it waited for.
    const { stdout } = await promisify(execFile)(node, [script, '--once'], { timeout: 360_000 });
    assert.match(stdout, /logged in at Synapse/);
    const channels = findPart('prosody') ? 'Matrix, Telegram, Discord, XMPP, mail' : 'Matrix, Telegram, Discord, mail';
    assert.ok(stdout.includes(`reached ${channels}:`), stdout);
    assert.match(stdout, /Done/);
  });
});

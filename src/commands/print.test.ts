import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { launch, ROOT } from '../../scripts/launch.mjs';

test('whoever reads no further ends the command, without a word', async () => {
  const launched = launch([path.join(ROOT, 'src', 'main.ts'), 'schema']);
  assert.ok(launched);
  const child = spawn(launched.file, launched.args, { env: launched.env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  assert.deepEqual([code, complaints], [0, '']);
});

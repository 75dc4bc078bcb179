import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { launch } from '../../scripts/launch.mjs';
import { freePort } from './free-port.ts';

/** What another process is given, asking `count` times. */
async function elsewhere(count: number): Promise<number[]> {
  const file = JSON.stringify(path.join(import.meta.dirname, 'free-port.ts'));
  const script = `const { freePort } = await import(${file});
    const given = [];
    for (let i = 0; i < ${count}; i += 1) given.push(await freePort());
    console.log(JSON.stringify(given));
    await new Promise((end) => setTimeout(end, 500));`;
  const { file: node, args, env } = launch(['--input-type=module', '--eval', script]) ?? assert.fail();
  return JSON.parse((await promisify(execFile)(node, args, { env })).stdout) as number[];
}

test('no port is given twice, in this process or in others that ask at the same time', async () => {
  const here: number[] = [];
  for (let i = 0; i < 100; i += 1) here.push(await freePort());
  const all = [...here, ...(await Promise.all([elsewhere(70), elsewhere(70), elsewhere(70)])).flat()];
  assert.equal(new Set(all).size, all.length);
});

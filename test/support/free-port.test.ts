import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { launch } from '../../scripts/launch.mjs';
import { freePort } from './free-port.ts';

/** A process that asks `count` times, says what it was given, and keeps it until its input ends. */
function elsewhere(count: number): { readonly given: Promise<readonly number[]>; end(): void } {
  const file = JSON.stringify(path.join(import.meta.dirname, 'free-port.ts'));
  const script = `const { freePort } = await import(${file});
    const given = [];
    for (let i = 0; i < ${count}; i += 1) given.push(await freePort());
    console.log(JSON.stringify(given));
    process.stdin.resume();`;
  const { file: node, args, env } = launch(['--input-type=module', '--eval', script]) ?? assert.fail();
  const child = spawn(node, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const said = async () => {
    for await (const line of createInterface(child.stdout)) return JSON.parse(line) as number[];
    throw new Error('it ended without a word');
  };
  return { given: said(), end: () => void child.stdin.end() };
}

test('no port is given twice, in this process or in others that ask at the same time', async () => {
  const here: number[] = [];
  for (let i = 0; i < 100; i += 1) here.push(await freePort());
  const others = [elsewhere(70), elsewhere(70), elsewhere(70)];
  try {
    const all = [...here, ...(await Promise.all(others.map(({ given }) => given))).flat()];
    assert.equal(new Set(all).size, all.length);
  } finally {
    for (const other of others) other.end();
  }
});

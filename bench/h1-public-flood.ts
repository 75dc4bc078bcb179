import { type ChildProcess, spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { launch, NO_NODE } from '../scripts/launch.mjs';
import { ask } from '../test/support/ask.ts';
import type { Flood } from './h1-flooder.ts';
import { openBenchHouse } from './house.ts';
import { percentile } from './statistics.ts';
import type { Row } from './table.ts';

const BUDGET = 5;
/** At least so many single durations. */
const LEAST = 1_000;
/** Connections that the listener keeps, and what else a process has open. */
const MOST_OPEN = 2_000 + 100;
/** Headers 3 s, whole request 6 s, unread answer 10 s (seen after 13 s), and what a busy machine adds. */
const LONGEST_LIFE: Readonly<Record<string, number>> = { headers: 10_000, body: 15_000, reading: 20_000 };

/** The apply page on a connection of its own, as a stranger comes. Milliseconds. */
async function visit(port: number): Promise<number> {
  const began = performance.now();
  const { status, body } = await ask(port, '/');
  const ms = performance.now() - began;
  if (status !== 200 || !body.includes('name="username"')) throw new Error(`the page answered ${status}`);
  return ms;
}

async function visits(port: number, goOn: (done: number) => boolean): Promise<readonly number[]> {
  const times: number[] = [];
  while (goOn(times.length)) times.push(await visit(port));
  return times;
}

interface Flooder extends AsyncDisposable {
  /** Resolves with its next line. */
  line(): Promise<string>;
  readonly child: ChildProcess;
}

function startFlooder(port: number, asset: string): Flooder {
  const command = launch([path.join(import.meta.dirname, 'h1-flooder.ts'), String(port), asset]);
  if (command === undefined) throw new Error(NO_NODE);
  const child = spawn(command.file, command.args, { env: command.env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    child,
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error('the flooder has ended');
      return value;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

export async function rows(): Promise<readonly Row[]> {
  await using house = await openBenchHouse();
  const { sitePort: port, pid } = house.porter;
  const asset = /href="(\/assets\/[^"]+\.css)"/.exec((await ask(port, '/')).body)?.[1];
  if (asset === undefined) throw new Error('the page has no style sheet');
  await visits(port, (done) => done < LEAST / 4);

  const before = await visits(port, (done) => done < LEAST / 2);
  await using flooder = startFlooder(port, asset);
  await flooder.line();
  let over = false;
  void flooder.line().then(() => {
    over = true;
  });
  let mostOpen = 0;
  const during = await visits(port, (done) => {
    // Not every time, because listing them takes a moment.
    if (done % 100 === 0) {
      void readdir(`/proc/${pid}/fd`).then((open) => {
        mostOpen = Math.max(mostOpen, open.length);
      });
    }
    return done < LEAST || !over;
  });
  flooder.child.stdin?.end();
  const flood = JSON.parse(await flooder.line()) as Flood;
  const after = await visits(port, (done) => done < LEAST / 2);

  for (const [kind, longest] of Object.entries(LONGEST_LIFE)) {
    const lived = flood.longest[kind] ?? Number.POSITIVE_INFINITY;
    if (lived > longest) throw new Error(`slow ${kind} lived for ${lived} ms: ${JSON.stringify(flood)}`);
  }
  if (mostOpen > MOST_OPEN) throw new Error(`${mostOpen} files and connections were open`);
  const quiet = [...before, ...after];
  const ratio = percentile(during, 0.99) / percentile(quiet, 0.99);
  const show = (times: readonly number[]) => `p99 ${percentile(times, 0.99).toFixed(1)} ms (N ${times.length})`;
  return [
    {
      id: 'H1',
      measure: `apply page during 3 × 300 slow sockets and ${flood.silent.toLocaleString('en')} silent ones; in quiet`,
      ...{ porter: show(during), limit: show(quiet) },
      ...{ ratio: ratio.toFixed(2), budget: `≤ ${BUDGET.toFixed(2)}`, ok: ratio <= BUDGET ? 'yes' : 'no' },
    },
  ];
}

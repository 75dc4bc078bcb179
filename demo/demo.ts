import os from 'node:os';
import { parseArgs } from 'node:util';
import { findPart, HOW_TO_GET } from '../scripts/parts.mjs';
import { walkAccount } from './accounts.ts';
import { walkOnce } from './once.ts';
import { sshLine, takePorts } from './ports.ts';
import { showInBrowser } from './show-in-browser.ts';
import { openWatch } from './watch.ts';
import { openWorld, type Store, type World, whenAborted } from './world.ts';

const USAGE = `npm run demo             starts a real Synapse, Porter and a mail catcher, and one page to watch and vote
npm run demo -- --once   walks one application from the form to a log-in by itself, and ends with 0
      --store local      the accounts live in Porter, which Synapse asks about passwords`;

/** Minutes. If it takes longer, something hangs. */
const ONCE_LIMIT = 5;

async function main(): Promise<number> {
  const { once, help, store } = readOptions();
  if (help) {
    console.log(USAGE);
    return 0;
  }
  if (findPart('synapse') === undefined) {
    console.error(HOW_TO_GET.synapse);
    return 2;
  }
  const told = (sentence: string) => console.log(`✓ ${sentence}`);
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => asked.abort());
  const ended = whenAborted(asked.signal);
  ended.catch(() => {});

  try {
    const ports = once ? undefined : await takePorts(told);
    await using world = await openWorld(told, asked.signal, { ports, store });
    if (ports === undefined) {
      await Promise.race([walk(world, told), ended, tooLate()]);
      console.log('✓ Done: from the form to a log-in, on real parts.');
      return 0;
    }
    await using watch = await openWatch(world, ports.watch);
    showInBrowser(watch.url);
    console.log(
      `\n  Open ${watch.url} to apply, read the mail and vote.\n  If your browser runs on another machine, type there first:\n    ${sshLine(ports, here())}\n  Ctrl-C ends everything.\n`,
    );
    await ended.catch(() => {});
    console.log('\nEnding …');
    return 0;
  } catch (error) {
    if (asked.signal.aborted) return 130;
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
    for (let cause = error; cause instanceof Error && cause.cause !== undefined; cause = cause.cause) {
      console.error(`  because: ${cause.cause instanceof Error ? cause.cause.message : String(cause.cause)}`);
    }
    return 1;
  }
}

async function walk(world: World, told: (sentence: string) => void): Promise<void> {
  const lena = await walkOnce(world, told);
  if (world.identityApi !== undefined) await walkAccount(world, lena, told);
}

/** This machine as others call it. */
const here = (): string => `${os.userInfo().username}@${os.hostname()}`;

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`It took longer than ${ONCE_LIMIT} minutes.`)), ONCE_LIMIT * 60_000).unref();
  });
}

function readOptions(): { readonly once: boolean; readonly help: boolean; readonly store: Store } {
  try {
    const { values } = parseArgs({
      options: { once: { type: 'boolean' }, store: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const { once = false, store = 'synapse', help = false } = values;
    if (store !== 'synapse' && store !== 'local') throw new Error('--store is synapse or local.');
    return { once, help, store };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}

process.exit(await main());

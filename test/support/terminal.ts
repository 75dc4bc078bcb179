import { spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { launch, NO_NODE, ROOT } from '../../scripts/launch.mjs';
import { quoted } from '../../src/kernel/system-user.ts';
import { needsCommand } from './needs.ts';

/** What tests that need `typeAt` pass as options: skipped with a sentence where there is no `script`, a failure where `CI` is set. */
export const needsTerminal = () => needsCommand('script', '--version', 'install the package bsdutils (util-linux)');

/** For a whole command, milliseconds. */
const PATIENCE = 120_000;

export interface Typed {
  /** Text that is on the screen before this is typed; looked for in what came since the last typing. */
  readonly after: string;
  readonly type: string;
}

/**
 * Runs one command of Porter from the sources at a terminal of its own, 50 lines of 400 columns so that no sentence is broken, and types there.
 *
 * @returns its exit code, and all that the terminal has shown, without colours and the moves of the cursor
 */
export async function typeAt(
  args: readonly string[],
  cwd: string,
  typed: readonly Typed[],
): Promise<{ readonly code: number; readonly screen: string }> {
  const launched = launch([path.join(ROOT, 'src', 'main.ts'), ...args]);
  if (launched === undefined) throw new Error(NO_NODE);
  const line = [launched.file, ...launched.args].map(quoted).join(' ');
  const child = spawn('script', ['-qec', `stty rows 50 cols 400; exec ${line}`, '/dev/null'], {
    cwd,
    env: { ...process.env, ...launched.env, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const left = [...typed];
  let shown = '';
  let since = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    const [next] = left;
    if (next === undefined || !stripVTControlCharacters(shown.slice(since)).includes(next.after)) return;
    left.shift();
    since = shown.length;
    child.stdin.write(next.type);
  });
  // A question that nobody expected would be waited for without end.
  const giveUp = setTimeout(() => child.kill(), PATIENCE);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  clearTimeout(giveUp);
  if (left.length > 0) throw new Error(`never asked: ${left[0]?.after}\n${stripVTControlCharacters(shown)}`);
  return { code, screen: stripVTControlCharacters(shown) };
}

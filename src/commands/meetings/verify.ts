import { text } from 'node:stream/consumers';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { print, printJson } from '../print.ts';
import type { CommonOptions } from '../with-config.ts';
import { withMeetingsConfig } from './with-meetings.ts';

const symbols = { fine: ' ', warn: '?', bad: '!' } as const;

/**
 * Says what a token grants, and what a Jitsi server of this configuration would object to. Exits with 1 when it would refuse it.
 *
 * @param given the token or the link that holds it, in as many pieces as the shell made of it; or `-` to read it from standard
 * input, because everybody on the machine sees a command line
 */
export const verify = (given: readonly string[], options: CommonOptions): Promise<Exit> =>
  withMeetingsConfig(options, async (meetings) => {
    const { explain } = await import('../../app/meetings/tools.ts');
    const pasted = given.join(' ');
    const lines = await explain(meetings, pasted === '-' ? await text(process.stdin) : pasted, commandRuntime().clock);
    const ok = !lines.some(({ level }) => level === 'bad');
    if (options.json) printJson({ ok, lines });
    else print(lines.map(({ level, sentence }) => `${symbols[level]} ${sentence}`).join('\n'));
    return ok ? FINE : REFUSED;
  });

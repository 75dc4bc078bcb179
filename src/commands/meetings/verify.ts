import { commandBasics } from '../basics.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { print, printJson } from '../print.ts';
import type { CommonOptions } from '../with-config.ts';
import { withMeetingsConfig } from './with-meetings.ts';

const marks = { fine: ' ', warn: '?', bad: '!' } as const;

/** What a token grants, and what a Jitsi server of this configuration would object to; 1 when it would refuse. */
export const verify = (token: string, options: CommonOptions): Promise<Exit> =>
  withMeetingsConfig(options, async (meetings) => {
    const { explain } = await import('../../app/meetings-tools.ts');
    const lines = await explain(meetings, token.trim(), commandBasics().clock);
    const ok = !lines.some(({ level }) => level === 'bad');
    if (options.json) printJson({ ok, lines });
    else print(lines.map(({ level, sentence }) => `${marks[level]} ${sentence}`).join('\n'));
    return ok ? FINE : REFUSED;
  });

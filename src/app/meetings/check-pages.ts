import { request } from 'undici';
import { type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import { type ClockDifference, certainSeconds, compareClocks } from '../../kernel/clock-difference.ts';
import { codeOf, remedyUnreachable, whyNoResponse } from '../../kernel/why-unreachable.ts';
import type { MeetingsConfig } from './config.ts';

const WAIT_MS = 5 * SECOND;

/**
 * Checks that the Jitsi server's pages respond, and that its clock, which the `Date` of the response shows, agrees with ours: it
 * refuses a token before its `nbf` and from its `exp` on to the second.
 */
export async function checkPages(
  { url, leeway }: Pick<MeetingsConfig, 'url' | 'leeway'>,
  clock: Pick<Clock, 'now'>,
): Promise<readonly CheckLine[]> {
  const asked = clock.now();
  try {
    const { statusCode, headers, body } = await request(url, { headersTimeout: WAIT_MS, bodyTimeout: WAIT_MS });
    await body.dump();
    const answered = clock.now();
    const pages =
      statusCode < 400
        ? fine('meetings', `${url} answers.`)
        : warn('meetings', {
            code: 'meetings.url',
            sentence: `${url} answers ${statusCode}.`,
            remedy: 'meetings.url must be the address of the Jitsi pages: join links begin with it.',
          });
    return [pages, ...clockLines(compareClocks(headers['date'], { asked, answered }), leeway)];
  } catch (error) {
    return [
      warn('meetings', {
        code: 'meetings.url',
        sentence: `${url} cannot be reached from here (${whyNoResponse(error)}).`,
        remedy:
          remedyUnreachable(codeOf(error) ?? '', new URL(url).hostname, 'people') ??
          'Fine if only people reach it; otherwise correct meetings.url.',
      }),
    ];
  }
}

/** Tokens of ten minutes lose a part of their life that somebody notices. */
const MUCH = 30 * SECOND;

function clockLines(difference: ClockDifference | undefined, leeway: number): readonly CheckLine[] {
  const ahead = difference === undefined ? 0 : certainSeconds(difference);
  const differs = (how: string, remedy: string) => [
    warn('meetings', {
      code: 'meetings.clock',
      sentence: `The clock of the Jitsi pages is at least ${how}`,
      remedy: `Let both machines keep time by NTP${remedy}.`,
    }),
  ];
  if (-ahead * SECOND > leeway) {
    return differs(
      `${-ahead} seconds behind this machine's: their server refuses a fresh token as not good yet.`,
      ', or raise meetings.leeway',
    );
  }
  if (ahead * SECOND <= MUCH) return [];
  return differs(`${ahead} seconds ahead of this machine's: tokens end there so much earlier.`, '');
}

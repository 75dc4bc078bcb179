import { request } from 'undici';
import { type CheckLine, fine, warn } from '../kernel/check-line.ts';
import { type Clock, SECOND } from '../kernel/clock.ts';
import { type ClockDifference, certainSeconds, compareClocks } from '../kernel/clock-difference.ts';

const SMALL_DIFFERENCE = 30 * SECOND;
const TIME_LIMIT = 10 * SECOND;

/** Compares the clocks: links and codes end by ours, and a clock that is far wrong also breaks TLS and tokens elsewhere. */
export async function checkClock(url: string, clock: Pick<Clock, 'now'>): Promise<readonly CheckLine[]> {
  const difference = await askTheirTime(url, clock);
  // If the homeserver does not respond, its step says so.
  if (difference === undefined) return [];
  const seconds = certainSeconds(difference);
  if (Math.abs(seconds) * SECOND <= SMALL_DIFFERENCE) {
    return [fine('clock', 'The clocks of homeserver and Porter agree.')];
  }
  const words = `${Math.abs(seconds)} seconds ${seconds < 0 ? 'ahead of' : 'behind'}`;
  return [
    warn('clock', {
      code: 'clock.differs',
      sentence: `This machine's clock is at least ${words} the homeserver's.`,
      remedy: 'Let both keep time by NTP.',
    }),
  ];
}

/** Undefined without a response, or if it tells no time. */
async function askTheirTime(url: string, clock: Pick<Clock, 'now'>): Promise<ClockDifference | undefined> {
  try {
    const asked = clock.now();
    const limits = { headersTimeout: TIME_LIMIT, bodyTimeout: TIME_LIMIT };
    const { headers, body } = await request(`${url}/_matrix/client/versions`, limits);
    await body.dump();
    return compareClocks(headers['date'], { asked, answered: clock.now() });
  } catch {
    return undefined;
  }
}

import { request } from 'undici';
import { type CheckLine, fine, warn } from '../kernel/check-line.ts';
import { type Clock, SECOND } from '../kernel/clock.ts';
import { parseHttpDate } from '../kernel/http-date.ts';

const SMALL_DIFFERENCE = 30 * SECOND;
const TIME_LIMIT = 10 * SECOND;

/** Compares the clocks: links and codes end by ours, and a clock that is far wrong also breaks TLS and tokens elsewhere. */
export async function checkClock(url: string, clock: Pick<Clock, 'now'>): Promise<readonly CheckLine[]> {
  const theirs = await theirTime(url);
  // If the homeserver does not respond, its step says so.
  if (theirs === undefined) return [];
  const seconds = Math.round((clock.now() - theirs) / SECOND);
  if (Math.abs(seconds) * SECOND <= SMALL_DIFFERENCE) {
    return [fine('clock', 'The clocks of homeserver and Porter agree.')];
  }
  const words = `${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'}`;
  return [
    warn('clock', {
      code: 'clock.differs',
      sentence: `This machine's clock is ${words} the homeserver's.`,
      remedy: 'Let both keep time by NTP.',
    }),
  ];
}

/** Returns the time of the `Date` header in epoch milliseconds; undefined without a response or without that header. */
async function theirTime(url: string): Promise<number | undefined> {
  try {
    const limits = { headersTimeout: TIME_LIMIT, bodyTimeout: TIME_LIMIT };
    const { headers, body } = await request(`${url}/_matrix/client/versions`, limits);
    await body.dump();
    return parseHttpDate(headers['date']);
  } catch {
    return undefined;
  }
}

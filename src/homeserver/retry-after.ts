import { MINUTE, SECOND } from '../kernel/clock.ts';
import { parseHttpDate } from '../kernel/http-date.ts';

/** A longer wait is cut to this; then we ask again. */
export const LONGEST_WAIT = 15 * MINUTE;
/** The wait when a server says "too many requests" without saying for how long. */
const UNSAID = 2 * SECOND;

/**
 * How long a 429 asks us to wait, in milliseconds: the larger of `retry_after_ms` and the header `Retry-After` (seconds or an
 * HTTP date), never negative, under a ceiling.
 *
 * @param now epoch milliseconds by the clock that made the date
 */
export function retryAfter(body: unknown, header: string | readonly string[] | undefined, now: number): number {
  const said = [fromBody(body), fromHeader(typeof header === 'object' ? header[0] : header, now)].filter(
    (ms): ms is number => ms !== undefined && ms >= 0,
  );
  return said.length === 0 ? UNSAID : Math.min(Math.max(...said), LONGEST_WAIT);
}

function fromBody(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('retry_after_ms' in body)) return undefined;
  const { retry_after_ms: ms } = body;
  return typeof ms === 'number' && Number.isFinite(ms) ? Math.ceil(ms) : undefined;
}

function fromHeader(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,12}$/.test(text)) return Number(text) * SECOND;
  const at = parseHttpDate(text);
  return at === undefined ? undefined : at - now;
}

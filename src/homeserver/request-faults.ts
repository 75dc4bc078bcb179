import { Fault } from '../kernel/fault.ts';
import { remedyUnreachable, whyUnreachable } from '../kernel/why-unreachable.ts';
import type { Method } from './client.ts';

export const TIME_IS_UP = 'TIME_IS_UP';

/** Why a request is aborted after its time limit. */
export class TimeIsUp extends Error {
  readonly code = TIME_IS_UP;
}

/** The `code` of an error of Node, of undici or of ours; '' for others. A timeout of the caller, unlike in the kernel, is not our own. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** The request never left: nothing can have happened. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** No response came: the homeserver cannot be reached, or gave up in the middle. */
export function unreachable(error: unknown, method: Method, url: string): Fault {
  const code = codeOf(error);
  const safe = method === 'GET' || neverSent.has(code);
  const why = whyUnreachable(code) ?? (/^[A-Z0-9_]{3,40}$/.test(code) ? code : undefined);
  return new Fault(`The homeserver does not answer${why === undefined ? '' : ` (${why})`}`, {
    ...{ code: 'homeserver.down', retryable: true, scope: 'channel', place: 'homeserver' },
    remedy:
      remedyUnreachable(code, new URL(url).hostname, 'porter') ??
      'Start Synapse; Porter goes on by itself. Or correct homeserver.url and restart Porter.',
    ...(safe ? {} : { outcome: 'unknown' as const }),
  });
}

/** The caller gave the request up. */
export const stopped = (method: Method, scope: 'message' | 'channel' = 'message') =>
  new Fault('The request was stopped before it was answered', {
    ...{ code: 'homeserver.stopped', retryable: true, scope },
    ...(scope === 'channel' ? { place: 'homeserver' } : {}),
    ...(method === 'GET' ? {} : { outcome: 'unknown' as const }),
  });

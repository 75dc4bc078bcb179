import { MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { isObject } from '../kernel/is-object.ts';
import type { MatrixResponse, Method } from './client.ts';
import { retryAfter } from './retry-after.ts';
import type { TransportResponse } from './transport.ts';

export interface Asked {
  readonly method: Method;
  /** The path of the admin API, if the request was to the admin API. */
  readonly admin: string | undefined;
  /** True if a 403 of the admin API means that Porter is no server admin. */
  readonly forbiddenIsGeneral: boolean;
  /** True if a 5xx of another homeserver, passed on by ours, is a response. */
  readonly returnElsewhere: boolean;
  /** True if several different requests in a row got a 5xx: the homeserver is at fault, not this message. */
  readonly ailing: boolean;
  /** True if it was asked as a ghost: what is wrong with that user is wrong with no other. */
  readonly ofGhost: boolean;
}

/** Synapse sends these codes, with 502 or 504, if its ping did not reach Porter. They are responses, no outage. */
export const pingResponses: ReadonlySet<unknown> = new Set([
  'M_BAD_STATUS',
  'M_CONNECTION_FAILED',
  'M_CONNECTION_TIMEOUT',
]);

/** Did our homeserver say that another one failed? What a proxy says when ours is down has no code of Matrix. */
export const failedElsewhere = (status: number, errcode: unknown): boolean =>
  status > 500 && typeof errcode === 'string' && errcode !== '';

/**
 * Returns an HTTP response that concerns this request, and throws a `Fault` for one that concerns the homeserver as a whole.
 * Decides by status and `errcode`, never by the text (Client-Server API, Standard error response).
 *
 * @param now epoch milliseconds by the homeserver's clock, for a `Retry-After` date
 */
export function classifyResponse(response: TransportResponse, asked: Asked, now: number): MatrixResponse {
  const status = response.statusCode;
  const body = isObject(response.body) ? response.body : undefined;
  const errcode = typeof body?.['errcode'] === 'string' ? body['errcode'] : undefined;
  const unknown = asked.method === 'GET' ? {} : ({ outcome: 'unknown' } as const);

  if (status >= 200 && status < 300) {
    if (body !== undefined) return { status, body, errcode: undefined };
    throw new Fault('What answers at the homeserver address does not speak JSON', {
      ...{ code: 'homeserver.unreadable', retryable: true, scope: 'channel', place: 'homeserver', ...unknown },
      remedy:
        'Check homeserver.url: it must lead to Synapse itself, not to a page of a web server. Then restart Porter.',
    });
  }
  if (status === 429) {
    throw new Fault('The homeserver asks us to slow down', {
      ...{ code: 'homeserver.rate-limited', retryable: true, scope: 'person', place: 'homeserver' },
      afterMs: retryAfter(body, response.headers['retry-after'], now),
    });
  }
  if (status >= 500 && pingResponses.has(errcode)) return { status, body: body ?? {}, errcode };
  if (asked.returnElsewhere && failedElsewhere(status, errcode)) return { status, body: body ?? {}, errcode };
  if (status >= 500) {
    const own = status === 500 && errcode !== undefined && !asked.ailing;
    throw new Fault(`The homeserver is out of order (${status})`, {
      ...{ code: own ? 'homeserver.error' : 'homeserver.down', retryable: true, ...unknown },
      scope: own ? 'message' : 'channel',
      place: 'homeserver',
    });
  }
  // A 4xx of Matrix always has a code. Without one it comes from a proxy, or is a redirect.
  if (errcode === undefined) {
    throw new Fault(`Something in front of the homeserver answered ${status}`, {
      ...{ code: 'homeserver.unreadable', retryable: true, scope: 'channel', place: 'homeserver' },
      remedy: 'Check homeserver.url and the proxy in front of Synapse; best is the internal listener of Synapse.',
    });
  }
  const general = generalFault(status, errcode, asked);
  if (general !== undefined) throw general;
  return { status, body: body ?? {}, errcode };
}

/** Codes that speak of the user who asks. */
const ofUser: ReadonlySet<string> = new Set(['M_USER_DEACTIVATED', 'M_USER_LOCKED', 'M_USER_SUSPENDED']);

/** Returns the fault of a refusal that every later request would meet as well; undefined for any other response. */
function generalFault(status: number, errcode: string, asked: Asked): Fault | undefined {
  // Porter may be able to write to rooms while the admin API, which makes accounts, refuses, and the other way round.
  const place = asked.admin ? 'account' : 'homeserver';
  if (errcode === 'M_UNKNOWN_TOKEN' || errcode === 'M_MISSING_TOKEN') {
    return new Fault('The homeserver does not know our token', {
      ...{ code: 'homeserver.token-refused', retryable: false, scope: 'channel', place: 'homeserver' },
      remedy:
        'List the registration file in app_service_config_files of homeserver.yaml and restart Synapse; the file Synapse reads and ours must be the same.',
    });
  }
  if (!asked.ofGhost && ofUser.has(errcode)) {
    return new Fault("Porter's own user is deactivated, locked or suspended", {
      ...{ code: 'homeserver.sender-deactivated', retryable: false, scope: 'channel', place: 'homeserver' },
      remedy: 'Re-activate and unlock that user with the admin API, then Porter goes on by itself.',
    });
  }
  if (errcode === 'M_RESOURCE_LIMIT_EXCEEDED') {
    return new Fault('The homeserver is over its limit of users', {
      code: 'homeserver.over-limit',
      retryable: true,
      scope: 'channel',
      place,
      afterMs: 15 * MINUTE,
    });
  }
  if (errcode === 'M_UNRECOGNIZED') {
    return new Fault('The homeserver does not know a path that Porter needs', {
      ...{ code: 'homeserver.unrecognized', retryable: false, scope: 'channel', place },
      remedy: asked.admin
        ? `A proxy hides ${asked.admin}: set homeserver.adminUrl to the internal listener of Synapse.`
        : 'A proxy hides a Matrix path, or this homeserver is not a current Synapse.',
    });
  }
  if (asked.admin && asked.forbiddenIsGeneral && status === 403 && errcode === 'M_FORBIDDEN') {
    return new Fault("Porter's user is not a server admin", {
      ...{ code: 'homeserver.not-admin', retryable: false, scope: 'channel', place },
      remedy: 'An administrator has to make it one once; porter check prints the call, porter init --promote makes it.',
    });
  }
  return undefined;
}

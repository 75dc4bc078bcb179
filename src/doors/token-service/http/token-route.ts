import type { Clock } from '../../../kernel/clock.ts';
import type { IssueToken, JoinUrl } from '../../../meetings/use-cases.ts';
import type { JsonResponse } from '../../../web/json-response.ts';
import { epochSeconds, readRequest, type TokenRoute } from './requests.ts';

export interface TokenNeeds {
  readonly issue: IssueToken;
  readonly joinUrl: JoinUrl;
  readonly clock: Clock;
}

/**
 * Makes one token: request and response are those of the TCP protocol, the response also has `url` and `expiresAt` (epoch
 * seconds).
 */
export function tokenRoute({ issue, joinUrl, clock }: TokenNeeds): TokenRoute {
  const refused = (message: string, seq: string | undefined): JsonResponse =>
    respondWith(400, { success: false, message, token: '', time: epochSeconds(clock) }, seq);

  return {
    method: 'POST',
    path: '/v1/meeting-tokens',
    refusedWith: { token: '' },
    async respond(asked, caller) {
      const read = await readRequest(asked);
      if (!read.ok) return refused(read.detail, undefined);
      const { fields, seq } = read.value;
      const outcome = await issue(fields, caller);
      if (!outcome.ok) return refused(outcome.detail, seq);
      const { message, token, expiresAt } = outcome.value;
      const url = joinUrl(outcome.value);
      return respondWith(200, { success: true, message, token, time: epochSeconds(clock), url, expiresAt }, seq);
    },
  };
}

/** @param seq JSON, as it was sent, because reading would change a number beyond 2^53 */
function respondWith(status: number, body: Readonly<Record<string, unknown>>, seq: string | undefined): JsonResponse {
  const text = JSON.stringify(body);
  return { status, body: seq === undefined ? `${text}\n` : `${text.slice(0, -1)},"seq":${seq}}\n` };
}

import type { Clock } from '../../../kernel/clock.ts';
import type { IssueToken, JoinUrl } from '../../../meetings/use-cases.ts';
import type { Answer, Endpoint } from './endpoint.ts';
import { epochSeconds, type ForCallers, readRequest } from './requests.ts';

export interface TokenEndpointNeeds {
  readonly issue: IssueToken;
  readonly joinUrl: JoinUrl;
  readonly clock: Clock;
  readonly forCallers: ForCallers;
}

/** One token: the request object of the TCP protocol and its answer, with `url` and `expiresAt` (epoch seconds) beside. */
export function tokenEndpoint({ issue, joinUrl, clock, forCallers }: TokenEndpointNeeds): Endpoint {
  const refused = (message: string, seq: string | undefined): Answer =>
    answerWith(400, { success: false, message, token: '', time: epochSeconds(clock) }, seq);

  return {
    path: '/v1/meeting-tokens',
    refused: { token: '' },
    methods: {
      POST: forCallers(async (req, caller) => {
        const read = await readRequest(req);
        if (!read.ok) return refused(read.detail, undefined);
        const { fields, seq } = read.value;
        const outcome = await issue(fields, caller);
        if (!outcome.ok) return refused(outcome.detail, seq);
        const { message, token, expiresAt } = outcome.value;
        const url = joinUrl(outcome.value);
        return answerWith(200, { success: true, message, token, time: epochSeconds(clock), url, expiresAt }, seq);
      }),
    },
  };
}

/** @param seq JSON, as it was sent: a number beyond 2^53 would not survive being read */
function answerWith(status: number, body: Readonly<Record<string, unknown>>, seq: string | undefined): Answer {
  const text = JSON.stringify(body);
  return { status, body: seq === undefined ? `${text}\n` : `${text.slice(0, -1)},"seq":${seq}}\n` };
}

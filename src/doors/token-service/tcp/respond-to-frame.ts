import { type Clock, SECOND } from '../../../kernel/clock.ts';
import type { Caller } from '../../../meetings/settings.ts';
import type { IssueToken, TokenOutcome } from '../../../meetings/use-cases.ts';
import { parseFrame } from '../parse-frame.ts';
import { sentences } from '../sentences.ts';
import { notUtf8 } from './frames.ts';
import { refusal, responseOf } from './responses.ts';
import type { TroubleLog } from './trouble-log.ts';

export interface RespondToFrameNeeds {
  readonly issue: IssueToken;
  readonly clock: Clock;
  readonly trouble: TroubleLog;
}

/** @param time epoch seconds when the request came. @returns a promise only where it must wait; the promise never rejects */
export type RespondToFrame = (frame: string | typeof notUtf8, time: number) => string | Promise<string>;

/** Makes the responses to one client's frames. A wrong request and a token that cannot be made are answered as well. */
export function makeRespondToFrame(caller: Caller, { issue, clock, trouble }: RespondToFrameNeeds): RespondToFrame {
  const now = (): number => Math.floor(clock.now() / SECOND);

  function failed(error: unknown, seq: string | undefined): string {
    trouble.noToken({ caller: caller.name, error });
    return refusal(sentences.failed, now(), seq);
  }

  async function awaited(outcome: Promise<TokenOutcome>, seq: string | undefined): Promise<string> {
    try {
      return responseOf(await outcome, now(), seq);
    } catch (error) {
      return failed(error, seq);
    }
  }

  return (frame, time) => {
    if (frame === notUtf8) return refusal(sentences.notUtf8, time, undefined);
    const request = parseFrame(frame);
    if (!request.ok) return refusal(request.detail, time, undefined);
    const { fields, seq } = request.value;
    try {
      const outcome = issue(fields, caller);
      // Without a promise no closure is made, which would cost something for every request.
      return 'ok' in outcome ? responseOf(outcome, time, seq) : awaited(outcome, seq);
    } catch (error) {
      return failed(error, seq);
    }
  };
}

import type { Clock } from '../../../kernel/clock.ts';
import type { RefusalKind, SayRefusal } from '../../../web/door-refusal.ts';
import { sentences as tcpSentences } from '../sentences.ts';
import { epochSeconds } from './requests.ts';

const NO_CALLER = 'the header Authorization: Bearer must hold the token of a caller';

const sentences: Partial<Record<RefusalKind, string>> = {
  'no-token': NO_CALLER,
  'wrong-token': NO_CALLER,
  'not-utf8': tcpSentences.notUtf8,
  'not-found': 'there is nothing here; GET /v1/openapi.json says what is',
  method: 'this method is not possible here; the header Allow names those that are',
  media: 'the request must be of Content-Type application/json, in UTF-8 and not compressed',
  'too-many': 'too many requests from this caller; the header Retry-After says when to go on',
};

/** Refusals in the fields of the old token server: `success`, `message` and `time` (epoch seconds). */
export const makeSayRefusal =
  (clock: Clock): SayRefusal =>
  ({ kind, status, faultId, bodyBytes, fields }) => ({
    status,
    body: { success: false, message: messageOf(kind, faultId, bodyBytes), ...fields, time: epochSeconds(clock) },
  });

function messageOf(kind: RefusalKind, faultId: string | undefined, bodyBytes: number): string {
  if (faultId !== undefined) return `this could not be answered; the log says why under ${faultId}`;
  if (kind === 'too-large') return `the request must have at most ${bodyBytes} bytes`;
  return sentences[kind] ?? 'the request came broken';
}

import { SECOND } from '../../../kernel/clock.ts';
import type { SayRefusal } from '../../../web/door-refusal.ts';
import type { JsonResponse } from '../../../web/json-response.ts';
import { sayMatrixRefusal } from '../../../web/matrix-refusal.ts';

/** Servers are told apart by names; here every room and user has this one, and what programs write instead does not count. */
export const SERVER = 'porter';

export const userIdOf = (sender: string): string => `@${sender}:${SERVER}`;
/** The id of a room that stands for this target. */
export const roomIdOf = (target: string): string => `!${target}:${SERVER}`;

/** Client-server API, section "Web browser clients". */
export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'X-Requested-With, Content-Type, Authorization',
} as const;

export const done = (body: object = {}): JsonResponse => ({ status: 200, body });

/** The standard error response, section "Standard error response". */
export const wrong = (status: number, errcode: string, error: string): JsonResponse => ({
  status,
  body: { errcode, error },
});

/** The same words whether there is such a room or not. Not `M_NOT_FOUND`, after which Apprise would create it. */
export const noRoom = wrong(403, 'M_FORBIDDEN', 'You are not in this room: it is no target of this sender');

/** How soon a program should try again when nothing could be kept; matrix-nio waits so long if it is not told. */
const TRY_AGAIN = 5 * SECOND;

export const sayRefusal: SayRefusal = (refusal) => {
  const { kind, faultId, againInMs, detail, bodyBytes } = refusal;
  switch (kind) {
    case 'no-token':
      return wrong(401, 'M_MISSING_TOKEN', 'Missing access token');
    case 'wrong-token':
      return wrong(401, 'M_UNKNOWN_TOKEN', 'Unknown access token');
    case 'not-json':
      return wrong(400, 'M_NOT_JSON', `The body ${detail}`);
    case 'not-utf8':
      return wrong(400, 'M_NOT_JSON', 'The body must be UTF-8');
    case 'media':
      return wrong(400, 'M_NOT_JSON', 'The body must not be compressed');
    case 'too-large':
      return wrong(413, 'M_TOO_LARGE', `The body must have at most ${bodyBytes} bytes`);
    case 'fault':
      return couldNotBeKept(faultId, againInMs !== undefined);
    default:
      return sayMatrixRefusal(refusal);
  }
};

/** After 5xx no client tries again, and the notification would be lost. After 429 matrix-nio does until it is kept, Apprise once. */
function couldNotBeKept(faultId: string | undefined, passes: boolean): JsonResponse {
  const error = `This could not be kept; the log says why under ${faultId}`;
  if (!passes) return wrong(500, 'M_UNKNOWN', error);
  return {
    status: 429,
    body: { errcode: 'M_LIMIT_EXCEEDED', error, retry_after_ms: TRY_AGAIN },
    headers: { 'Retry-After': String(TRY_AGAIN / SECOND) },
  };
}

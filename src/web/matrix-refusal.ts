import type { DoorRefusal, RefusalKind } from './door-refusal.ts';
import type { JsonResponse } from './json-response.ts';

type Said = readonly [errcode: string, error: string, status?: number];

const BROKEN: Said = ['M_BAD_JSON', 'Broken request', 400];

const saidOf: Partial<Record<RefusalKind, Said>> = {
  'no-token': ['M_MISSING_TOKEN', 'The token belongs into the header'],
  // Application service API, section "Authorization": a token that is not ours is 403.
  'wrong-token': ['M_FORBIDDEN', 'Wrong token', 403],
  'not-allowed': ['M_FORBIDDEN', 'This token may not do that'],
  'not-found': ['M_UNRECOGNIZED', 'Unknown path'],
  method: ['M_UNRECOGNIZED', 'Wrong method'],
  'not-json': ['M_NOT_JSON', 'No JSON object'],
  'too-large': ['M_TOO_LARGE', 'Too large'],
  guessing: ['M_LIMIT_EXCEEDED', 'Too many wrong tokens'],
  'too-many': ['M_LIMIT_EXCEEDED', 'Too many requests'],
  fault: ['M_UNKNOWN', 'Try again later'],
};

/** The standard error response of the Matrix APIs: `{ errcode, error }`, and `retry_after_ms` where somebody sends too much. */
export function sayMatrixRefusal({ kind, status: usual, againInMs, fields }: DoorRefusal): JsonResponse {
  const [errcode, error, status = usual] = saidOf[kind] ?? BROKEN;
  const again = errcode === 'M_LIMIT_EXCEEDED' && againInMs !== undefined ? { retry_after_ms: againInMs } : {};
  return { status, body: { errcode, error, ...again, ...fields } };
}

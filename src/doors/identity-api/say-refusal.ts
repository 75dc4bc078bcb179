import type { DoorRefusal } from '../../web/door-refusal.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import { sayMatrixRefusal } from '../../web/matrix-refusal.ts';

/**
 * As the Matrix APIs say it. Without the secret of a caller: 401 that asks for Basic, which ma1sd sends only then, and each time anew.
 */
export function sayIdentityRefusal(refusal: DoorRefusal): JsonResponse {
  if (refusal.kind !== 'no-token' && refusal.kind !== 'wrong-token') return sayMatrixRefusal(refusal);
  return {
    status: 401,
    body: { errcode: 'M_UNAUTHORIZED', error: 'This needs the secret of a client' },
    headers: { 'WWW-Authenticate': 'Basic realm="Porter", charset="UTF-8"' },
  };
}

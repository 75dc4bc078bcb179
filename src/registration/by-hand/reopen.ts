import type { Reopen } from '../team-use-cases.ts';
import { advanceByHand, type ByHandNeeds } from './shared.ts';

export const makeReopen =
  (needs: ByHandNeeds): Reopen =>
  (shortId, by, cause) =>
    advanceByHand(shortId, { kind: 'reopen', by, cause }, needs);

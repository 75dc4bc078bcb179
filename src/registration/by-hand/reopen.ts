import type { Reopen } from '../use-cases.ts';
import { advanceByHand, type ByHandNeeds } from './shared.ts';

export const makeReopen =
  (needs: ByHandNeeds): Reopen =>
  (shortId, by) =>
    advanceByHand(shortId, { kind: 'reopen', by }, needs);

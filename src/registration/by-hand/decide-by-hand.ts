import type { DecideByHand } from '../team-use-cases.ts';
import { advanceByHand, type ByHandNeeds } from './shared.ts';

/** `approve` and `decline` as a person's word. Whether that person may is asked before. */
export const makeDecideByHand =
  (needs: ByHandNeeds): DecideByHand =>
  (shortId, choice, by, reason, cause) =>
    advanceByHand(shortId, { kind: 'decide', choice, by, cause, ...(reason === undefined ? {} : { reason }) }, needs);

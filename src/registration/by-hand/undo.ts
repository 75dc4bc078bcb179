import type { Undo } from '../team-use-cases.ts';
import { advanceByHand, type ByHandNeeds } from './shared.ts';

/** Takes a decision back; works also while decisions are stopped, because it lets nobody in. */
export const makeUndo =
  ({ applications, advance }: ByHandNeeds): Undo =>
  (shortId, by, cause) =>
    advanceByHand(shortId, { kind: 'undo', by, cause }, { applications, advance });

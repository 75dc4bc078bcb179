import type { Clock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Step, StepGroup, Trouble } from '../../kernel/step.ts';
import type { StepState } from './steps-state.ts';

/** One walk over all steps in order; what a step needs that is wrong keeps it waiting. Resolves with the steps looked at. */
export type StepWalk = (signal: AbortSignal) => Promise<readonly StepState[]>;

/** The walk of a running Porter: puts right what it may, and takes for granted what need not be asked again yet. */
export function makeStepWalk(groups: readonly StepGroup[], clock: Pick<Clock, 'monotonic'>): StepWalk {
  /** Groups whose steps were all right at the last walk. */
  let right: ReadonlySet<string> = new Set();
  /** When a step was last looked at, monotonic milliseconds. */
  const lookedAt = new Map<Step, number>();

  const isDue = (group: string, step: Step): boolean => {
    const last = lookedAt.get(step);
    if (step.restMs === undefined || last === undefined || !right.has(group)) return true;
    return clock.monotonic() - last >= step.restMs;
  };

  return async (signal) => {
    const seen: StepState[] = [];
    const rightNow = new Set<string>();
    for (const { name, after, steps } of groups) {
      if (after !== undefined && !rightNow.has(after)) continue;
      let trouble: Trouble | undefined;
      for (const step of steps) {
        if (isDue(name, step)) {
          trouble = await findTrouble(() => (step.ensure ?? step.look).call(step, signal));
          lookedAt.set(step, clock.monotonic());
        }
        seen.push(trouble ? { ...trouble, step: step.name, state: 'trouble' } : { step: step.name, state: 'right' });
        // Everything behind it needs it: one next step at a time.
        if (trouble !== undefined) break;
      }
      if (trouble === undefined) rightNow.add(name);
    }
    right = rightNow;
    return seen;
  };
}

/** What is wrong; a fault that a step did not explain itself is told in its own words. */
export async function findTrouble(look: () => Promise<Trouble | undefined>): Promise<Trouble | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message, remedy, retryable } = error;
    return { code, sentence: `${message}.`, remedy: remedy ?? 'Porter tries again by itself.', passing: retryable };
  }
}

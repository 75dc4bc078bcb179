import type { Clock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Step, StepGroup, Trouble } from '../../kernel/step.ts';
import type { StepState } from './steps-state.ts';

/**
 * Walks over all steps in order; a step that is wrong keeps those that need it waiting. Resolves with the steps that were
 * reached.
 */
export type StepWalk = (signal: AbortSignal) => Promise<readonly StepState[]>;

/** Makes the walk of `serve`: it puts right what Porter may put right, and skips steps that need no look yet (`Step.restMs`). */
export function makeStepWalk(groups: readonly StepGroup[], clock: Pick<Clock, 'monotonic'>): StepWalk {
  /** Groups that were right at the last walk. */
  let right: ReadonlySet<string> = new Set();
  /** When each step was last looked at, in monotonic milliseconds. */
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
        // The later steps need this one.
        if (trouble !== undefined) break;
      }
      if (trouble === undefined) rightNow.add(name);
    }
    right = rightNow;
    return seen;
  };
}

/** Returns what is wrong, or undefined. A fault that the step did not explain becomes a trouble with the fault's own words. */
export async function findTrouble(look: () => Promise<Trouble | undefined>): Promise<Trouble | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message, remedy, retryable } = error;
    return { code, sentence: `${message}.`, remedy: remedy ?? 'Porter tries again by itself.', passing: retryable };
  }
}

import { bad, type CheckAfter, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import type { Step, StepGroup } from '../../kernel/step.ts';
import { findTrouble } from '../steps/walk-steps.ts';

/**
 * Looks at the steps of `serve` and changes nothing. Returns one line per step that has something to say, followed by the lines of
 * the checks after that step. Leaves out steps and checks that need a step which is wrong.
 */
export async function checkSteps(
  groups: readonly StepGroup[],
  checks: readonly CheckAfter[],
  signal: AbortSignal,
): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = [];
  const right = new Set<string>();
  for (const { name, after, steps } of groups) {
    if (after !== undefined && !right.has(after)) continue;
    let isRight = true;
    for (const step of steps) {
      const line = await lineOf(step, signal);
      if (line !== undefined) lines.push(line);
      isRight = line === undefined || line.level === 'fine';
      if (!isRight) break;
      for (const check of checks) if (check.after === step.name) lines.push(...(await check.run()));
    }
    if (isRight) right.add(name);
  }
  return lines;
}

async function lineOf(step: Step, signal: AbortSignal): Promise<CheckLine | undefined> {
  const trouble = await findTrouble(() => step.look(signal));
  if (trouble !== undefined) return (trouble.byItself ? warn : bad)(step.part, trouble);
  return step.fine && fine(step.part, step.fine());
}

import type { StepGroup, Trouble } from '../../kernel/step.ts';

/** A step that is wrong. */
export interface StepTrouble extends Trouble {
  readonly step: string;
  readonly state: 'trouble';
}

/** `waiting`: not looked at, because a step that it needs is wrong or there was no look yet. */
export type StepState = { readonly step: string; readonly state: 'right' | 'waiting' } | StepTrouble;

export interface StepsState {
  readonly steps: readonly StepState[];
  readonly troubles: readonly StepTrouble[];
  /** The first trouble: what a person has to do next. */
  readonly next: StepTrouble | undefined;
  /** Every step is right. */
  readonly ready: boolean;
}

/**
 * Returns the state of one group together with the groups that it needs, or of all groups.
 *
 * @param seen the steps that were looked at; all others are `waiting`
 */
export function stateOf(groups: readonly StepGroup[], seen: readonly StepState[], group?: string): StepsState {
  const wanted = group === undefined ? groups : chainOf(groups, group);
  const steps = wanted.flatMap((each) =>
    each.steps.map(({ name }): StepState => seen.find(({ step }) => step === name) ?? { step: name, state: 'waiting' }),
  );
  const troubles = steps.filter((step) => step.state === 'trouble');
  return { steps, troubles, next: troubles[0], ready: steps.every(({ state }) => state === 'right') };
}

/** Returns the groups that this one needs, in order, and the group itself as the last. */
function chainOf(groups: readonly StepGroup[], name: string): readonly StepGroup[] {
  const group = groups.find((each) => each.name === name);
  if (group === undefined) throw new Error(`there is no group of steps called ${name}`);
  return [...(group.after === undefined ? [] : chainOf(groups, group.after)), group];
}

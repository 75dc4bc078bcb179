import type { StepGroup, Trouble } from '../../kernel/step.ts';

/** A step that is wrong. */
export interface StepTrouble extends Trouble {
  readonly step: string;
  readonly state: 'trouble';
}

/** `waiting`: not looked at, because a step that it needs is wrong, or because nobody has looked yet. */
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
 * The state of one group together with those that it stands after, or of all.
 *
 * @param seen what was seen of the steps; those left out are waiting
 */
export function stateOf(groups: readonly StepGroup[], seen: readonly StepState[], group?: string): StepsState {
  const wanted = group === undefined ? groups : chainOf(groups, group);
  const steps = wanted.flatMap((each) =>
    each.steps.map(({ name }): StepState => seen.find(({ step }) => step === name) ?? { step: name, state: 'waiting' }),
  );
  const troubles = steps.filter((step) => step.state === 'trouble');
  return { steps, troubles, next: troubles[0], ready: steps.every(({ state }) => state === 'right') };
}

/** The group and those that it stands after, first things first. */
function chainOf(groups: readonly StepGroup[], name: string): readonly StepGroup[] {
  const group = groups.find((each) => each.name === name);
  if (group === undefined) throw new Error(`there is no group of steps called ${name}`);
  return [...(group.after === undefined ? [] : chainOf(groups, group.after)), group];
}

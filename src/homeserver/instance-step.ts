import type { Gate, MayAct } from '../kernel/gate.ts';
import { type Step, troubleOf } from '../kernel/step.ts';
import { claimInstance, findInstance } from './instance.ts';
import { makeHomeserverStep } from './make-step.ts';
import { stepSentences } from './sentences.ts';
import { type StepNeeds, valuesOf } from './step-needs.ts';

export interface Instance {
  /** ID of our database. */
  readonly id: string;
  /** `--take-over`: our database becomes the one that acts, whichever did before. */
  readonly takeOver: boolean;
  /** Nobody has ever applied here: it may have been made in place of the one that acts. */
  isEmpty(): Promise<boolean>;
}

/**
 * Which database acts for the homeserver: the step that finds out, and the gate that its result opens. The gate stays
 * `unknown` where only `look` is called.
 */
export function makeInstanceStep(needs: StepNeeds, instance: Instance): { readonly step: Step; readonly gate: Gate } {
  const listeners = new Set<() => void>();
  let mayAct: MayAct = 'unknown';
  let { takeOver } = instance;

  const otherActs = async () => {
    const code = (await instance.isEmpty()) ? 'homeserver.empty-database' : 'homeserver.other-instance';
    return troubleOf(stepSentences, code, valuesOf(needs));
  };

  const step = makeHomeserverStep(needs, {
    ...{ name: 'instance', part: 'database', fine: () => 'No other one acts for the homeserver.' },
    async look(client) {
      const known = await findInstance(client);
      return known === undefined || known === instance.id ? undefined : await otherActs();
    },
    async ensure(client) {
      const before = mayAct;
      mayAct = (await claimInstance(client, instance.id, takeOver)) === 'ours' ? 'yes' : 'no';
      // Taking over happens once: a second copy that takes over later must win.
      if (mayAct === 'yes') takeOver = false;
      if (mayAct !== before) for (const listener of listeners) listener();
      return mayAct === 'yes' ? undefined : await otherActs();
    },
  });

  const gate: Gate = {
    mayAct: () => mayAct,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { step, gate };
}

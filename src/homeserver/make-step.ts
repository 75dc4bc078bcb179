import { Fault } from '../kernel/fault.ts';
import type { Step, Trouble } from '../kernel/step.ts';
import type { HomeserverClient } from './client.ts';
import { faultSentences } from './sentences.ts';
import { type FaultSentences, type StepNeeds, valuesOf } from './step-needs.ts';
import { withDefaultSignal } from './with-default-signal.ts';

/** Asks the homeserver about one step. The client's calls end with the look that they belong to. */
type Ask = (client: HomeserverClient, signal: AbortSignal) => Promise<Trouble | undefined>;

export interface HomeserverStep extends Omit<Step, 'look' | 'ensure'> {
  readonly look: Ask;
  readonly ensure?: Ask;
}

/** A step that asks the homeserver. A fault of the client becomes the trouble that it means, in the operator's words. */
export function makeHomeserverStep(needs: StepNeeds, { look, ensure, ...step }: HomeserverStep): Step {
  const asking = (ask: Ask) => async (signal: AbortSignal) => {
    try {
      return await ask(withDefaultSignal(needs.client, signal), signal);
    } catch (fault) {
      return explainFault(fault, needs);
    }
  };
  return { ...step, look: asking(look), ...(ensure && { ensure: asking(ensure) }) };
}

function explainFault(fault: unknown, needs: StepNeeds): Trouble {
  if (!(fault instanceof Fault)) throw fault;
  // Some steps ask the database too, and Synapse has no part in what happens there.
  if (fault.code.startsWith('storage.')) {
    const remedy = fault.remedy ?? "Look into Porter's log.";
    return {
      code: fault.code,
      sentence: `${fault.message}.`,
      remedy: fault.retryable ? `${remedy} Porter goes on by itself.` : remedy,
      passing: fault.retryable,
    };
  }
  const known: FaultSentences = { ...faultSentences, ...needs.faults };
  const code = Object.hasOwn(known, fault.code) ? fault.code : 'homeserver.unexpected';
  const words = known[code] ?? faultSentences['homeserver.unexpected'];
  // The client's own words about a connection that failed stand in brackets at the end.
  const why = /\(([^()]+)\)$/.exec(fault.message)?.[1];
  const said = why === undefined ? {} : { why, ...(fault.remedy !== undefined && { advice: fault.remedy }) };
  return {
    code,
    ...words({ ...valuesOf(needs), detail: fault.code, ...said }),
    passing: fault.retryable && code !== 'homeserver.unreadable',
  };
}

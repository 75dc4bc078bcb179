import type { AcceptUseCases, Asking } from '../../notifications/accept.ts';
import type { Sender } from '../../notifications/rules/plan.ts';
import { readSaid, type Said } from '../../notifications/rules/read-said.ts';
import type { JsonCaller, JsonRoute } from '../../web/json-route.ts';

export type IntakeRoute = JsonRoute<Sender & JsonCaller>;

/**
 * What became of it; a refusal is said by `sentenceOf`.
 *
 * - `order`: it says nothing; the detail is `says nothing …`
 * - `target`: the sender reaches no target of this name, or it leads nowhere
 * - `too-many`: it leads to too many deliveries
 */
export type HandedIn =
  | { readonly ok: true; readonly id: string; readonly unused: readonly string[] }
  | { readonly ok: false; readonly refusal: 'order' | 'target' | 'too-many'; readonly detail: string };

export type NotHandedIn = Exclude<HandedIn, { readonly ok: true }>;

/** The refusal in one sentence, without a point at its end. */
export function sentenceOf({ refusal, detail }: NotHandedIn): string {
  if (refusal === 'order') return `the notification ${detail}`;
  return refusal === 'target' ? `this sender reaches no target of the name ${detail}` : detail;
}

/** Hands in what a program said. Resolves once it is kept. Throws `Fault`. */
export type HandIn = (said: Said, asking: Asking) => Promise<HandedIn>;

export const makeHandIn =
  ({ acceptOrder }: Pick<AcceptUseCases, 'acceptOrder'>): HandIn =>
  async (said, asking) => {
    const read = readSaid(said);
    if (!read.ok) return read;
    const { order, unused } = read.value;
    const outcome = await acceptOrder(order, asking);
    if (outcome.ok) return { ok: true, id: outcome.value.ids[0] ?? '', unused };
    const { refusal, detail } = outcome;
    // The other refusals are about a key of the request, and a door gives one only in the right form.
    return { ok: false, refusal: refusal === 'target' || refusal === 'order' ? refusal : 'too-many', detail };
  };

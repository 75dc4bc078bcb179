import type { Clock } from '../../kernel/clock.ts';
import { MINUTE } from '../../kernel/clock.ts';
import type { Application, DecidedBy, InStage } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Counted } from '../team/vote-counter.ts';
import type { About } from './payload.ts';

/** Reads the room and counts the votes again before a decision by votes acts (hardening V1). Throws `Fault`. */
export type Recount = (applicationId: string) => Promise<Counted>;

export interface StillDecidedNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly recount: Recount;
  readonly clock: Clock;
}

type Acting = 'approved' | 'declined';

/** `holds` with the application if the decision of this entry stands; `past` if it does not; `later` if it cannot be told now. */
export type StillDecided<S extends Acting> =
  | { readonly kind: 'holds'; readonly application: InStage<S> }
  | { readonly kind: 'past'; readonly application: Application | undefined }
  | { readonly kind: 'later'; readonly at: number };

/** After this time Porter checks again whether decisions are possible in the room. */
const AGAIN = 5 * MINUTE;

export async function stillDecided<S extends Acting>(
  stage: S,
  { id, entry }: About,
  { applications, recount, clock }: StillDecidedNeeds,
): Promise<StillDecided<S>> {
  const holds = (found: Application | undefined): found is InStage<S> =>
    found?.stage === stage && found.entry === entry;

  const found = await applications.find(id);
  if (!holds(found)) return { kind: 'past', application: found };
  // Somebody decided by a command: there are no votes to count again.
  const { how }: DecidedBy = found;
  if (how === 'person') return { kind: 'holds', application: found };
  const counted = await recount(id);
  if (counted === 'stopped' || counted === 'not-posted') return { kind: 'later', at: clock.now() + AGAIN };
  const recounted = await applications.find(id);
  return holds(recounted) ? { kind: 'holds', application: recounted } : { kind: 'past', application: recounted };
}

import type { UserId } from '../kernel/matrix-id.ts';
import type { Sentences } from '../kernel/step.ts';
import type { HomeserverClient } from './client.ts';

/** What every step needs that asks the homeserver. */
export interface StepNeeds {
  /** Not guarded by the gate: the steps themselves find out whether Porter may act. */
  readonly client: HomeserverClient;
  /** Base URLs as configured, for sentences. */
  readonly urls: { readonly client: string; readonly admin: string };
  readonly registration: StepRegistration;
  /** Where the appservice door listens, as people write it: `127.0.0.1:8482`. */
  readonly listen: string;
  /** What the provisioner says of a fault, by the fault's code; taken before the general sentence. */
  readonly faults: FaultSentences;
}

/** What the steps read of the registration file. */
export interface StepRegistration {
  readonly id: string;
  /** What the homeserver calls; null: nothing is pushed. */
  readonly url: string | null;
  /** Whether Porter may make a room under this alias. */
  reserves(alias: string): boolean;
}

export type FaultSentences = Sentences<HomeserverValues>;

/** Values that a sentence about the homeserver may name. Never a token. */
export interface HomeserverValues {
  /** Base URL of the client API. */
  readonly url: string;
  readonly adminUrl: string;
  readonly sender: UserId;
  /** ID of the registration. */
  readonly id: string;
  readonly listen: string;
  /** Why it cannot be reached, in words. */
  readonly why?: string;
  /** The next step that follows from `why`. */
  readonly advice?: string;
  /** What the homeserver said, or the code of a fault that nobody expected. */
  readonly detail?: string;
}

export const valuesOf = ({ client, urls, registration, listen }: StepNeeds): HomeserverValues => ({
  url: urls.client,
  adminUrl: urls.admin,
  sender: client.sender,
  id: registration.id,
  listen,
});

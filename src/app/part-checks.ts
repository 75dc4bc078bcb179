import type { RegistrationFile } from '../config/registration-file.ts';
import type { Directory } from '../homeserver/directory.ts';
import type { StepNeeds } from '../homeserver/step-needs.ts';
import type { CheckAfter } from '../kernel/check-line.ts';
import type { StepGroup } from '../kernel/step.ts';
import type { MemoryStore } from '../ports/memory-store.ts';
import type { CheckTokens } from './check-tokens.ts';
import type { Runtime } from './open-database.ts';
import type { SharedConfig } from './part-config.ts';

/** What the steps of a part need to look at the outside without changing it. */
export interface Looking {
  readonly runtime: Runtime;
  /** Undefined if no homeserver is configured. */
  readonly homeserver: LookedAtHomeserver | undefined;
}

export interface LookedAtHomeserver {
  readonly needs: StepNeeds;
  readonly directory: Directory;
  /** What Porter remembers; empty where the database cannot be opened. */
  readonly memory: Pick<MemoryStore, 'recall'>;
}

/** The steps of a part: what must be right before it can do its work. */
export interface PartSteps {
  readonly groups: readonly StepGroup[];
  /** Checks that only `porter check` runs, each once the step that it names is right. */
  readonly checks?: readonly CheckAfter[];
}

/** The options of `porter check`, and what the checks of a part may use. */
export interface PartCheck {
  readonly loaded: { readonly config: SharedConfig; readonly registrationFile: RegistrationFile | undefined };
  readonly runtime: Runtime;
  /** True: use only this machine's files and database, contact nobody. */
  readonly offline: boolean;
  /** True with `--practice`. */
  readonly practice: boolean;
  /** Recognise a running Porter; undefined without a key file. */
  readonly tokens: CheckTokens | undefined;
}

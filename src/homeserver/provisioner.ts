import type { HomeserverUsers } from '../accounts/ports/homeserver-users.ts';
import type { Sessions } from '../accounts/ports/sessions.ts';
import type { UserStates } from '../accounts/ports/user-states.ts';
import type { CheckAfter } from '../kernel/check-line.ts';
import type { Logger } from '../kernel/log.ts';
import type { RoomAlias, RoomId, UserId } from '../kernel/matrix-id.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Secret } from '../kernel/secret.ts';
import type { Trouble } from '../kernel/step.ts';
import type { AccountProvisioner } from '../registration/ports/account-provisioner.ts';
import type { WelcomeRooms } from '../registration/ports/welcome-rooms.ts';
import type { AdminApi, HomeserverClient } from './client.ts';
import type { Directory } from './directory.ts';
import type { FaultSentences, StepNeeds } from './step-needs.ts';
import type { ProvisionerSteps } from './steps.ts';

/** Who keeps the homeserver's accounts, as `accounts.store` names it. One folder each; `app/homeserver/provisioners.ts` lists them. */
export interface Provisioner {
  /**
   * The API for admins that the client has to know.
   *
   * @param url base URL of the listener that serves it
   */
  adminApi(url: string): AdminApi;
  /** What its faults mean, by code, where the general sentence could say less. */
  readonly faults: FaultSentences;
  steps(needs: StepNeeds): ProvisionerSteps;
  /** What `porter check` asks beside the steps. */
  checks(needs: StepNeeds): readonly CheckAfter[];
  /** Opens the implementations of the ports. Contacts nobody yet. */
  open(needs: ProvisionerNeeds): Provisioned;
  /**
   * `porter init --promote`: gives Porter's user the rights that it needs, in the name of an administrator. Repeatable. Throws
   * `Fault` when the homeserver cannot be asked.
   */
  promote(needs: StepNeeds, adminToken: Secret): Promise<Promotion>;
  /** `porter init --demote`: takes these rights from Porter's user again. Repeatable. Throws `Fault` as `promote` does. */
  demote(needs: StepNeeds, adminToken: Secret): Promise<Demotion>;
}

export interface ProvisionerNeeds {
  /** Writes only while the gate is open. */
  readonly client: HomeserverClient;
  readonly log: Logger;
}

/** The ports that a provisioner implements. */
export interface Provisioned {
  readonly accounts: AccountProvisioner;
  /** Left out where accounts that Porter keeps can have no users. */
  readonly userStates?: UserStates;
  readonly directory: Directory;
  readonly users: HomeserverUsers;
  readonly sessions: Sessions;
  /** @param rooms rooms and spaces for new accounts, in the order in which people should meet them */
  welcomeRooms(rooms: readonly (RoomAlias | RoomId)[]): WelcomeRooms;
}

export type PromoteRefusal =
  /** The registration is not loaded, or another is: see the trouble. */
  | 'not-registered'
  /** The homeserver does not know the token that was given. */
  | 'token-unknown'
  /** The token that was given is no server admin's. */
  | 'token-not-admin'
  /** The user exists and is not our appservice's: somebody's account must not be made an admin by us. */
  | 'sender-not-ours';

export interface Promotion {
  readonly result: Outcome<'promoted' | 'was-admin', PromoteRefusal, Trouble | undefined>;
  /** Users that have a name of Porter's namespace and are not its own; empty after a refusal. */
  readonly strangers: readonly UserId[];
}

/** `was-none`: the user had no such rights, or there is no such user. */
export type Demotion = Outcome<'demoted' | 'was-none', Exclude<PromoteRefusal, 'not-registered'>>;

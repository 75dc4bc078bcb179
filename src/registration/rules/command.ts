import type { EmailAddress } from '../../kernel/email-address.ts';
import type { EventId, Localpart, UserId } from '../../kernel/matrix-id.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { Actor } from '../../ports/audit.ts';
import type { Application } from '../application.ts';
import type { LetterResult, MoveEvent, NewRoundWhy } from '../ports/application-audit.ts';
import type { Change, LinkPurpose, Proof } from '../ports/application-store.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { Choice, Vote } from './decision.ts';
import type { Shortfall } from './shortfalls.ts';
import type { TeamsOwn } from './team-load.ts';

/** The event of the team room that orders it, if one does: kept in the audit log. */
interface Caused {
  readonly cause?: EventId | undefined;
}

/** Everything that can move an application. One pure file per command in `moves/`. */
export type Command =
  /**
   * `email`: the address that was proved; the application may have another by now. `newName`: chosen because somebody else has claimed
   * the first one.
   */
  | {
      readonly kind: 'prove';
      /** `import`: another program had the proof. */
      readonly by: 'link' | 'code' | 'import';
      readonly email: EmailAddress;
      readonly newName?: Localpart;
      readonly spends?: string;
    }
  /** The tenth wrong code. */
  | { readonly kind: 'end-proof' }
  | { readonly kind: 'withdraw' }
  /** The time of stage entry `entry` is over: the link has expired, nobody decided, or no name was picked. */
  | { readonly kind: 'expire'; readonly entry: number }
  /** All live votes of one round, never a single one to add, so that a push and a reading of the room give the same command. */
  | { readonly kind: 'votes-are'; readonly round: number; readonly votes: readonly Vote[] }
  | ({
      readonly kind: 'decide';
      readonly choice: Choice;
      readonly by: Actor;
      readonly reason?: string | undefined;
    } & Caused)
  | ({ readonly kind: 'undo'; readonly by: Actor } & Caused)
  | ({ readonly kind: 'reopen'; readonly by: Actor } & Caused)
  /** Voting starts again on a fresh notice: room upgraded, backup restored, notice redacted by a moderator. */
  | { readonly kind: 'new-round'; readonly why: NewRoundWhy }
  | {
      readonly kind: 'account-made';
      readonly entry: number;
      readonly userId: UserId;
      readonly shortfalls?: readonly Shortfall[];
      /** Its password is the one that was chosen on the form, so nothing has to be done any more. */
      readonly hasPassword?: boolean;
    }
  /** The account that was made for it was closed, or is not there any more. */
  | { readonly kind: 'account-gone'; readonly userId: UserId }
  /** `touched`: the other account came into being while ours was being made, and its external ids were replaced. */
  | { readonly kind: 'name-lost'; readonly entry: number; readonly touched?: boolean }
  | { readonly kind: 'pick-name'; readonly name: Localpart }
  /** The letter of the refusal was `sent`, or the mail server `refused` its address for good. */
  | { readonly kind: 'refusal-sent'; readonly entry: number; readonly letter: LetterResult }
  /** The welcome link was used and the password is set. */
  /** @property spends hash of the welcome link; undefined: the password was set by another way */
  | { readonly kind: 'link-used'; readonly spends: string | undefined };

export type CommandOf<Kind extends Command['kind']> = Extract<Command, { readonly kind: Kind }>;

/** What moves may ask for. Each names what it needs; nothing else is fetched. */
export interface Facts {
  /** Which of those who voted may vote now. */
  readonly voters: ReadonlySet<UserId>;
  /** `free`, `taken`, or `unknown` while the homeserver is down. */
  readonly name: 'free' | 'taken' | 'refused' | 'unknown';
  /** What reached the team within a day, and what has a time at which it will. */
  readonly teamLoad: readonly TeamsOwn[];
  /** From when on the team has it, which may lie ahead; undefined: since ever. */
  readonly teamAt: number | undefined;
}

export interface Always {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly settings: RegistrationSettings;
}

export type MoveRefusal =
  | 'not-proved'
  | 'never-proved'
  | 'not-decided'
  | 'open-already'
  | 'not-waiting'
  | 'too-late'
  | 'ended'
  | 'name-taken'
  | 'nothing-changed';

/** The result of a move; all of it is written in one transaction. */
export interface Moved<Kind extends Command['kind'] = Command['kind']> {
  readonly next: Application;
  readonly jobs: readonly NewJob[];
  /** For the audit log. */
  readonly by: Actor;
  readonly did: MoveEvent<Kind>;
  readonly spends?: string;
  readonly voids?: readonly LinkPurpose[];
  readonly proof?: Partial<Omit<Proof, 'applicationId'>>;
  readonly team?: NonNullable<Change['team']>;
  readonly leavesLine?: NonNullable<Change['leavesLine']>;
}

/** The pure rule of one command: from application, command and the facts that it names to what is written, or a refusal. */
export interface Move<C extends Command = Command, Needed extends keyof Facts = keyof Facts> {
  readonly needs: readonly Needed[];
  apply(found: Application, command: C, facts: Pick<Facts, Needed> & Always): Outcome<Moved<C['kind']>, MoveRefusal>;
}

import type { Clock } from '../../../kernel/clock.ts';
import type { EventId } from '../../../kernel/matrix-id.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Actor } from '../../../ports/audit.ts';
import type { Advance } from '../../advance.ts';
import type { Application } from '../../application.ts';
import type { Events, OrderedBy } from '../../event.ts';
import type { ApplicationStore } from '../../ports/application-store.ts';
import type { RegistrationSettings } from '../../settings.ts';
import type { MomentSettings } from '../moment.ts';
import type { RoomKey } from '../room-key.ts';
import type { Reply, Sentence } from '../team-jobs.ts';
import type { AskAccount } from './ask-account.ts';

/** How a command is said in the team room. */
export interface RoomUse {
  /** Whether this counts without naming Porter, as a reply to a notice. @param text all that was said */
  alone(text: string): boolean;
  /** Reads a reason from what stands behind word and number; '' when there is none. Without it nothing may stand there. */
  reason?(rest: string): string;
  /** What stands behind the word, by example, where that is neither a number nor a reason. */
  readonly example?: string;
}

/** What every command says of itself; `table.ts` lists them. */
interface Shape {
  /** What people write, in lower case: the name, then other words for it. */
  readonly words: readonly [name: string, ...aliases: string[]];
  /** What it does, in the help of the room. */
  readonly help: RoomKey;
  /** It is about one application, named by its number or by the notice that is answered. */
  readonly takesNumber: boolean;
  /** Undefined: the team room does not know it. */
  readonly room: RoomUse | undefined;
}

/** What somebody asked for. */
export interface Asked {
  readonly shortId: number;
  readonly by: Actor;
  /** For the team, never sent. */
  readonly reason?: string | undefined;
  /** The event of the team room that orders it: heard again, it is not obeyed again. */
  readonly cause?: EventId | undefined;
}

/** Why nothing was changed. */
export type ActRefusal =
  | 'unknown-application'
  /** The applicant has not proved the address, so there is nothing to decide yet. */
  | 'not-proved'
  /** It ended unproved: nobody knows whether the address is the applicant's. */
  | 'never-proved'
  /** There is no decision that could be taken back. */
  | 'not-decided'
  /** It is open to votes already. */
  | 'open-already'
  | 'not-waiting'
  | 'too-late'
  | 'stopped'
  | 'name-taken'
  /** The applicant has another open application by now. */
  | 'address-in-use'
  /** Its account is closed at the homeserver, so nobody could enter it. */
  | 'account-closed'
  /** Its account is locked at the homeserver, and not by Porter. */
  | 'account-locked'
  | 'nothing-to-send'
  /** That letter waits to be sent already. */
  | 'letter-waits';

/** What commands work with. */
export interface ActTools {
  readonly applications: Pick<ApplicationStore, 'findByShortId' | 'changeProof'>;
  readonly advance: Advance;
  readonly askAccount: AskAccount;
  readonly clock: Pick<Clock, 'now'>;
  /**
   * Why decisions are stopped because of the team room, or undefined. The command line has no room to ask and leaves it out: its
   * user answers for the decision.
   */
  readonly stopped?: () => Promise<string | undefined>;
}

/** A command that changes one application. Whether the person may is asked before. */
export interface ActCommand extends Shape {
  readonly takesNumber: true;
  /** In `porter applications`, undefined: not there. `reason`: it has the option `--reason`. */
  readonly commandLine: { readonly help: string; readonly reason: boolean } | undefined;
  /** Writes `asked.cause` into the audit log together with the change. */
  act(asked: Asked, tools: ActTools): Promise<Outcome<Application, ActRefusal>>;
  /** What the room is told once it is done, and again when the same message is heard again. */
  done(application: Application): Sentence;
}

/** A command that changes nothing. */
export interface LookCommand extends Shape {
  /** In `porter applications`, undefined: not there. `page`: what is printed, see `commands/applications.ts`. */
  readonly commandLine: { readonly help: string; readonly page: 'list' | 'show' } | undefined;
  /** @param shortId 0 for a command that takes no number */
  reply(shortId: number): Reply;
}

/** What commands about the door as a whole work with. */
export interface DoorTools {
  readonly events: Events;
  readonly settings: MomentSettings & Pick<RegistrationSettings, 'limits'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A command about the door as a whole. Doing it twice is the same as doing it once. */
export interface DoorCommand extends Shape {
  readonly takesNumber: false;
  /** In `porter applications`. `words`: the name of what stands behind the command. */
  readonly commandLine: { readonly help: string; readonly words: string };
  /** @param asked `words`: what stands behind the command. Resolves with `ok: false` when that is not understood */
  run(
    asked: OrderedBy & { readonly words: string },
    tools: DoorTools,
  ): Promise<{ readonly ok: boolean; readonly reply: Sentence }>;
}

export type TeamCommand = ActCommand | LookCommand | DoorCommand;

export const isDoor = (command: TeamCommand): command is DoorCommand => 'run' in command;

export const isAct = (command: TeamCommand): command is ActCommand => 'act' in command;

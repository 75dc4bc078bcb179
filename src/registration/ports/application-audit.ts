import type { UserId } from '../../kernel/matrix-id.ts';
import type { AuditEntry } from '../../ports/audit.ts';
import type { ExpiredWhy, Stage } from '../application.ts';
import type { LetterKind } from '../rules/jobs.ts';

/** What each command adds to the stages. */
interface MoveData {
  readonly prove: { readonly proof: 'link' | 'code' | 'import' };
  readonly 'end-proof': unknown;
  readonly withdraw: unknown;
  readonly expire: { readonly why: ExpiredWhy };
  /** `decidedBy`: whose votes decided; empty while it is open. */
  readonly 'votes-are': { readonly votes: number; readonly decidedBy: readonly UserId[] };
  /** `reason`: for the team. */
  readonly decide: { readonly reason?: string | undefined };
  readonly undo: { readonly round: number };
  readonly reopen: { readonly round: number };
  readonly 'new-round': { readonly round: number; readonly why: NewRoundWhy };
  readonly 'account-made': unknown;
  readonly 'account-gone': { readonly userId: UserId };
  readonly 'name-lost': unknown;
  readonly 'pick-name': { readonly oldName: string; readonly newName: string };
  readonly 'refusal-sent': { readonly letter: LetterResult };
  readonly 'link-used': unknown;
}

export type NewRoundWhy = 'room-moved' | 'restored' | 'notice-removed';
/** `refused`: by the mail server, for good. */
export type LetterResult = 'sent' | 'refused';

/** What a move says about itself; `what` is the kind of its command. */
export type MoveEvent<Kind extends keyof MoveData = keyof MoveData> = {
  readonly [What in Kind]: { readonly what: What } & MoveData[What];
}[Kind];

/** The stage before and after a move: the same where it stayed. */
interface Stages {
  readonly from: Stage;
  readonly to: Stage;
}

/** Everything that can happen to an application. */
export type ApplicationEvent =
  | { readonly what: 'submit' }
  | (MoveEvent & Stages)
  /** `wrong`: wrong codes so far. */
  | { readonly what: 'wrong-code'; readonly wrong: number }
  | { readonly what: 'correct-address' }
  | { readonly what: 'letter'; readonly letter: LetterKind; readonly result: LetterResult }
  /** Somebody asked for a letter once more. */
  | { readonly what: 'resend'; readonly letter: LetterKind }
  /** The account was made without the address, which another account has. */
  | { readonly what: 'address-not-bound' };

export type ApplicationAuditEntry = AuditEntry<ApplicationEvent>;

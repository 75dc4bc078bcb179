import type { EventId } from '../kernel/matrix-id.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Application, Stage } from './application.ts';
import type { AuditEntry } from './ports/application-store.ts';
import type { Choice } from './rules/decision.ts';
import type { ToldText } from './told-order.ts';

/* What the team may ask, by commands in its room and on the command line; as in `use-cases.ts`. */

export type DecideRefusal =
  | 'unknown-application'
  | 'not-waiting'
  | 'too-late'
  | 'stopped'
  | 'name-taken'
  /** The applicant has another open application by now. */
  | 'address-in-use';
/**
 * @param by a user ID or `cli:<system user>`
 * @param cause here and below: the event of the team room that orders it, kept with the audit row
 */
export type DecideByHand = (
  shortId: number,
  choice: Choice,
  by: string,
  reason?: string,
  cause?: EventId,
) => Promise<Outcome<Application, DecideRefusal>>;
/** Until the welcome link is used: link void, account locked, back to waiting with a new notice. */
export type Undo = (shortId: number, by: string, cause?: EventId) => Promise<Outcome<Application, DecideRefusal>>;
/** Sends the letter that the present stage is about once more. */
export type Resend = (
  shortId: number,
  by: string,
  cause?: EventId,
) => Promise<Outcome<Application, DecideRefusal | 'nothing-to-send'>>;
export type Reopen = (shortId: number, by: string, cause?: EventId) => Promise<Outcome<Application, DecideRefusal>>;

export interface ApplicationDetails {
  readonly application: Application;
  /** What the applicant told, in English. */
  readonly told: readonly ToldText[];
  readonly audit: readonly AuditEntry[];
}
export type ListApplications = (
  stages: readonly Stage[],
  limit: number,
  before?: number,
) => Promise<readonly Application[]>;
export type ShowApplication = (shortId: number) => Promise<ApplicationDetails | undefined>;

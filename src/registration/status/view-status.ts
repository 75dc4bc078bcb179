import { type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import type { Language } from '../../texts/say.ts';
import type { Application, ExpiredWhy, Stage } from '../application.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import type { LettersWait } from '../ports/letters-wait.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';

export interface StatusView {
  readonly shortId: number;
  readonly stage: Stage;
  /** Epoch milliseconds. While a decision may still change, when the form was sent, so that it cannot be told from waiting. */
  readonly since: number;
  readonly userId: UserId;
  readonly language: Language;
  /** Approved, but somebody else has the name now: another may be picked. */
  readonly nameLost: boolean;
  readonly why: ExpiredWhy | undefined;
  readonly mayWithdraw: boolean;
  /** A welcome letter can be asked for again. */
  readonly mayResendWelcome: boolean;
  /** Since when letters wait, while one may be on its way or will follow; epoch milliseconds. */
  readonly mailWaits: number | undefined;
}
export type ViewStatus = (token: string) => Promise<StatusView | undefined>;

/** What every use case behind a status link needs. */
export interface StatusNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink'>;
  readonly derive: Pick<Derivations, 'linkHash'>;
  readonly steadyNow: SteadyNow;
}

export interface ViewStatusNeeds extends StatusNeeds {
  readonly settings: Pick<RegistrationSettings, 'serverName'>;
  readonly lettersWait: LettersWait;
}

export function makeViewStatus({ settings, lettersWait, ...needs }: ViewStatusNeeds): ViewStatus {
  return async (token) => {
    const application = await findByPageLink(token, 'status', needs.steadyNow(), needs);
    if (application === undefined) return undefined;
    const mailWaits = quiet.has(application.stage) ? undefined : lettersWait()?.since;
    return { ...viewOf(application, settings.serverName), mailWaits };
  };
}

/** Stages in which nobody waits for a letter. */
const quiet: ReadonlySet<Stage> = new Set(['settled', 'withdrawn']);

/** A refusal that may still change is shown as waiting, in everything that the page says and offers. */
const undecided = ({ stage }: Application): boolean => stage === 'waiting' || stage === 'declined';

const viewOf = (application: Application, serverName: string): Omit<StatusView, 'mailWaits'> => ({
  shortId: application.shortId,
  stage: application.stage,
  since: undecided(application) ? application.createdAt : application.since,
  userId: userIdOf(application.localpart, serverName),
  language: application.language,
  nameLost: application.stage === 'approved' && application.nameLost,
  why: application.stage === 'expired' ? application.why : undefined,
  mayWithdraw: application.stage === 'submitted' || undecided(application),
  mayResendWelcome: application.stage === 'admitted',
});

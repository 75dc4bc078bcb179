import { type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import type { Language } from '../../texts/say.ts';
import type { Stage } from '../application.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { nextAllowed, perApplication } from '../rules/letter-times.ts';
import { STATUS_ISSUE } from '../rules/links.ts';
import { type RegistrationSettings, WRONG_CODES } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';

/** What the "check your mail" page shows. */
export interface CheckView {
  readonly stage: Stage;
  /** When the form was sent, epoch milliseconds. */
  readonly createdAt: number;
  readonly email: string;
  readonly userId: UserId;
  readonly language: Language;
  /** The mail server refused the letter for good: the address has to be corrected. */
  readonly mailRefused: boolean;
  /** Epoch milliseconds from which on another letter may be asked for. */
  readonly letterAgainAt: number;
  /** Attempts left of the ten. */
  readonly wrongLeft: number;
  /** Set once the address is proved, by link or by code: where to go on. */
  readonly statusToken: string | undefined;
}
export type ViewCheck = (ticket: string) => Promise<CheckView | undefined>;

export interface ViewCheckNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink' | 'findProof'>;
  readonly derive: Pick<Derivations, 'linkHash' | 'linkToken'>;
  readonly settings: Pick<RegistrationSettings, 'serverName'>;
  readonly steadyNow: SteadyNow;
}

export function makeViewCheck({ applications, derive, settings, steadyNow }: ViewCheckNeeds): ViewCheck {
  return async (ticket) => {
    const now = steadyNow();
    const application = await findByPageLink(ticket, 'check', now, { applications, derive });
    if (application === undefined) return undefined;
    const { id, stage, createdAt, email, localpart, language } = application;
    const proof = await applications.findProof(id);
    const unproved = stage === 'submitted' || stage === 'withdrawn';
    const proved =
      stage === 'expired' ? application.why === 'nobody-decided' || application.why === 'no-name-picked' : !unproved;
    return {
      stage,
      createdAt,
      email,
      userId: userIdOf(localpart, settings.serverName),
      language,
      mailRefused: proof?.mail === 'refused',
      letterAgainAt: nextAllowed(proof?.asked ?? [], now, perApplication),
      wrongLeft: Math.max(0, WRONG_CODES - (proof?.wrong ?? 0)),
      statusToken: proved ? derive.linkToken('status', id, STATUS_ISSUE) : undefined,
    };
  };
}

import { MINUTE } from '../../kernel/clock.ts';
import { type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import type { Language } from '../../texts/say.ts';
import type { Stage } from '../application.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore, Proof } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import type { LettersWait } from '../ports/letters-wait.ts';
import { mayAskAt } from '../rules/ask-again.ts';
import { STATUS_ISSUE } from '../rules/links.ts';
import { provedBefore } from '../rules/stages.ts';
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
  /** Since when letters wait, if the newest one was asked for while they do or shortly before; epoch milliseconds. */
  readonly mailWaits: number | undefined;
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
  readonly lettersWait: LettersWait;
  readonly steadyNow: SteadyNow;
}

/** A letter is tried at once, and an attempt that finds the mail server out of order takes at most this long. */
const LONGEST_ATTEMPT = 2 * MINUTE;

export function makeViewCheck({ applications, derive, settings, lettersWait, steadyNow }: ViewCheckNeeds): ViewCheck {
  /**
   * Depends on when the letter was asked for, not on its job or on whether it is out: above the cap of an address there is none, or a
   * later one, and the page must not show the difference (hardening S7). So a letter that left just before the outage is announced too.
   */
  function waitsSince(askedAt: number, proof: Proof | undefined): number | undefined {
    const outage = proof?.mail === 'refused' ? undefined : lettersWait();
    return outage !== undefined && askedAt > outage.since - LONGEST_ATTEMPT ? outage.since : undefined;
  }

  return async (ticket) => {
    const now = steadyNow();
    const application = await findByPageLink(ticket, 'check', now, { applications, derive });
    if (application === undefined) return undefined;
    const { id, stage, createdAt, email, localpart, language } = application;
    const proof = await applications.findProof(id);
    const unproved = stage === 'submitted' || stage === 'withdrawn';
    const proved = stage === 'expired' ? provedBefore(application.why) : !unproved;
    return {
      stage,
      createdAt,
      email,
      userId: userIdOf(localpart, settings.serverName),
      language,
      mailRefused: proof?.mail === 'refused',
      mailWaits: waitsSince(proof?.asked.at(-1) ?? application.createdAt, proof),
      letterAgainAt: mayAskAt(proof?.asked ?? [], now),
      wrongLeft: Math.max(0, WRONG_CODES - (proof?.wrong ?? 0)),
      statusToken: proved ? derive.linkToken('status', id, STATUS_ISSUE) : undefined,
    };
  };
}

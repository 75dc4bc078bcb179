import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { Language } from '../texts/say.ts';
import type { Application } from './application.ts';
import { askStageLetter } from './ask-stage-letter.ts';
import { findLink } from './find-link.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import type { Derivations } from './ports/derivations.ts';
import type { LettersWait } from './ports/letters-wait.ts';
import { askLetter } from './prove/ask-letter.ts';
import type { TryAgain } from './rules/letter-times.ts';
import type { SteadyNow } from './steady-time.ts';

/** What pages may ask about links that a restored backup made void. */
export interface RenewUseCases {
  /** Defined when a letter with a new link can be offered for this one. */
  readonly peekVoidLink: (token: string) => Promise<{ readonly language: Language } | undefined>;
  /** What keeps letters from leaving, for pages that announce one. */
  readonly lettersWait: LettersWait;
  /** Sends that letter to the address of the application, within the limits for letters. */
  readonly renewLink: (token: string) => Promise<Outcome<undefined, 'unknown' | 'limited', TryAgain | undefined>>;
}

export interface RenewNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink' | 'changeProof' | 'audit'>;
  readonly derive: Pick<Derivations, 'linkHash'>;
  readonly lettersWait: LettersWait;
  readonly steadyNow: SteadyNow;
}

const purposes = ['check', 'status', 'prove'] as const;

/**
 * Replaces links that a restored backup made void, by a letter to the address of the application and nowhere else. A link that was
 * mailed to an address that has been corrected since stays void.
 */
export function makeRenew(needs: RenewNeeds): RenewUseCases {
  const { applications, steadyNow } = needs;

  async function find(token: string): Promise<Application | undefined> {
    for (const purpose of purposes) {
      const found = await findLink(token, purpose, needs);
      if (found === undefined) continue;
      const { link, application } = found;
      if (!link.void || link.usedAt !== undefined || steadyNow() > link.validUntil || !isOpen(application))
        return undefined;
      const corrected =
        purpose === 'prove' &&
        (await applications.audit(application.id)).some(({ what }) => what === 'correct-address');
      return corrected ? undefined : application;
    }
    return undefined;
  }

  type Renewed = Outcome<undefined, 'unknown' | 'ended' | 'limited', TryAgain | undefined>;

  async function ask(application: Application, now: number): Promise<Renewed> {
    if (application.stage === 'admitted') return askStageLetter(application, 'welcome', now, needs);
    if (application.stage !== 'submitted') {
      const lost = application.stage === 'approved' && application.nameLost;
      return askStageLetter(application, lost ? 'name-lost' : 'received', now, needs);
    }
    const result = await applications.changeProof<Renewed>(application.id, async (proof, before) => {
      const asked = await askLetter(proof, application, before, now);
      return asked.ok ? { result: ok(undefined), ...asked.value } : { result: asked };
    });
    return result ?? refuse('unknown', undefined);
  }

  return {
    lettersWait: needs.lettersWait,

    async peekVoidLink(token) {
      const application = await find(token);
      return application && { language: application.language };
    },

    async renewLink(token) {
      const application = await find(token);
      if (application === undefined) return refuse('unknown', undefined);
      const asked = await ask(application, steadyNow());
      if (asked.ok) return asked;
      return asked.refusal === 'limited' ? refuse('limited', asked.detail) : refuse('unknown', undefined);
    },
  };
}

const isOpen = ({ stage }: Application) =>
  stage === 'submitted' || stage === 'waiting' || stage === 'approved' || stage === 'admitted' || stage === 'declined';

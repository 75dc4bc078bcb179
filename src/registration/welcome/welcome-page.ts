import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { AskStageLetterNeeds } from '../ask-stage-letter.ts';
import { findLink, type LinkView } from '../find-link.ts';
import type { PasswordPolicy } from '../ports/password-policy.ts';
import type { TryAgain } from '../rules/letter-times.ts';
import { askWelcome } from './ask-welcome.ts';
import { openWelcome, type WelcomeRefusal, type WelcomeView, welcomeView } from './open-welcome.ts';
import { makeSetPassword, type SetPassword, type SetPasswordNeeds } from './set-password.ts';

/** What the page shows. */
export interface WelcomeForm extends WelcomeView {
  /** What the homeserver asks of passwords; undefined: nothing, or it could not be asked. */
  readonly policy?: PasswordPolicy | undefined;
}

/** What the page behind a welcome link may ask. */
export interface WelcomePageUseCases {
  /** What the page shows; changes nothing. With `used`, `detail` says whose password is set. */
  readonly peekWelcome: (token: string) => Promise<Outcome<WelcomeForm, WelcomeRefusal, LinkView | undefined>>;
  readonly setPassword: SetPassword;
  /** Sends a new welcome letter. It goes to the proved address, so an expired link is enough to ask for it. */
  readonly renewWelcome: (
    token: string,
  ) => Promise<Outcome<undefined, 'unknown' | 'too-late' | 'limited', TryAgain | undefined>>;
}

export type WelcomePageNeeds = SetPasswordNeeds & AskStageLetterNeeds;

export const makeWelcomePage = (needs: WelcomePageNeeds): WelcomePageUseCases => ({
  async peekWelcome(token) {
    const opened = await openWelcome(token, needs);
    if (!opened.ok) return opened;
    const view = welcomeView(opened.value.application, needs.settings.serverName);
    return ok({ ...view, policy: await needs.accounts.passwordPolicy?.() });
  },

  setPassword: makeSetPassword(needs),

  async renewWelcome(token) {
    const found = await findLink(token, 'welcome', needs);
    if (found === undefined) return refuse('unknown', undefined);
    return askWelcome(found.application, needs.steadyNow(), needs);
  },
});

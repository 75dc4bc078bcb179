import type { PasswordByLink } from '../../accounts/password-by-link.ts';
import type { LettersWait } from '../../registration/ports/letters-wait.ts';
import { makeNetworkLimit } from '../../web/limiter.ts';
import { forgottenRoutes } from './routes/forgotten.tsx';
import { type ForgottenLimits, forgottenLimits, type Pages } from './settings.ts';

export interface ForgottenPagesNeeds {
  readonly passwordByLink: PasswordByLink;
  readonly lettersWait: LettersWait;
  /** False without a homeserver: then no sessions can be ended. */
  readonly endsSessions: boolean;
  readonly limits?: Partial<ForgottenLimits>;
}

/** The pages of people who have an account and cannot log in. */
export const forgottenPages =
  ({ passwordByLink, lettersWait, endsSessions, limits }: ForgottenPagesNeeds): Pages =>
  (page) => {
    const { asks, passwords } = { ...forgottenLimits, ...limits };
    return forgottenRoutes({
      ...page,
      ...{ passwordByLink, endsSessions, renew: { lettersWait } },
      asks: makeNetworkLimit(asks, page.clock),
      passwords: makeNetworkLimit(passwords, page.clock),
    });
  };

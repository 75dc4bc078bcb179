import { userIdOf } from '../../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { endedStages, type InStage } from '../application.ts';
import { type FoundLink, findLink, type LinkNeeds, type LinkView } from '../find-link.ts';
import { holds } from '../rules/links.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';

export interface WelcomeView extends LinkView {
  readonly displayName: string;
}
/**
 * `not-now`: the application is not admitted, for instance after an undo; `ended`: it never will be. `account-gone`: the account was
 * closed before it was entered.
 */
export type WelcomeRefusal = 'unknown' | 'used' | 'expired' | 'not-now' | 'ended' | 'account-gone';

export interface WelcomeNeeds extends LinkNeeds {
  readonly settings: Pick<RegistrationSettings, 'serverName'>;
  readonly steadyNow: SteadyNow;
}

export interface OpenWelcome {
  readonly application: InStage<'admitted'>;
  /** Hash of the link; the move `link-used` spends it. */
  readonly hash: string;
}

/** Finds a welcome link that can be used right now. */
export async function openWelcome(
  token: string,
  needs: WelcomeNeeds,
): Promise<Outcome<OpenWelcome, WelcomeRefusal, LinkView | undefined>> {
  const found = await findLink(token, 'welcome', needs);
  if (found === undefined) return refuse('unknown', undefined);
  const { link, application } = found;
  const { stage, localpart, language } = application;
  const view = { userId: userIdOf(localpart, needs.settings.serverName), language };
  if (stage === 'settled' || link.usedAt !== undefined) return refuse('used', view);
  if (stage === 'expired' && application.why === 'account-gone') return refuse('account-gone', view);
  if (stage !== 'admitted') return refuse(endedStages.includes(stage) ? 'ended' : 'not-now', view);
  return isGood(found, needs.steadyNow()) ? ok({ application, hash: link.hash }) : refuse('expired', view);
}

/** A link that an undo made void counts as expired: its holder may ask for a new one too. */
const isGood = ({ link, application }: FoundLink, now: number) =>
  !link.void && holds(application.since, link.validUntil - application.since, now);

export const welcomeView = (application: InStage<'admitted'>, serverName: string): WelcomeView => ({
  userId: userIdOf(application.localpart, serverName),
  language: application.language,
  displayName: application.order.displayName,
});

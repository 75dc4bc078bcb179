import type { UserId } from '../kernel/matrix-id.ts';
import type { Language } from '../texts/say.ts';
import type { Application } from './application.ts';
import type { ApplicationStore, KeptLink, LinkPurpose } from './ports/application-store.ts';
import type { Derivations } from './ports/derivations.ts';
import { STATUS_ISSUE, STATUS_LIFE } from './rules/links.ts';
import { isRegisterBotToken } from './rules/register-bot-request.ts';

export interface FoundLink {
  readonly link: KeptLink;
  readonly application: Application;
}

/** Whom a mailed link is about, for its page. */
export interface LinkView {
  readonly userId: UserId;
  readonly language: Language;
}

export interface LinkNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink'>;
  readonly derive: Pick<Derivations, 'linkHash'>;
}

/** Finds the link of a token and its application, valid or not; undefined when there is no such link of this purpose. */
export async function findLink(
  token: string,
  purpose: LinkPurpose,
  { applications, derive }: LinkNeeds,
): Promise<FoundLink | undefined> {
  if (!(/^[A-Za-z0-9_-]{22}$/.test(token) || isRegisterBotToken(token))) return undefined;
  const link = await applications.findLink(derive.linkHash(token));
  if (link === undefined || link.purpose !== purpose) return undefined;
  const application = await applications.find(link.applicationId);
  return application && { link, application };
}

/** The application behind a link that may be opened many times; undefined also when the link is void or expired. */
export async function findByPageLink(
  token: string,
  purpose: 'check' | 'status',
  now: number,
  needs: LinkNeeds,
): Promise<Application | undefined> {
  const found = await findLink(token, purpose, needs);
  return found === undefined || found.link.void || now > found.link.validUntil ? undefined : found.application;
}

export interface StatusLinkNeeds {
  readonly applications: Pick<ApplicationStore, 'keepLink'>;
  readonly derive: Pick<Derivations, 'linkHash' | 'linkToken'>;
}

/** Returns the token of the applicant's own page. Its hash is kept first, so that no link is given out that does not work. */
export async function keepStatusLink(applicationId: string, now: number, needs: StatusLinkNeeds): Promise<string> {
  const token = needs.derive.linkToken('status', applicationId, STATUS_ISSUE);
  await needs.applications.keepLink({
    hash: needs.derive.linkHash(token),
    applicationId,
    purpose: 'status',
    issue: STATUS_ISSUE,
    validUntil: now + STATUS_LIFE,
  });
  return token;
}

import { Fault } from '../../kernel/fault.ts';
import { fillAddress } from '../../kernel/fill-address.ts';
import type { OwnTexts } from '../../kernel/own-texts.ts';
import type { SiteUseCases } from '../../registration/site-use-cases.ts';
import { makeNetworkLimit } from '../../web/limiter.ts';
import { parseSafeUrl, type SafeUrl } from '../../web/safe-url.ts';
import type { Client, SiteContext } from './context.ts';
import { applyRoutes } from './routes/apply.tsx';
import { checkRoutes } from './routes/check.tsx';
import { oldLinkRoutes } from './routes/old-links.ts';
import { proveRoutes } from './routes/prove.tsx';
import { renewRoutes } from './routes/renew.tsx';
import { statusRoutes } from './routes/status.tsx';
import { welcomeRoutes } from './routes/welcome.tsx';
import { type ApplicantLimits, applicantLimits, type Pages } from './settings.ts';

export interface ApplicantPagesNeeds {
  readonly clients: readonly { readonly name: string; readonly url: string }[];
  readonly howToUrl: string | undefined;
  readonly intro: OwnTexts;
  readonly homeserverUrl: string;
  readonly serverName: string;
  /** Passwords are kept here, so there is a page for forgotten ones. */
  readonly forgotten: boolean;
  readonly useCases: SiteUseCases;
  readonly limits?: Partial<ApplicantLimits>;
}

/** The pages of people who apply, in the order in which they meet them. Throws `Fault` for an address that cannot be a link. */
export function applicantPages(needs: ApplicantPagesNeeds): Pages {
  const { useCases } = needs;
  const limits = { ...applicantLimits, ...needs.limits };
  const installation = {
    serverName: needs.serverName,
    homeserverUrl: needs.homeserverUrl,
    howToUrl: needs.howToUrl === undefined ? undefined : safe(needs.howToUrl, 'site.howToUrl'),
    intro: needs.intro,
    forgotten: needs.forgotten,
    clients: (userId: string | undefined) => clientsFor(needs, userId),
  };
  clientsFor(needs, `@porter:${needs.serverName}`);
  return (page) => {
    const site: SiteContext = {
      ...page,
      installation,
      renew: useCases.renew,
      applications: makeNetworkLimit(limits.applications, page.clock),
      nameChecks: makeNetworkLimit(limits.nameChecks, page.clock),
      passwords: makeNetworkLimit(limits.passwords, page.clock),
      minimumTime: limits.minimumTime,
    };
    return [
      ...applyRoutes(site, useCases.applyPage),
      ...checkRoutes(site, useCases.checkPage),
      ...proveRoutes(site, useCases.provePage),
      ...statusRoutes(site, useCases.statusPage),
      ...welcomeRoutes(site, useCases.welcomePage),
      ...renewRoutes(site),
      ...oldLinkRoutes(site),
    ];
  };
}

/** Throws `Fault` for an address that cannot be a link. A client whose address needs the user ID is left out where none is known. */
const clientsFor = ({ clients, ...needs }: ApplicantPagesNeeds, userId: string | undefined): readonly Client[] =>
  clients.flatMap(({ name, url }) => {
    const { serverName: server, homeserverUrl: homeserver } = needs;
    const filled = fillAddress(url, { server, homeserver, ...(userId === undefined ? {} : { userId }) });
    return filled === undefined
      ? []
      : [{ name, url: safe(filled, 'site.clients'), choosesServer: /\{(?:server|homeserver)\}/.test(url) }];
  });

function safe(url: string, key: string): SafeUrl {
  const link = parseSafeUrl(url);
  if (link !== undefined) return link;
  throw new Fault(`${key} holds an address that cannot be a link`, {
    code: 'site.link',
    retryable: false,
    remedy: `Give ${key} addresses that begin with https://`,
    scope: 'channel',
  });
}

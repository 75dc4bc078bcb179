import express, { type Request } from 'express';
import { Fault } from '../../kernel/fault.ts';
import type { SiteUseCases } from '../../registration/site-use-cases.ts';
import { openAssets } from '../../web/assets.ts';
import { makeClientAddress } from '../../web/client-address.ts';
import { makeFormGuard } from '../../web/csrf.ts';
import { makeNoteFault } from '../../web/fault-note.ts';
import { makeHeaders } from '../../web/headers.ts';
import { makeLanguageChoice } from '../../web/language.ts';
import { makeLastHandler } from '../../web/last-handler.ts';
import { makeNetworkLimit } from '../../web/limiter.ts';
import { type OpenListener, openListener } from '../../web/listener.ts';
import { networkOf } from '../../web/network-of.ts';
import { mountRoutes, type Route } from '../../web/routes.ts';
import { parseSafeUrl, type SafeUrl } from '../../web/safe-url.ts';
import { makeSendPage } from '../../web/send-page.ts';
import type { PageContext, Place, SiteContext } from './context.ts';
import { showFault, showProblem } from './respond.tsx';
import { applyRoutes } from './routes/apply.tsx';
import { arrivalRoutes } from './routes/arrivals.ts';
import { checkRoutes } from './routes/check.tsx';
import { guestRoutes } from './routes/guest.tsx';
import { guestsHomeRoutes } from './routes/guests-home.ts';
import { proveRoutes } from './routes/prove.tsx';
import { renewRoutes } from './routes/renew.tsx';
import { statusRoutes } from './routes/status.tsx';
import { welcomeRoutes } from './routes/welcome.tsx';
import { type ApplicantSettings, defaultSiteLimits, type SiteNeeds } from './settings.ts';

export interface OpenSite extends OpenListener {
  /** Every address and what it takes, for tests that walk them all. */
  readonly routes: readonly Pick<Route, 'path' | 'get' | 'post'>[];
}

/** The public pages on a listener of their own. Throws `Fault` when the address or the logo cannot be used. */
export async function openSite(needs: SiteNeeds): Promise<OpenSite> {
  const log = needs.log.with({ part: 'site' });
  const limits = { ...defaultSiteLimits, ...needs.limits };
  const { clock, ids, sign, publicUrl, applicants, guests } = needs;
  const assets = await openAssets(needs.logo);
  const clientAddress = makeClientAddress(needs.trustedProxies, log);

  const page: PageContext = {
    publicOrigin: new URL(publicUrl).origin,
    guard: makeFormGuard({ publicUrl, sign, clock, ids }),
    languages: makeLanguageChoice(publicUrl.startsWith('https:'), needs.defaultLanguage),
    send: makeSendPage({ title: needs.title, ...assets }),
    noteFault: makeNoteFault(log, ids),
    networkOf: (req: Request) => {
      const address = clientAddress(req);
      return address === undefined ? undefined : networkOf(address);
    },
    clock,
  };

  const routes = [
    ...(applicants === undefined
      ? guestsHomeRoutes(page)
      : routesOfApplicants(applicants.useCases, {
          ...page,
          place: placeOf(applicants),
          renew: applicants.useCases.renew,
          applications: makeNetworkLimit(limits.applications, clock),
          nameChecks: makeNetworkLimit(limits.nameChecks, clock),
          passwords: makeNetworkLimit(limits.passwords, clock),
          minimumTime: limits.minimumTime,
        })),
    ...(guests === undefined
      ? []
      : guestRoutes({
          ...page,
          guests,
          unknownLinks: makeNetworkLimit(limits.unknownLinks, clock),
          joins: makeNetworkLimit(limits.joins, clock),
        })),
    ...arrivalRoutes(page, { clientAddress, seenToken: needs.seenToken, checkLetterLink: needs.checkLetterLink }),
  ];

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.use(makeHeaders(publicUrl));
  app.use(assets.handler);
  mountRoutes(app, routes, page.guard);
  app.use(
    makeLastHandler({
      noteFault: page.noteFault,
      clock,
      showProblem: (req, res, problem) => showProblem(page, req, res, problem),
      showFault: (req, res, note) => showFault(page, req, res, note),
    }),
  );

  const listener = await openListener({
    app,
    listen: needs.listen,
    log,
    clock,
    ...(limits.listener ? { limits: limits.listener } : {}),
  });
  return { port: listener.port, routes, [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose]() };
}

const routesOfApplicants = (pages: SiteUseCases, site: SiteContext): readonly Route[] => [
  ...applyRoutes(site, pages.applyPage),
  ...checkRoutes(site, pages.checkPage),
  ...proveRoutes(site, pages.provePage),
  ...statusRoutes(site, pages.statusPage),
  ...welcomeRoutes(site, pages.welcomePage),
  ...renewRoutes(site),
];

function placeOf(needs: ApplicantSettings): Place {
  return {
    serverName: needs.serverName,
    homeserverUrl: needs.homeserverUrl,
    howToUrl: needs.howToUrl === undefined ? undefined : safe(needs.howToUrl, 'site.howToUrl'),
    clients: needs.clients.map(({ name, url }) => ({ name, url: safe(url, 'site.clients') })),
  };
}

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

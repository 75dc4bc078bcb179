import type { IncomingMessage } from 'node:http';
import express from 'express';
import { openAssets } from '../../web/assets.ts';
import { makeClientAddress } from '../../web/client-address.ts';
import { makeFormGuard } from '../../web/csrf.ts';
import { makeNoteFault } from '../../web/fault-note.ts';
import { makeHeaders } from '../../web/headers.ts';
import { makeJsonHandler } from '../../web/json-handler.ts';
import { makeLanguageChoice } from '../../web/language.ts';
import { makeLastHandler } from '../../web/last-handler.ts';
import { type OpenListener, openListener } from '../../web/listener.ts';
import { sayMatrixRefusal } from '../../web/matrix-refusal.ts';
import { networkOf } from '../../web/network-of.ts';
import { mountRoutes, type Route } from '../../web/routes.ts';
import { makeSendPage } from '../../web/send-page.ts';
import { makeTimes } from '../../web/times.ts';
import type { PageContext } from './context.ts';
import { showFault, showProblem } from './respond.tsx';
import { arrivalRoutes } from './routes/arrivals.ts';
import { footLinks, ownPageRoutes } from './routes/own-pages.tsx';
import { startPageRoutes } from './routes/start-page.tsx';
import type { SiteNeeds } from './settings.ts';

export interface OpenSite extends OpenListener {
  /** Every path and its methods, for tests that walk them all. */
  readonly routes: readonly Pick<Route, 'path' | 'get' | 'post'>[];
}

/** Opens the listener of the public pages. Throws `Fault` when the address or the logo cannot be used. */
export async function openSite(needs: SiteNeeds): Promise<OpenSite> {
  const log = needs.log.with({ part: 'site' });
  const { clock, ids, sign, publicUrl } = needs;
  const assets = await openAssets(needs.logo);
  const clientAddress = makeClientAddress(needs.trustedProxies, log);

  const networkOfClient = (req: IncomingMessage) => {
    const address = clientAddress(req);
    return address === undefined ? undefined : networkOf(address);
  };

  const page: PageContext = {
    publicOrigin: new URL(publicUrl).origin,
    guard: makeFormGuard({ publicUrl, sign, clock, ids }),
    languages: makeLanguageChoice(publicUrl.startsWith('https:'), needs.defaultLanguage),
    send: makeSendPage({ title: needs.title, ...assets, links: (language) => footLinks(needs.own, language) }),
    noteFault: makeNoteFault(log, ids),
    networkOf: networkOfClient,
    clock,
    times: makeTimes(needs.timeZone, clock),
    own: needs.own,
  };

  const pages = needs.pages.flatMap((routes) => routes(page));
  const has = (path: string) => pages.some((route) => route.path === path);
  const routes = [
    ...(has('/') ? [] : startPageRoutes(page, { guests: has('/meet/:token'), accounts: has('/sign-in') })),
    ...pages,
    ...ownPageRoutes(page, needs.own),
    ...arrivalRoutes(page, {
      ...{ clientAddress, seenToken: needs.seenToken, checkLetterLink: needs.checkLetterLink },
      run: ids.random(12).toString('base64url'),
    }),
  ];

  const twice = routes.find(({ path }, at) => routes.findIndex((route) => route.path === path) !== at);
  if (twice !== undefined) throw new Error(`two pages at ${twice.path}`);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  const apis = makeJsonHandler({
    ...{ routes: needs.apis ?? [], sayRefusal: sayMatrixRefusal, networkOf: networkOfClient, log, clock, ids },
  });
  app.use((req, res, next) => (apis.takes(req.path) ? apis.handle(req, res) : next()));
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
    ...(needs.listenerLimits ? { limits: needs.listenerLimits } : {}),
  });
  return { port: listener.port, routes, [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose]() };
}

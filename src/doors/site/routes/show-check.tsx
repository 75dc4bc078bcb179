import type { Request, Response } from 'express';
import type { CheckPageUseCases } from '../../../registration/prove/check-page.ts';
import type { CheckView } from '../../../registration/prove/view-check.ts';
import { type Language, say } from '../../../texts/say.ts';
import { letFrameOurPages, letOurPagesFrame } from '../../../web/headers.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { queryOf } from '../../../web/language.ts';
import { lookAgain } from '../../../web/refresh.ts';
import { param, type Route } from '../../../web/routes.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { CheckPage, type CheckPageProps } from '../pages/check-page.tsx';
import { CheckState, checkState, goesOn, MAIL_WAITED } from '../pages/check-state.tsx';
import { showEnded, switchTo } from '../respond.tsx';
import { offerRenewal } from './renew.tsx';

export const statusPath = (token: string) => `/status/${encodeURIComponent(token)}`;

type Shown = { readonly status: number } & Partial<Pick<CheckPageProps, 'wrong' | 'trouble' | 'done' | 'typedEmail'>>;

/** Shows the "check your mail" page; once the address is proved or the application is over, leads on instead. */
export type ShowCheck = (
  req: Request,
  res: Response,
  how: (view: CheckView, language: Language) => Shown,
) => Promise<void>;

export function makeShowCheck(site: SiteContext, { viewCheck }: Pick<CheckPageUseCases, 'viewCheck'>): ShowCheck {
  const { languages, clock } = site;

  const show = (req: Request, res: Response, ticket: string, view: CheckView, shown: Shown) => {
    const visit = visitOf(site, req, res, view.language);
    const { status, wrong = {}, ...rest } = shown;
    const error = status !== 200;
    letFrameOurPages(res);
    const children = (
      <CheckPage {...visit} {...rest} ticket={ticket} view={view} now={clock.now()} times={site.times} wrong={wrong} />
    );
    const path = `/check/${encodeURIComponent(ticket)}`;
    const title = say(visit.language, 'site.check.title');
    site.send(
      res,
      status,
      { title, language: visit.language, error, switch: switchTo(req, path), children },
      'personal',
    );
  };

  return async (req, res, how) => {
    const ticket = param(req, 'ticket');
    const view = await viewCheck(ticket);
    if (view === undefined) {
      if (await offerRenewal(site, req, res, ticket)) return;
      throw new HttpProblem('not-found');
    }
    if (view.statusToken !== undefined) return res.redirect(303, statusPath(view.statusToken));
    if (view.stage !== 'submitted') return showEnded(site, req, res, view.language);
    return show(req, res, ticket, view, how(view, languages.of(req, res, view.language)));
  };
}

/** What stands in the frame of the page. It stops looking again once the person has to do something, or nothing more will happen. */
export const checkStateRoute = (site: SiteContext, { viewCheck }: Pick<CheckPageUseCases, 'viewCheck'>): Route => ({
  path: '/check/:ticket/state',
  async get(req, res) {
    const ticket = param(req, 'ticket');
    const view = await viewCheck(ticket);
    if (view === undefined) throw new HttpProblem('not-found');
    const language = site.languages.of(req, res, view.language);
    const state = checkState(view, queryOf(req).has(MAIL_WAITED));
    letOurPagesFrame(res);
    if (goesOn(state)) lookAgain(req, res, site.clock.now() - view.createdAt, { least: 5, most: 60 });
    const page = `/check/${encodeURIComponent(ticket)}`;
    const children = <CheckState {...{ language, state, page }} mailWaits={view.mailWaits} times={site.times} />;
    const title = say(language, 'site.check.state.title');
    site.send(res, 200, { title, language, framed: true, switch: { path: '' }, children }, 'personal');
  },
});

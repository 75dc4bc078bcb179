import type { Request, Response } from 'express';
import type { CheckPageUseCases } from '../../../registration/prove/check-page.ts';
import type { CheckView } from '../../../registration/prove/view-check.ts';
import { type Language, say } from '../../../texts/say.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { param } from '../../../web/routes.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { CheckPage, type CheckPageProps } from '../pages/check-page.tsx';
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

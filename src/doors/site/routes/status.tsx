import type { Request, Response } from 'express';
import { plainText } from '../../../kernel/plain-text.ts';
import type { StatusPageUseCases } from '../../../registration/status/status-page.ts';
import type { StatusView } from '../../../registration/status/view-status.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { Form } from '../../../web/body.ts';
import { queryOf } from '../../../web/language.ts';
import { isStill, lookAgain, type Pauses } from '../../../web/refresh.ts';
import { param, type Route } from '../../../web/routes.ts';
import { secondsUntil } from '../../../web/times.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { fieldOrInstead } from '../pages/parts.tsx';
import { StatusPage, type StatusPageProps } from '../pages/status-page.tsx';
import { showMessage, switchTo } from '../respond.tsx';
import { nameWords } from '../words.ts';
import { offerRenewal } from './renew.tsx';

/** Where something goes on by itself. `declined` looks like `waiting`, because it may still change. */
const pausesOf: Readonly<Partial<Record<StatusView['stage'], Pauses>>> = {
  waiting: { least: 60, most: 300 },
  declined: { least: 60, most: 300 },
  approved: { least: 5, most: 300 },
};

/** In any stage, while an email that is expected there waits. */
const mailPauses: Pauses = { least: 60, most: 300 };

const watchedNow = (req: Request, looksAgain: boolean): StatusPageProps['watched'] =>
  looksAgain ? 'looks-again' : isStill(req) ? 'still' : undefined;

const dones = ['withdrawn', 'name', 'resent'] as const;
type Shown = { readonly status: number } & Partial<Pick<StatusPageProps, 'trouble' | 'done' | 'name'>>;

export function statusRoutes(site: SiteContext, useCases: StatusPageUseCases): readonly Route[] {
  const { clock } = site;

  const unknown = (req: Request, res: Response) =>
    showMessage(site, req, res, {
      status: 404,
      title: 'site.status.unknown.title',
      text: 'site.status.unknown.text',
      onward: 'home',
    });

  const show = async (req: Request, res: Response, how: (language: Language) => Shown) => {
    const link = param(req, 'token');
    const view = await useCases.viewStatus(link);
    if (view === undefined) return (await offerRenewal(site, req, res, link)) ? undefined : unknown(req, res);
    const visit = visitOf(site, req, res, view.language);
    const { status, trouble, done, name = { typed: '', wrong: undefined } } = how(visit.language);
    const { serverName } = site.installation;
    // Somebody types another name on this page.
    const waits = view.mailWaits !== undefined;
    const pauses = view.nameLost ? undefined : (pausesOf[view.stage] ?? (waits ? mailPauses : undefined));
    const since = Math.max(view.since, view.mailWaits ?? view.since);
    const watched = pauses && watchedNow(req, lookAgain(req, res, clock.now() - since, pauses));
    const rest = { link, view, serverName, times: site.times, watched, trouble, done, name };
    const path = `/status/${encodeURIComponent(link)}`;
    site.send(
      res,
      status,
      {
        title: say(visit.language, 'site.status.title'),
        language: visit.language,
        error: status !== 200,
        switch: switchTo(req, path),
        children: <StatusPage {...visit} {...rest} />,
      },
      'personal',
    );
  };

  const back = (req: Request, res: Response, done: (typeof dones)[number]) =>
    res.redirect(303, `/status/${encodeURIComponent(param(req, 'token'))}?done=${done}`);

  const tooLate = (req: Request, res: Response) =>
    show(req, res, (language) => ({ status: 409, trouble: say(language, 'site.status.tooLate') }));

  const wait = (req: Request, res: Response, at: number) => {
    res.setHeader('Retry-After', secondsUntil(at, clock.now()));
    return show(req, res, (language) => ({
      status: 429,
      trouble: say(language, 'site.status.limited', { when: site.times.until(at, language) }),
    }));
  };

  const pickName = async (req: Request, res: Response, form: Form) => {
    const username = fieldOrInstead(form, 'username').trim();
    const typed = plainText(username, 300);
    const check = await site.nameChecks.take(site.networkOf(req));
    if (!check.ok) {
      res.setHeader('Retry-After', secondsUntil(check.at, clock.now()));
      return show(req, res, (language) => ({
        status: 429,
        name: { typed, wrong: say(language, 'site.apply.limited.checks') },
      }));
    }
    const outcome = await useCases.pickName(param(req, 'token'), username);
    if (outcome.ok) return back(req, res, 'name');
    const { refusal } = outcome;
    if (refusal === 'unknown') return unknown(req, res);
    if (refusal === 'too-late') return tooLate(req, res);
    return show(req, res, (language) => ({ status: 400, name: { typed, wrong: say(language, nameWords[refusal]) } }));
  };

  return [
    {
      path: '/status/:token',
      get: (req, res) => {
        const done = dones.find((one) => one === queryOf(req).get('done'));
        return show(req, res, () => ({ status: 200, ...(done ? { done } : {}) }));
      },
    },
    {
      path: '/status/:token/withdraw',
      post: async (req, res) => {
        const outcome = await useCases.withdraw(param(req, 'token'));
        if (outcome.ok) return back(req, res, 'withdrawn');
        return outcome.refusal === 'unknown' ? unknown(req, res) : tooLate(req, res);
      },
    },
    { path: '/status/:token/name', post: pickName },
    {
      path: '/status/:token/welcome',
      post: async (req, res) => {
        const outcome = await useCases.resendWelcome(param(req, 'token'));
        if (outcome.ok) return back(req, res, 'resent');
        if (outcome.refusal === 'unknown') return unknown(req, res);
        if (outcome.refusal === 'too-late') return tooLate(req, res);
        return wait(req, res, outcome.detail?.at ?? clock.now());
      },
    },
  ];
}

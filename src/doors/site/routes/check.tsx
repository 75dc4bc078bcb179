import type { Request, Response } from 'express';
import { plainText } from '../../../kernel/plain-text.ts';
import type { CheckPageUseCases } from '../../../registration/prove/check-page.ts';
import type { ProveDetail, ProveRefusal } from '../../../registration/prove/prove-application.ts';
import { say } from '../../../texts/say.ts';
import { type Form, field } from '../../../web/body.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { queryOf } from '../../../web/language.ts';
import { param, type Route } from '../../../web/routes.ts';
import { secondsUntil } from '../../../web/times.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { NamePage } from '../pages/name-form.tsx';
import { fieldOrInstead } from '../pages/parts.tsx';
import { showEnded, showMessage, switchTo } from '../respond.tsx';
import { fieldWrong, isEmailRefusal, isNameRefusal, nameWords } from '../words.ts';
import { checkStateRoute, makeShowCheck, statusPath } from './show-check.tsx';

export function checkRoutes(site: SiteContext, useCases: CheckPageUseCases): readonly Route[] {
  const { languages, clock } = site;

  const showNow = makeShowCheck(site, useCases);

  const askName = (req: Request, res: Response, form: Form, status: number, wrong?: string) => {
    const ticket = param(req, 'ticket');
    const visit = visitOf(site, req, res);
    const path = `/check/${encodeURIComponent(ticket)}`;
    const children = (
      <NamePage
        {...visit}
        action={`${path}/name`}
        serverName={site.installation.serverName}
        typed={plainText(fieldOrInstead(form, 'username'), 300)}
        wrong={wrong}
        carry={{ code: field(form, 'code') }}
      />
    );
    const title = say(visit.language, 'site.name.title');
    const error = wrong !== undefined;
    site.send(
      res,
      status,
      { title, language: visit.language, error, switch: switchTo(req, path), children },
      'personal',
    );
  };

  const refused = async (
    req: Request,
    res: Response,
    form: Form,
    refusal: ProveRefusal,
    detail: ProveDetail | undefined,
  ): Promise<void> => {
    switch (refusal) {
      case 'unknown':
        throw new HttpProblem('not-found');
      case 'ended':
        return showEnded(site, req, res);
      case 'name-claimed':
        return askName(req, res, form, 409);
      case 'address-in-use':
        return showMessage(site, req, res, {
          status: 409,
          title: 'site.prove.inUse.title',
          text: 'site.prove.inUse.text',
          onward: 'home',
        });
      case 'used':
        return showNow(req, res, (_view, language) => ({
          status: 409,
          trouble: say(language, 'site.prove.used.text'),
        }));
      case 'expired':
        return showNow(req, res, (_view, language) => ({
          status: 400,
          wrong: { code: say(language, 'site.check.expiredCode') },
        }));
      case 'wrong-code':
        return showNow(req, res, (view, language) => ({
          status: 400,
          wrong: { code: say(language, 'site.check.wrongCode', { count: detail?.left ?? view.wrongLeft }) },
        }));
    }
  };

  const enter = async (req: Request, res: Response, form: Form) => {
    const code = field(form, 'code');
    if (code.trim() === '') {
      return showNow(req, res, (_view, language) => ({
        status: 400,
        wrong: { code: say(language, 'site.check.emptyCode') },
      }));
    }
    const outcome = await useCases.enterCode(param(req, 'ticket'), code);
    if (outcome.ok) return res.redirect(303, statusPath(outcome.value.statusToken));
    return refused(req, res, form, outcome.refusal, outcome.detail);
  };

  const name = async (req: Request, res: Response, form: Form) => {
    const language = languages.of(req, res);
    const check = await site.nameChecks.take(site.networkOf(req));
    if (!check.ok) {
      res.setHeader('Retry-After', secondsUntil(check.at, clock.now()));
      return askName(req, res, form, 429, say(language, 'site.apply.limited.checks'));
    }
    const outcome = await useCases.proveByCodeWithName(
      param(req, 'ticket'),
      field(form, 'code'),
      fieldOrInstead(form, 'username').trim(),
    );
    if (outcome.ok) return res.redirect(303, statusPath(outcome.value.statusToken));
    const { refusal } = outcome;
    if (isNameRefusal(refusal)) return askName(req, res, form, 400, say(language, nameWords[refusal]));
    if (refusal === 'name-claimed') return askName(req, res, form, 409, say(language, nameWords.taken));
    return refused(req, res, form, refusal, outcome.detail);
  };

  /** Shows why no letter was sent, and when one may be asked for again. */
  const letterAnswer = (
    req: Request,
    res: Response,
    refusal: 'unknown' | 'ended' | 'limited',
    at: number | undefined,
    typedEmail?: string,
  ) => {
    if (refusal === 'unknown') throw new HttpProblem('not-found');
    if (refusal === 'ended') return showEnded(site, req, res);
    const until = at ?? clock.now();
    res.setHeader('Retry-After', secondsUntil(until, clock.now()));
    return showNow(req, res, (_view, language) => ({
      status: 429,
      trouble: say(language, 'site.check.limited', { when: site.times.until(until, language) }),
      typedEmail,
    }));
  };

  return [
    {
      path: '/check/:ticket',
      get: (req, res) => {
        const sent = queryOf(req).get('sent');
        return showNow(req, res, () => ({
          status: 200,
          done: sent === 'again' ? 'resent' : sent === 'corrected' ? 'corrected' : undefined,
        }));
      },
      post: enter,
    },
    checkStateRoute(site, useCases),
    { path: '/check/:ticket/name', post: name },
    {
      path: '/check/:ticket/resend',
      post: async (req, res) => {
        const ticket = param(req, 'ticket');
        const outcome = await useCases.resendProof(ticket);
        if (outcome.ok) return res.redirect(303, `/check/${encodeURIComponent(ticket)}?sent=again`);
        return letterAnswer(req, res, outcome.refusal, outcome.detail?.at);
      },
    },
    {
      path: '/check/:ticket/address',
      post: async (req, res, form) => {
        const ticket = param(req, 'ticket');
        const email = fieldOrInstead(form, 'email').trim();
        const outcome = await useCases.correctAddress(ticket, email, field(form, 'sure'));
        if (outcome.ok) return res.redirect(303, `/check/${encodeURIComponent(ticket)}?sent=corrected`);
        const typedEmail = plainText(email, 400);
        const { refusal, detail } = outcome;
        if (!isEmailRefusal(refusal)) return letterAnswer(req, res, refusal, detail?.at, typedEmail);
        const instead = detail?.instead;
        return showNow(req, res, (_view, language) => ({
          status: 400,
          wrong: {
            email: fieldWrong({ field: 'email', refusal, ...(instead === undefined ? {} : { instead }) }, language),
          },
          typedEmail,
        }));
      },
    },
  ];
}

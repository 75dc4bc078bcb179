import type { Request, Response } from 'express';
import type { ComponentChildren } from 'preact';
import type { LinkView } from '../../../registration/find-link.ts';
import type { SetPasswordRefusal } from '../../../registration/welcome/set-password.ts';
import type { WelcomeForm, WelcomePageUseCases } from '../../../registration/welcome/welcome-page.ts';
import { type Language, say, type TextKey } from '../../../texts/say.ts';
import type { Form } from '../../../web/body.ts';
import { param, type Route } from '../../../web/routes.ts';
import { secondsUntil } from '../../../web/times.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { ForgottenLink, PostForm } from '../pages/parts.tsx';
import { NextPage, WayIn, WelcomePage, type WelcomePageProps } from '../pages/welcome-page.tsx';
import { showEnded, showLetterComes, showMessage, switchTo } from '../respond.tsx';
import { BUSY_SECONDS, typedPassword } from '../typed-password.ts';
import { passwordTroubleWords } from '../words.ts';

type Wrong = WelcomePageProps['wrong'];
type Refusal = Exclude<SetPasswordRefusal, 'password' | 'busy'>;

export function welcomeRoutes(site: SiteContext, useCases: WelcomePageUseCases): readonly Route[] {
  const { languages, passwords, installation, clock } = site;

  const show = (req: Request, res: Response, view: WelcomeForm, status: number, wrong: Wrong) => {
    const link = param(req, 'token');
    const visit = visitOf(site, req, res, view.language);
    const path = `/welcome/${encodeURIComponent(link)}`;
    const children = <WelcomePage {...visit} link={link} view={view} wrong={wrong} />;
    const title = say(visit.language, 'site.welcome.title');
    const error = status !== 200;
    site.send(
      res,
      status,
      { title, language: visit.language, error, switch: switchTo(req, path), children },
      'personal',
    );
  };

  const refused = (req: Request, res: Response, refusal: Refusal, about?: LinkView) => {
    const { language, token } = visitOf(site, req, res, about?.language);
    const message = (status: number, title: TextKey, text: TextKey, children?: ComponentChildren) =>
      showMessage(site, req, res, { status, title, text, onward: 'home', children, known: about?.language });
    switch (refusal) {
      case 'unknown':
        return message(404, 'site.welcome.unknown.title', 'site.welcome.unknown.text');
      case 'used':
        return message(
          410,
          'site.welcome.used.title',
          'site.welcome.used.text',
          <>
            <WayIn language={language} userId={about?.userId} installation={installation} />
            {installation.forgotten && <ForgottenLink language={language} />}
          </>,
        );
      case 'not-now':
        return message(409, 'site.welcome.notNow.title', 'site.welcome.notNow.text');
      case 'ended':
        return showEnded(site, req, res, about?.language);
      case 'account-gone':
        return message(410, 'site.welcome.gone.title', 'site.welcome.gone.text');
      case 'account-locked':
        return message(409, 'site.welcome.locked.title', 'site.welcome.locked.text');
      case 'passwords-off':
        return message(503, 'site.welcome.off.title', 'site.welcome.off.text');
      case 'expired':
        return message(
          410,
          'site.welcome.expired.title',
          'site.welcome.expired.text',
          <PostForm action={`/welcome/${encodeURIComponent(param(req, 'token'))}/renew`} token={token}>
            <button type="submit">{say(language, 'site.welcome.renew')}</button>
          </PostForm>,
        );
    }
  };

  /** Shows the page again with what is wrong, and never with what was typed. */
  const showWrong = async (req: Request, res: Response, status: number, how: (language: Language) => Wrong) => {
    const peeked = await useCases.peekWelcome(param(req, 'token'));
    if (!peeked.ok) return refused(req, res, peeked.refusal, peeked.detail);
    return show(req, res, peeked.value, status, how(languages.of(req, res, peeked.value.language)));
  };

  const set = async (req: Request, res: Response, form: Form) => {
    const { password, wrong } = typedPassword(form);
    if (wrong !== undefined)
      return showWrong(req, res, 400, (language) => ({ [wrong.about]: say(language, wrong.key) }));
    const link = param(req, 'token');
    const attempt = await passwords.take(link);
    if (!attempt.ok) {
      res.setHeader('Retry-After', secondsUntil(attempt.at, clock.now()));
      return showWrong(req, res, 429, (language) => ({
        password: say(language, 'site.problem.tooMany.text', { when: site.times.until(attempt.at, language) }),
      }));
    }
    const outcome = await useCases.setPassword(link, password);
    if (!outcome.ok) {
      if (outcome.refusal !== 'password') {
        await attempt.giveBack();
        if (outcome.refusal === 'busy') {
          res.setHeader('Retry-After', BUSY_SECONDS);
          return showWrong(req, res, 429, (language) => ({ password: say(language, 'site.password.busy') }));
        }
        const peeked = await useCases.peekWelcome(param(req, 'token'));
        return refused(req, res, outcome.refusal, peeked.ok ? peeked.value : peeked.detail);
      }
      const trouble = outcome.detail;
      return showWrong(req, res, 400, (language) => ({ password: passwordTroubleWords(language, trouble) }));
    }
    const language = languages.of(req, res, outcome.value.language);
    const children = <NextPage language={language} userId={outcome.value.userId} installation={installation} />;
    const title = say(language, 'site.next.title');
    const path = `/welcome/${encodeURIComponent(param(req, 'token'))}`;
    return site.send(res, 200, { title, language, switch: switchTo(req, path), children }, 'personal');
  };

  const renew = async (req: Request, res: Response) => {
    const outcome = await useCases.renewWelcome(param(req, 'token'));
    if (outcome.ok) {
      return showLetterComes(site, req, res, 'site.welcome.renewed.title', 'site.welcome.renewed.text');
    }
    if (outcome.refusal === 'unknown') return refused(req, res, 'unknown');
    const title = 'site.welcome.expired.title';
    if (outcome.refusal === 'too-late') {
      return showMessage(site, req, res, { status: 409, title, text: 'site.welcome.tooLate', onward: 'home' });
    }
    const at = outcome.detail?.at ?? clock.now();
    res.setHeader('Retry-After', secondsUntil(at, clock.now()));
    const values = { when: site.times.until(at, languages.of(req, res)) };
    return showMessage(site, req, res, { status: 429, title, text: 'site.status.limited', values });
  };

  return [
    {
      path: '/welcome/:token',
      get: async (req, res) => {
        const peeked = await useCases.peekWelcome(param(req, 'token'));
        return peeked.ok ? show(req, res, peeked.value, 200, {}) : refused(req, res, peeked.refusal, peeked.detail);
      },
      post: set,
    },
    { path: '/welcome/:token/renew', post: renew },
  ];
}

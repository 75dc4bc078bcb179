import type { Request, Response } from 'express';
import type { LinkedAccount, LinkRefusal } from '../../../accounts/password-by-link.ts';
import { plainText } from '../../../kernel/plain-text.ts';
import { say, type TextKey } from '../../../texts/say.ts';
import { type Form, field } from '../../../web/body.ts';
import { FORM_TOKEN } from '../../../web/csrf.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { param, type Route } from '../../../web/routes.ts';
import { type ForgottenContext, visitOf } from '../context.ts';
import { makeOncePerForm } from '../once-per-form.ts';
import { ForgottenPage } from '../pages/forgotten-page.tsx';
import { showLetterComes, showMessage, switchTo } from '../respond.tsx';
import { newPasswordPage } from './new-password.tsx';

/** Code points of an address that is shown again. */
const SHOWN = 300;
/** Minutes after which a flood may be over. */
const FLOOD_MS = 10 * 60_000;

const refusals = {
  unknown: { status: 404, title: 'site.welcome.unknown.title', text: 'site.newPassword.unknown.text', again: true },
  used: { status: 410, title: 'site.newPassword.used.title', text: 'site.newPassword.used.text', again: true },
  expired: { status: 410, title: 'site.welcome.expired.title', text: 'site.newPassword.expired.text', again: true },
  locked: { status: 409, title: 'site.welcome.locked.title', text: 'site.newPassword.locked.text', again: false },
} as const satisfies Record<LinkRefusal, { status: number; title: TextKey; text: TextKey; again: boolean }>;

/** The page for a forgotten password, and the page behind the link in its letter. */
export function forgottenRoutes(page: ForgottenContext): readonly Route[] {
  const { passwordByLink, clock, languages } = page;
  const once = makeOncePerForm(clock);

  const show = (req: Request, res: Response, status = 200, typed = '', wrong?: TextKey) => {
    const visit = visitOf(page, req, res);
    const { language } = visit;
    const sentence = wrong && say(language, wrong);
    const title = say(language, 'site.forgotten.title');
    const children = <ForgottenPage {...visit} typed={typed} wrong={sentence} />;
    const frame = { title, language, error: status !== 200, switch: switchTo(req, '/forgotten'), children };
    page.send(res, status, frame, 'personal');
  };

  const ask = async (req: Request, res: Response, form: Form) => {
    const typed = field(form, 'email').trim();
    const language = languages.of(req, res);
    // The token is this visitor's alone: a form that is sent twice asks once.
    const outcome = await once(JSON.stringify([field(form, FORM_TOKEN), typed]), async () => {
      const taken = await page.asks.take(page.networkOf(req));
      if (!taken.ok) throw new HttpProblem('too-many', { at: taken.at });
      const asked = await passwordByLink.ask(typed, language);
      if (!asked.ok) await taken.giveBack();
      return asked;
    });
    if (outcome.ok) return showLetterComes(page, req, res, 'site.forgotten.asked.title', 'site.forgotten.asked.text');
    if (outcome.refusal === 'flooded') throw new HttpProblem('too-many', { at: clock.now() + FLOOD_MS });
    return show(req, res, 400, plainText(typed, SHOWN), 'site.forgotten.notAnAddress');
  };

  const turnAway = (req: Request, res: Response, why: LinkRefusal, about: LinkedAccount | undefined) => {
    const { again, ...message } = refusals[why];
    const language = languages.of(req, res, about?.language);
    const link = (
      <p class="onward">
        <a href="/forgotten">{say(language, 'site.newPassword.again')}</a>
      </p>
    );
    showMessage(page, req, res, { ...message, known: about?.language, ...(again ? { children: link } : {}) });
  };

  const { open, set } = newPasswordPage(page, turnAway);
  return [
    { path: '/forgotten', get: (req, res) => show(req, res), post: ask },
    {
      path: '/password/:token',
      get: (req, res) => open(req, res, param(req, 'token')),
      post: (req, res, form) => set(req, res, form, param(req, 'token')),
    },
  ];
}

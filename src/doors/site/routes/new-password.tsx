import type { Request, Response } from 'express';
import type { LinkedAccount, LinkRefusal } from '../../../accounts/password-by-link.ts';
import { type Language, say } from '../../../texts/say.ts';
import { type Form, field } from '../../../web/body.ts';
import { secondsUntil } from '../../../web/times.ts';
import { type ForgottenContext, visitOf } from '../context.ts';
import { NewPasswordPage } from '../pages/forgotten-page.tsx';
import type { WrongPassword } from '../pages/new-password-fields.tsx';
import { showMessage, switchTo } from '../respond.tsx';
import { BUSY_SECONDS, typedPassword } from '../typed-password.ts';
import { passwordTroubleWords } from '../words.ts';

export type TurnAway = (req: Request, res: Response, why: LinkRefusal, about: LinkedAccount | undefined) => void;

/** The page where a link sets a password. Opening it changes nothing, because programs open links too (hardening S5). */
export function newPasswordPage(page: ForgottenContext, turnAway: TurnAway) {
  const { passwordByLink, passwords, clock, endsSessions } = page;

  async function show(
    req: Request,
    res: Response,
    token: string,
    { status, stay, wrong }: { status: number; stay: boolean; wrong: (language: Language) => WrongPassword },
  ) {
    const peeked = await passwordByLink.peek(token);
    if (!peeked.ok) return turnAway(req, res, peeked.refusal, peeked.detail);
    const { userId, language: known } = peeked.value;
    const visit = visitOf(page, req, res, known);
    const { language } = visit;
    const path = `/password/${encodeURIComponent(token)}`;
    const stays = endsSessions ? stay : undefined;
    const children = <NewPasswordPage {...visit} action={path} userId={userId} stay={stays} wrong={wrong(language)} />;
    const title = say(language, 'site.newPassword.title');
    return page.send(
      res,
      status,
      { title, language, error: status !== 200, switch: switchTo(req, path), children },
      'personal',
    );
  }

  async function set(req: Request, res: Response, form: Form, token: string) {
    const stay = field(form, 'stay') === 'yes';
    // Shown again with what is wrong, and never with what was typed.
    const again = (status: number, wrong: (language: Language) => WrongPassword) =>
      show(req, res, token, { status, stay, wrong });
    const { password, wrong } = typedPassword(form);
    if (wrong !== undefined) return again(400, (language) => ({ [wrong.about]: say(language, wrong.key) }));
    const attempt = await passwords.take(token);
    if (!attempt.ok) {
      res.setHeader('Retry-After', secondsUntil(attempt.at, clock.now()));
      return again(429, (language) => ({
        password: say(language, 'site.problem.tooMany.text', { when: page.times.until(attempt.at, language) }),
      }));
    }
    const outcome = await passwordByLink.set(token, password, !stay);
    if (outcome.ok) {
      const { userId, language: known } = outcome.value;
      const words = { title: 'site.newPassword.done.title', text: 'site.newPassword.done.text' } as const;
      return showMessage(page, req, res, { status: 200, ...words, values: { userId }, known });
    }
    if (outcome.refusal === 'busy') {
      res.setHeader('Retry-After', BUSY_SECONDS);
      return again(429, (language) => ({ password: say(language, 'site.password.busy') }));
    }
    if (outcome.refusal === 'weak') {
      const trouble = outcome.detail;
      return again(400, (language) => ({ password: passwordTroubleWords(language, trouble) }));
    }
    return turnAway(req, res, outcome.refusal, outcome.detail);
  }

  return {
    open: (req: Request, res: Response, token: string) =>
      show(req, res, token, { status: 200, stay: false, wrong: () => ({}) }),
    set,
  };
}

import type { Request, Response } from 'express';
import { say, type TextKey } from '../../../texts/say.ts';
import { type Form, field } from '../../../web/body.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import type { Route } from '../../../web/routes.ts';
import { type AccountContext, visitOf } from '../context.ts';
import { SignInPage } from '../pages/sign-in-page.tsx';
import { switchTo } from '../respond.tsx';

/** Longer than passwords ever wait to be checked. */
const BUSY_SECONDS = 5;
/** How long a name that somebody guesses at is paused, seconds. */
const PAUSED_SECONDS = 20;

const words = {
  wrong: { status: 400, text: 'site.signIn.wrong', again: undefined },
  paused: { status: 429, text: 'site.signIn.paused', again: PAUSED_SECONDS },
  busy: { status: 429, text: 'site.signIn.busy', again: BUSY_SECONDS },
} as const satisfies Record<string, { status: number; text: TextKey; again: number | undefined }>;

/** Signs people in to their account page. Whoever is signed in already is led there. */
export function signInRoutes(page: AccountContext): readonly Route[] {
  const { cookies, signIn, wrongPasswords } = page;

  const show = (req: Request, res: Response, shown: { readonly typed: string; readonly why?: keyof typeof words }) => {
    const visit = visitOf(page, req, res);
    const { language } = visit;
    const why = shown.why && words[shown.why];
    if (why?.again !== undefined) res.setHeader('Retry-After', why.again);
    const wrong = why && say(language, why.text);
    page.send(
      res,
      why?.status ?? 200,
      {
        ...{ title: say(language, 'site.signIn.title'), language, error: why !== undefined },
        switch: switchTo(req, '/sign-in'),
        children: <SignInPage {...visit} typed={shown.typed} wrong={wrong} forgotten={page.forgotten} />,
      },
      'personal',
    );
  };

  return [
    {
      path: '/sign-in',
      async get(req, res) {
        if ((await cookies.find(req)) !== undefined) return res.redirect(303, '/account');
        return show(req, res, { typed: '' });
      },
      async post(req, res, form: Form) {
        const [typed, password] = [field(form, 'name').trim(), field(form, 'password')];
        const taken = await wrongPasswords.take(page.networkOf(req));
        if (!taken.ok) throw new HttpProblem('too-many', { at: taken.at });
        const agent = req.headers['user-agent'] ?? '';
        const signedIn = await signIn({ typed, password, agent, mark: cookies.mark(req) });
        if (!signedIn.ok) return show(req, res, { typed, why: signedIn.refusal });
        await taken.giveBack();
        // Always a new session: one that somebody planted in this browser is never taken up.
        cookies.give(res, signedIn.value.secret);
        cookies.giveMark(res, signedIn.value.mark);
        return res.redirect(303, '/account');
      },
    },
  ];
}

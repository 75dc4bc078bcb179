import type { Request, Response } from 'express';
import type { CheckRefusal } from '../../../accounts/check-password.ts';
import type { Profile } from '../../../accounts/ports/account.ts';
import { userIdOf } from '../../../kernel/matrix-id.ts';
import type { Session } from '../../../sign-in/ports.ts';
import { type Language, say, type TextKey } from '../../../texts/say.ts';
import type { Form } from '../../../web/body.ts';
import type { FormHandler, ShowHandler } from '../../../web/routes.ts';
import { type AccountContext, visitOf } from '../context.ts';
import { AccountPage, type AccountPageProps } from '../pages/account-page.tsx';
import { switchTo } from '../respond.tsx';

/** What a page says besides: what was done, or what is wrong in which field. */
type Said = Pick<AccountPageProps, 'wrong' | 'typedEmail'> & {
  readonly done?: TextKey | undefined;
  readonly status?: number;
};

/** What was typed, where it is shown again. */
type Typed = Pick<Said, 'typedEmail'>;

/** Longer than passwords ever wait to be checked. */
const BUSY_SECONDS = 5;

/** Whoever is signed in, and what was sent. */
export interface Known {
  readonly session: Session;
  readonly profile: Profile;
  readonly form: Form;
}

export type Signed = (req: Request, res: Response, known: Known) => void | Promise<void>;

/** Shows the account page to whoever is signed in, and runs its forms for them. Everybody else is led to the sign-in page. */
export function makeSignedIn(page: AccountContext) {
  const { cookies, sessions, account, email } = page;

  /** While letters wait, nobody is sent to an empty mailbox. */
  const doneText = (done: TextKey, language: Language): string => {
    const waits = done === 'site.account.done.email' ? email?.lettersWait() : undefined;
    return waits === undefined
      ? say(language, done)
      : say(language, 'site.mail.waits', { when: page.times.at(waits.since, language) });
  };

  const show = async (req: Request, res: Response, session: Session, profile: Profile, said: Said = {}) => {
    const visit = visitOf(page, req, res);
    const { language } = visit;
    const { status = 200, done, ...shown } = said;
    page.send(
      res,
      status,
      {
        ...{ title: say(language, 'site.account.title'), language, error: said.wrong !== undefined },
        switch: switchTo(req, '/account'),
        children: (
          <AccountPage
            {...visit}
            {...shown}
            done={done && doneText(done, language)}
            userId={userIdOf(profile.localpart, account.serverName)}
            hasHomeserver={account.hasHomeserver}
            profile={profile}
            sessions={await sessions.list(profile.localpart)}
            current={session.id}
            times={page.times}
            email={email && { open: await email.changeAddress.open(profile.localpart) }}
          />
        ),
      },
      'personal',
    );
  };

  /** Runs only for somebody who is signed in. */
  const signed = async (req: Request, res: Response, form: Form, run: Signed) => {
    const session = await cookies.find(req);
    const profile = session && (await account.view(session.localpart));
    if (session === undefined || profile === undefined) return res.redirect(303, '/sign-in');
    return run(req, res, { session, profile, form });
  };
  const get =
    (run: Signed): ShowHandler =>
    (req, res) =>
      signed(req, res, new Map(), run);
  const post =
    (run: Signed): FormHandler =>
    (req, res, form) =>
      signed(req, res, form, run);

  /** Shows the page again, with what is wrong in a field. */
  const wrongIn =
    (req: Request, res: Response, { session, profile }: Pick<Known, 'session' | 'profile'>, typed: Typed = {}) =>
    (id: string, status: number, ...keys: readonly TextKey[]) => {
      const language = page.languages.of(req, res);
      const text = keys.map((key) => say(language, key)).join(' ');
      return show(req, res, session, profile, { ...typed, status, wrong: { field: id, text } });
    };

  /** Says what is wrong with the present password, which a form asks for again. */
  const wrongPassword = (res: Response, wrong: ReturnType<typeof wrongIn>, id: string, refusal: CheckRefusal) => {
    if (refusal === 'wrong') return wrong(id, 400, 'site.account.password.wrong');
    res.setHeader('Retry-After', BUSY_SECONDS);
    return wrong(id, 429, refusal === 'paused' ? 'site.signIn.paused' : 'site.signIn.busy');
  };

  return { show, get, post, wrongIn, wrongPassword };
}

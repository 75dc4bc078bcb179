import type { Request, Response } from 'express';
import type { CheckRefusal } from '../../../accounts/check-password.ts';
import type { Profile } from '../../../accounts/ports/account.ts';
import { userIdOf } from '../../../kernel/matrix-id.ts';
import { passwordForm } from '../../../kernel/password-form.ts';
import type { Session } from '../../../sign-in/ports.ts';
import { passwordReasons } from '../../../texts/password-reasons.ts';
import { say, type TextKey } from '../../../texts/say.ts';
import { type Form, field } from '../../../web/body.ts';
import type { FormHandler, Route, ShowHandler } from '../../../web/routes.ts';
import { type AccountContext, visitOf } from '../context.ts';
import { AccountPage, type AccountPageProps } from '../pages/account-page.tsx';
import { showMessage, switchTo } from '../respond.tsx';

/** What a page says besides: what was done, or what is wrong in which field. */
type Said = Pick<AccountPageProps, 'done' | 'wrong'> & { readonly status?: number };

/** Longer than passwords ever wait to be checked. */
const BUSY_SECONDS = 5;

/** The account page of whoever is signed in, and what its forms do. Everybody else is led to the sign-in page. */
export function accountRoutes(page: AccountContext): readonly Route[] {
  const { cookies, sessions, account } = page;

  const show = async (req: Request, res: Response, session: Session, profile: Profile, said: Said = {}) => {
    const visit = visitOf(page, req, res);
    const { language } = visit;
    const { status = 200, ...shown } = said;
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
            userId={userIdOf(profile.localpart, account.serverName)}
            profile={profile}
            sessions={await sessions.list(profile.localpart)}
            current={session.id}
            times={page.times}
          />
        ),
      },
      'personal',
    );
  };

  interface Known {
    readonly session: Session;
    readonly profile: Profile;
    readonly form: Form;
  }
  type Signed = (req: Request, res: Response, known: Known) => void | Promise<void>;

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
    (req: Request, res: Response, { session, profile }: Pick<Known, 'session' | 'profile'>) =>
    (id: string, status: number, ...keys: readonly TextKey[]) => {
      const language = page.languages.of(req, res);
      const text = keys.map((key) => say(language, key)).join(' ');
      return show(req, res, session, profile, { status, wrong: { field: id, text } });
    };

  /** Says what is wrong with the present password, which a form asks for again. */
  const wrongPassword = (res: Response, wrong: ReturnType<typeof wrongIn>, id: string, refusal: CheckRefusal) => {
    if (refusal === 'wrong') return wrong(id, 400, 'site.account.password.wrong');
    res.setHeader('Retry-After', BUSY_SECONDS);
    return wrong(id, 429, refusal === 'paused' ? 'site.signIn.paused' : 'site.signIn.busy');
  };

  const changePassword: Signed = async (req, res, { session, profile, form }) => {
    const wrong = wrongIn(req, res, { session, profile });
    const typed = field(form, 'password');
    if (typed === '') return wrong('password', 400, 'site.password.empty');
    // Two keyboards may send the same letter as different characters.
    if (passwordForm(typed) !== passwordForm(field(form, 'repeat')))
      return wrong('repeat', 400, 'site.password.different');
    const order = { current: field(form, 'current'), typed, endOthers: field(form, 'endOthers') !== '' };
    const changed = await account.changePassword(profile.localpart, order);
    if (changed.ok) {
      // Its rights changed: every other session ended with the old password, and this one goes on under another secret.
      cookies.give(res, await sessions.renew(session, changed.value.at));
      return res.redirect(303, '/account?done=password');
    }
    return changed.refusal === 'weak'
      ? wrong('password', 400, ...passwordReasons(changed.detail))
      : wrongPassword(res, wrong, 'current', changed.refusal);
  };

  const setProfile: Signed = async (req, res, { session, profile, form }) => {
    const set = await account.setProfile(profile.localpart, field(form, 'displayName'), {
      findableByName: field(form, 'findableByName') !== '',
      findableByAddress: field(form, 'findableByAddress') !== '',
    });
    if (!set.ok && set.refusal === 'bad-name')
      return wrongIn(req, res, { session, profile })('displayName', 400, 'site.account.profile.badName');
    // Closed by somebody else meanwhile: its sessions ended with it.
    return res.redirect(303, set.ok ? '/account?done=profile' : '/sign-in');
  };

  const close: Signed = async (req, res, { session, profile, form }) => {
    const wrong = wrongIn(req, res, { session, profile });
    if (field(form, 'sure') === '') return wrong('sure', 400, 'site.account.close.notSure');
    const closed = await account.close(profile.localpart, field(form, 'closePassword'));
    if (!closed.ok) return wrongPassword(res, wrong, 'closePassword', closed.refusal);
    cookies.take(res);
    return showMessage(page, req, res, {
      ...{ status: 200, title: 'site.account.closed.title', text: 'site.account.closed.text', onward: 'home' },
    });
  };

  const endSession: Signed = async (_req, res, { session, form }) => {
    await sessions.end(session.localpart, field(form, 'session'));
    res.redirect(303, '/account?done=session');
  };

  return [
    {
      path: '/account',
      get: get((req, res, { session, profile }) =>
        show(req, res, session, profile, {
          done: doneOf(new URL(req.url, page.publicOrigin).searchParams.get('done')),
        }),
      ),
    },
    { path: '/account/profile', post: post(setProfile) },
    { path: '/account/password', post: post(changePassword) },
    { path: '/account/close', post: post(close) },
    { path: '/account/end-session', post: post(endSession) },
    {
      path: '/account/end-others',
      post: post(async (_req, res, { session }) => {
        await sessions.endOthers(session);
        res.redirect(303, '/account?done=others');
      }),
    },
    {
      path: '/account/sign-out',
      post: post(async (_req, res, { session }) => {
        await sessions.end(session.localpart, session.id);
        cookies.take(res);
        res.redirect(303, '/sign-in');
      }),
    },
  ];
}

const doneWords = {
  profile: 'site.account.done.profile',
  password: 'site.account.done.password',
  session: 'site.account.done.session',
  others: 'site.account.done.others',
} as const satisfies Record<string, TextKey>;

const doneOf = (named: string | null): TextKey | undefined =>
  Object.entries(doneWords).find(([name]) => name === named)?.[1];

import { passwordForm } from '../../../kernel/password-form.ts';
import { passwordReasons } from '../../../texts/password-reasons.ts';
import type { TextKey } from '../../../texts/say.ts';
import { field } from '../../../web/body.ts';
import type { Route } from '../../../web/routes.ts';
import type { AccountContext } from '../context.ts';
import { showMessage } from '../respond.tsx';
import type { makeSignedIn, Signed } from './signed-in.tsx';

/** The account page, and what its forms do. */
export function accountRoutes(page: AccountContext, signedIn: ReturnType<typeof makeSignedIn>): readonly Route[] {
  const { cookies, sessions, account } = page;
  const { show, get, post, wrongIn, wrongPassword } = signedIn;

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
      ...{ status: 200, title: 'site.account.closed.title', onward: 'home' },
      text: account.hasHomeserver ? 'site.account.closed.text' : 'site.account.closed.textHere',
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
  email: 'site.account.done.email',
  withdrawn: 'site.account.done.withdrawn',
} as const satisfies Record<string, TextKey>;

const doneOf = (named: string | null): TextKey | undefined =>
  Object.entries(doneWords).find(([name]) => name === named)?.[1];

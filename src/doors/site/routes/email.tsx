import type { Request, Response } from 'express';
import type { ProveAddressRefusal, ProvedAddress } from '../../../accounts/change-address.ts';
import { plainText } from '../../../kernel/plain-text.ts';
import { say, type TextKey } from '../../../texts/say.ts';
import { field } from '../../../web/body.ts';
import { FORM_TOKEN } from '../../../web/csrf.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { param, type Route } from '../../../web/routes.ts';
import { type AccountContext, type EmailPages, visitOf } from '../context.ts';
import { makeOncePerForm } from '../once-per-form.ts';
import { NewEmailPage } from '../pages/new-email-page.tsx';
import { showMessage, switchTo } from '../respond.tsx';
import type { makeSignedIn, Signed } from './signed-in.tsx';

/** Code points of an address that is shown again. */
const SHOWN = 300;
/** Seconds after which an account may ask again, at the earliest, and a flood may be over. */
const OFTEN_SECONDS = 3_600;
const FLOOD_MS = 10 * 60_000;

const refusals = {
  unknown: { status: 404, title: 'site.welcome.unknown.title', text: 'site.newEmail.unknown.text' },
  done: { status: 410, title: 'site.newPassword.used.title', text: 'site.newEmail.used.text' },
  ended: { status: 410, title: 'site.newEmail.ended.title', text: 'site.newEmail.ended.text' },
  expired: { status: 410, title: 'site.welcome.expired.title', text: 'site.newEmail.expired.text' },
  locked: { status: 409, title: 'site.welcome.locked.title', text: 'site.newEmail.locked.text' },
  taken: { status: 409, title: 'site.newEmail.taken.title', text: 'site.newEmail.taken.text' },
} as const satisfies Record<ProveAddressRefusal, { status: number; title: TextKey; text: TextKey }>;

/** The forms by which people change their mail address, and the page behind the link to the new one. */
export function emailRoutes(
  page: AccountContext,
  { changeAddress, asks }: EmailPages,
  { post, wrongIn, wrongPassword }: ReturnType<typeof makeSignedIn>,
): readonly Route[] {
  const { languages, clock } = page;
  const once = makeOncePerForm(clock);

  const ask: Signed = async (req, res, { session, profile, form }) => {
    const typed = field(form, 'email').trim();
    const wrong = wrongIn(req, res, { session, profile }, { typedEmail: plainText(typed, SHOWN) });
    // The token is this visitor's alone: a form that is sent twice asks once.
    const asked = await once(JSON.stringify([field(form, FORM_TOKEN), typed]), async () => {
      const taken = await asks.take(page.networkOf(req));
      if (!taken.ok) throw new HttpProblem('too-many', { at: taken.at });
      const outcome = await changeAddress.ask(profile.localpart, {
        ...{ typed, replaces: field(form, 'replaces'), password: field(form, 'emailPassword') },
        language: languages.of(req, res),
      });
      if (!outcome.ok) await taken.giveBack();
      return outcome;
    });
    if (asked.ok) return res.redirect(303, '/account?done=email');
    switch (asked.refusal) {
      case 'not-an-address':
        return wrong('email', 400, 'site.forgotten.notAnAddress');
      case 'own':
        return wrong('email', 400, 'site.account.email.own');
      case 'which':
        return wrong('replaces', 400, 'site.account.email.which');
      case 'often':
        res.setHeader('Retry-After', OFTEN_SECONDS);
        return wrong('email', 429, 'site.account.email.often');
      case 'flooded':
        throw new HttpProblem('too-many', { at: clock.now() + FLOOD_MS });
      case 'gone':
        return res.redirect(303, '/sign-in');
      default:
        return wrongPassword(res, wrong, 'emailPassword', asked.refusal);
    }
  };

  const tell = (
    req: Request,
    res: Response,
    { about, ...words }: { status: number; title: TextKey; text: TextKey; about: ProvedAddress | undefined },
  ) => {
    const language = languages.of(req, res, about?.language);
    showMessage(page, req, res, {
      ...words,
      ...(about && { values: { userId: about.userId, address: about.address }, known: about.language }),
      children: (
        <p class="onward">
          <a href="/account">{say(language, 'site.newEmail.onward')}</a>
        </p>
      ),
    });
  };

  return [
    { path: '/account/email', post: post(ask) },
    {
      path: '/account/email/withdraw',
      post: post(async (_req, res, { profile }) => {
        await changeAddress.withdraw(profile.localpart);
        res.redirect(303, '/account?done=withdrawn');
      }),
    },
    {
      path: '/email/:token',
      async get(req, res) {
        const link = param(req, 'token');
        const peeked = await changeAddress.peek(link);
        if (!peeked.ok) return tell(req, res, { ...refusals[peeked.refusal], about: peeked.detail });
        const view = peeked.value;
        const visit = visitOf(page, req, res, view.language);
        const { language } = visit;
        const path = `/email/${encodeURIComponent(link)}`;
        const title = say(language, 'site.newEmail.title');
        const children = <NewEmailPage {...visit} action={path} view={view} />;
        return page.send(res, 200, { title, language, switch: switchTo(req, path), children }, 'personal');
      },
      async post(req, res, form) {
        const link = param(req, 'token');
        const proved = await once(JSON.stringify([field(form, FORM_TOKEN), link]), () => changeAddress.prove(link));
        if (!proved.ok) return tell(req, res, { ...refusals[proved.refusal], about: proved.detail });
        const words = { status: 200, title: 'site.newEmail.done.title', text: 'site.newEmail.done.text' } as const;
        return tell(req, res, { ...words, about: proved.value });
      },
    },
  ];
}

import type { Request, Response } from 'express';
import { plainText } from '../../../kernel/plain-text.ts';
import type { ProveRefusal } from '../../../registration/prove/prove-application.ts';
import type { ProvePageUseCases } from '../../../registration/prove/prove-page.ts';
import { say, type TextKey } from '../../../texts/say.ts';
import type { Form } from '../../../web/body.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import { param, type Route } from '../../../web/routes.ts';
import { secondsUntil } from '../../../web/times.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { NamePage } from '../pages/name-form.tsx';
import { fieldOrInstead } from '../pages/parts.tsx';
import { ProvePage } from '../pages/prove-page.tsx';
import { type Message, showEnded, showMessage, switchTo } from '../respond.tsx';
import { isNameRefusal, nameWords } from '../words.ts';
import { isOldToken } from './old-links.ts';
import { offerRenewal } from './renew.tsx';

type Told = Exclude<ProveRefusal, 'ended' | 'name-claimed'>;
const told = (status: number, title: TextKey, text: TextKey, onward: 'home' | 'apply-anew' = 'home'): Message => ({
  status,
  title,
  text,
  onward,
});

const messageOf = {
  unknown: told(404, 'site.prove.unknown.title', 'site.prove.unknown.text'),
  used: told(410, 'site.prove.used.title', 'site.prove.used.text'),
  expired: told(410, 'site.prove.expired.title', 'site.prove.expired.text', 'apply-anew'),
  'address-in-use': told(409, 'site.prove.inUse.title', 'site.prove.inUse.text'),
  // Cannot happen with a link, which carries no code; said as an unknown link.
  'wrong-code': told(404, 'site.prove.unknown.title', 'site.prove.unknown.text'),
} as const satisfies Record<Told, Message>;

export function proveRoutes(site: SiteContext, useCases: ProvePageUseCases): readonly Route[] {
  const { languages } = site;

  const askName = (req: Request, res: Response, typed: string, status: number, wrong?: string) => {
    const visit = visitOf(site, req, res);
    const path = `/prove/${encodeURIComponent(param(req, 'token'))}`;
    const { serverName } = site.installation;
    const children = <NamePage {...visit} action={path} serverName={serverName} typed={typed} wrong={wrong} />;
    const title = say(visit.language, 'site.name.title');
    const error = wrong !== undefined;
    site.send(
      res,
      status,
      { title, language: visit.language, error, switch: switchTo(req, path), children },
      'personal',
    );
  };

  const refused = (req: Request, res: Response, refusal: ProveRefusal) => {
    if (refusal === 'name-claimed') return askName(req, res, '', 409);
    if (refusal === 'unknown' && isOldToken(param(req, 'token'))) throw new HttpProblem('old-link');
    if (refusal === 'ended') return showEnded(site, req, res);
    return showMessage(site, req, res, messageOf[refusal]);
  };

  const press = async (req: Request, res: Response, form: Form) => {
    const language = languages.of(req, res);
    const newName = form.has('username') ? fieldOrInstead(form, 'username').trim() : undefined;
    const typed = plainText(newName ?? '', 300);
    if (newName !== undefined) {
      const check = await site.nameChecks.take(site.networkOf(req));
      if (!check.ok) {
        res.setHeader('Retry-After', secondsUntil(check.at, site.clock.now()));
        return askName(req, res, typed, 429, say(language, 'site.apply.limited.checks'));
      }
    }
    const outcome = await useCases.proveByLink(param(req, 'token'), newName);
    if (outcome.ok) return res.redirect(303, `/status/${encodeURIComponent(outcome.value.statusToken)}`);
    const { refusal } = outcome;
    if (isNameRefusal(refusal)) return askName(req, res, typed, 400, say(language, nameWords[refusal]));
    // The newly chosen name was claimed meanwhile as well.
    if (refusal === 'name-claimed' && newName !== undefined) {
      return askName(req, res, typed, 409, say(language, nameWords.taken));
    }
    return refused(req, res, refusal);
  };

  return [
    {
      path: '/prove/:token',
      get: async (req, res) => {
        const link = param(req, 'token');
        const peeked = await useCases.peekProof(link);
        if (!peeked.ok) {
          if (peeked.refusal === 'unknown' && (await offerRenewal(site, req, res, link))) return;
          return refused(req, res, peeked.refusal);
        }
        const visit = visitOf(site, req, res, peeked.value.language);
        const children = <ProvePage {...visit} link={link} view={peeked.value} />;
        const title = say(visit.language, 'site.prove.title');
        site.send(res, 200, { title, language: visit.language, switch: { path: '' }, children }, 'personal');
      },
      post: press,
    },
  ];
}

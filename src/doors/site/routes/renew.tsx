import type { Request, Response } from 'express';
import { say } from '../../../texts/say.ts';
import { param, type Route } from '../../../web/routes.ts';
import { secondsUntil } from '../../../web/times.ts';
import { type SiteContext, visitOf } from '../context.ts';
import { PostForm } from '../pages/parts.tsx';
import { showLetterComes, showMessage } from '../respond.tsx';

/** Offers a new link for one that a restored backup made void. Returns false, and sends no page, for any other link. */
export async function offerRenewal(site: SiteContext, req: Request, res: Response, token: string): Promise<boolean> {
  const found = await site.renew.peekVoidLink(token);
  if (found === undefined) return false;
  const visit = visitOf(site, req, res, found.language);
  showMessage(site, req, res, {
    ...{ status: 410, title: 'site.renew.title', text: 'site.renew.text', known: found.language },
    children: (
      <PostForm action={`/renew/${encodeURIComponent(token)}`} token={visit.token}>
        <button type="submit">{say(visit.language, 'site.renew.send')}</button>
      </PostForm>
    ),
  });
  return true;
}

export function renewRoutes(site: SiteContext): readonly Route[] {
  const { renew, languages, clock } = site;
  return [
    {
      path: '/renew/:token',
      post: async (req, res) => {
        const outcome = await renew.renewLink(param(req, 'token'));
        if (outcome.ok) {
          return showLetterComes(site, req, res, 'site.renew.done.title', 'site.renew.done.text');
        }
        if (outcome.refusal === 'unknown') {
          const [title, text] = ['site.status.unknown.title', 'site.status.unknown.text'] as const;
          return showMessage(site, req, res, { status: 404, title, text, onward: 'home' });
        }
        const at = outcome.detail?.at ?? clock.now();
        res.setHeader('Retry-After', secondsUntil(at, clock.now()));
        const values = { when: site.times.until(at, languages.of(req, res)) };
        return showMessage(site, req, res, {
          status: 429,
          title: 'site.renew.title',
          text: 'site.status.limited',
          values,
        });
      },
    },
  ];
}

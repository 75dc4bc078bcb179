import type { Route } from '../../../web/routes.ts';
import type { PageContext } from '../context.ts';
import { ForgottenLink } from '../pages/parts.tsx';
import { showMessage } from '../respond.tsx';

/**
 * The start page of a Porter none of whose parts has one: every page links to it.
 *
 * @param has which pages there are, for guests of meetings and for forgotten passwords
 */
export const startPageRoutes = (
  site: PageContext,
  { guests, forgotten }: { readonly guests: boolean; readonly forgotten: boolean },
): readonly Route[] => [
  {
    path: '/',
    get(req, res) {
      if (forgotten && !guests) return res.redirect(303, '/forgotten');
      return showMessage(site, req, res, {
        ...{ status: 200, title: 'site.guestsHome.title', text: 'site.guestsHome.text' },
        ...(forgotten ? { children: <ForgottenLink language={site.languages.of(req, res)} /> } : {}),
      });
    },
  },
];

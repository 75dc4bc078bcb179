import type { Route } from '../../../web/routes.ts';
import type { PageContext } from '../context.ts';
import { AccountLinks } from '../pages/parts.tsx';
import { showMessage } from '../respond.tsx';

/**
 * The start page of a Porter none of whose parts has one: every page links to it.
 *
 * @param has which pages there are, for guests of meetings and for people with an account
 */
export const startPageRoutes = (
  site: PageContext,
  { guests, accounts }: { readonly guests: boolean; readonly accounts: boolean },
): readonly Route[] => [
  {
    path: '/',
    get(req, res) {
      if (accounts && !guests) return res.redirect(303, '/sign-in');
      return showMessage(site, req, res, {
        ...{ status: 200, title: 'site.guestsHome.title', text: 'site.guestsHome.text' },
        ...(accounts ? { children: <AccountLinks language={site.languages.of(req, res)} /> } : {}),
      });
    },
  },
];

import type { Route } from '../../../web/routes.ts';
import type { PageContext } from '../context.ts';
import { showMessage } from '../respond.tsx';

/** The start page of a Porter none of whose parts has one: every page links to it. */
export const startPageRoutes = (site: PageContext): readonly Route[] => [
  {
    path: '/',
    get: (req, res) =>
      showMessage(site, req, res, { status: 200, title: 'site.guestsHome.title', text: 'site.guestsHome.text' }),
  },
];

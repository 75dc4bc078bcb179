import type { Route } from '../../../web/routes.ts';
import type { PageContext } from '../context.ts';
import { showMessage } from '../respond.tsx';

/** The start page where nobody applies: every page links to it, so it has to be there. */
export const guestsHomeRoutes = (site: PageContext): readonly Route[] => [
  {
    path: '/',
    get: (req, res) =>
      showMessage(site, req, res, { status: 200, title: 'site.guestsHome.title', text: 'site.guestsHome.text' }),
  },
];

import { HttpProblem } from '../../../web/http-problem.ts';
import { queryOf } from '../../../web/language.ts';
import type { Route, ShowHandler } from '../../../web/routes.ts';
import type { PageContext } from '../context.ts';
import { showMessage } from '../respond.tsx';

/** Its mailed links have two slashes before the name of the page. */
const at = (page: string, get: ShowHandler): readonly Route[] =>
  ['/', '//'].map((slash) => ({ path: `${slash}${page}`, get }));

/** The form of the secrets in its links. */
export const isOldToken = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/**
 * The pages of matrix-register-bot, for letters that were mailed and bookmarks that were made before Porter took its place. None of them
 * changes anything: its links did so as soon as they were opened, which mail scanners do too.
 */
export const oldLinkRoutes = (site: PageContext): readonly Route[] => [
  ...at('index.php', (_req, res) => res.redirect(303, '/')),
  ...at('verify.php', (req, res) => {
    const token = queryOf(req).get('t') ?? '';
    if (!isOldToken(token)) throw new HttpProblem('old-link');
    res.redirect(303, `/prove/${token}`);
  }),
  ...at('verify_admin.php', (req, res) =>
    showMessage(site, req, res, {
      status: 410,
      title: 'site.oldVote.title',
      text: 'site.oldVote.text',
      onward: 'home',
    }),
  ),
];

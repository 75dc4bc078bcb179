import { legalNames, type OwnPages, ownTextIn } from '../../../kernel/own-texts.ts';
import { type OwnLink, ownLinks } from '../../../texts/own-links.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { Route } from '../../../web/routes.ts';
import type { OwnSite, PageContext } from '../context.ts';
import { OwnText } from '../pages/own-text.tsx';

const names: readonly (keyof OwnPages)[] = [...legalNames, 'contact'];

/** What the footer of every page links to. */
export const footLinks = ({ pages }: OwnSite, language: Language): readonly OwnLink[] =>
  ownLinks(pages, names, language, '');

/** A page for each text of the operator's. One that is only a link in the reader's language leads there. */
export const ownPageRoutes = (page: PageContext, { pages, versions }: OwnSite): readonly Route[] =>
  names.flatMap((name) => {
    const texts = pages[name] ?? [];
    if (!texts.some(({ text }) => text.kind === 'text')) return [];
    const route: Route = {
      path: `/${name}`,
      get(req, res) {
        const language = page.languages.of(req, res);
        const found = ownTextIn(texts, language);
        if (found === undefined) throw new Error(`site.legal.${name} is empty`);
        if (found.text.kind === 'link') return res.redirect(303, found.text.url);
        const title = say(language, `own.${name}`);
        const version = name === 'contact' ? undefined : versions[name];
        const children = (
          <div class="card">
            <h1>{title}</h1>
            <div lang={otherThan(language, found.language)}>
              <OwnText text={found.text.text} />
            </div>
            {version !== undefined && <p class="hint">{say(language, 'site.own.version', { version })}</p>}
          </div>
        );
        page.send(res, 200, { title, language, switch: { path: '' }, children }, 'public');
      },
    };
    return [route];
  });

const otherThan = (language: Language, of: string | undefined): string | undefined =>
  of === language ? undefined : of;

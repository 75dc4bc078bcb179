import type { ComponentChildren } from 'preact';
import { type Language, languageCodes, languages } from '../kernel/languages.ts';
import { say } from '../texts/say.ts';

/** What every page of one site shares. */
export interface Surroundings {
  /** The operator's name for the service. */
  readonly title: string;
  readonly style: string;
  readonly logo: string;
  readonly icon: string;
  readonly iconType: string;
  /** Below every page. */
  readonly links: (language: Language) => readonly { readonly label: string; readonly url: string }[];
}

/** Where the language switch leads. */
export type Switch =
  /** A link to this path (no query), '' for the page itself. */
  | { readonly path: string }
  /** A button of this form, so that nothing typed is lost; it posts `switch=<language>`. */
  | { readonly form: string };

export interface Page {
  /** Without the operator's title and without "Error:". */
  readonly title: string;
  readonly language: Language;
  /** Something on the page has to be put right: the title says so first. */
  readonly error?: boolean;
  readonly switch: Switch;
  /** Without header and footer: it stands in a frame of another page. */
  readonly framed?: true;
  readonly children: ComponentChildren;
}

export function PageFrame({ page, site }: { page: Page; site: Surroundings }) {
  const { language } = page;
  const content = (
    <main id="content" {...(page.framed ? {} : { tabIndex: -1 })}>
      {page.children}
    </main>
  );
  if (page.framed) {
    return (
      <html lang={language} dir="ltr" class="framed">
        <head>
          <Head page={page} site={site} />
        </head>
        <body>{content}</body>
      </html>
    );
  }
  return (
    <html lang={language} dir="ltr">
      <head>
        <Head page={page} site={site} />
      </head>
      <body>
        <a class="skip" href="#content">
          {say(language, 'site.skip')}
        </a>
        <header class="top">
          <a class="brand" href="/">
            <img src={site.logo} alt="" width="44" height="44" />
            <bdi>{site.title}</bdi>
          </a>
          {'form' in page.switch && <DefaultButton form={page.switch.form} />}
          <nav aria-label={say(language, 'site.language')}>
            {languageCodes
              .filter((other) => other !== language)
              .map((other) => (
                <LanguageSwitch key={other} to={other} by={page.switch} />
              ))}
          </nav>
        </header>
        {content}
        <footer class="foot">
          <FootLinks links={site.links(language)} label={say(language, 'site.footerLinks')} />
          <p>{say(language, 'site.footer')}</p>
        </footer>
      </body>
    </html>
  );
}

function Head({ page, site }: { page: Page; site: Surroundings }) {
  return (
    <>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{`${page.error ? say(page.language, 'site.errorPrefix') : ''}${page.title} – ${site.title}`}</title>
      <link rel="icon" type={site.iconType} href={site.icon} />
      <link rel="stylesheet" href={site.style} />
    </>
  );
}

function FootLinks({ links, label }: { links: ReturnType<Surroundings['links']>; label: string }) {
  if (links.length === 0) return null;
  return (
    <nav aria-label={label}>
      <ul>
        {links.map(({ label: name, url }) => (
          <li key={url}>
            <a href={url} rel="noreferrer">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/**
 * Enter in a field presses the first button of its form in the document. Without this button that would be the language switch.
 * It is drawn, not `hidden`, because some browsers pass over hidden buttons.
 */
const DefaultButton = ({ form }: { form: string }) => (
  <button class="unseen" type="submit" form={form} tabIndex={-1} aria-hidden="true" />
);

function LanguageSwitch({ to, by }: { to: Language; by: Switch }) {
  return 'form' in by ? (
    <button class="plain" type="submit" form={by.form} name="switch" value={to} formNoValidate lang={to}>
      {languages[to].ownName}
    </button>
  ) : (
    <a href={`${by.path}?lang=${to}`} lang={to} hreflang={to}>
      {languages[to].ownName}
    </a>
  );
}

import type { OwnLink } from '../own-links.ts';
import type { Language } from '../say.ts';
import type { Section } from './section.ts';

/** Mail programs support styles on elements best; the style sheet only adds what may be missing. */
const look = {
  page: 'margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif',
  sheet: 'max-width:36em;margin:0 auto',
  title: 'font-size:15px;font-weight:600;margin:0 0 24px',
  text: 'margin:0 0 16px',
  button:
    'display:inline-block;padding:12px 22px;border-radius:6px;background:#1d6a60;color:#ffffff;text-decoration:none;font-weight:600',
  bare: 'margin:0 0 24px;font-size:13px;overflow-wrap:anywhere',
  code: 'margin:0 0 16px;font:600 28px/1.3 ui-monospace,Consolas,monospace;letter-spacing:2px',
  label: 'margin:0;font-size:14px',
  value: 'margin:0 0 12px;font-weight:600;overflow-wrap:anywhere',
  foot: 'margin:32px 0 0;padding-top:16px;border-top:1px solid #8884;font-size:13px',
} as const;

const sheet =
  ':root{color-scheme:light dark;supported-color-schemes:light dark}' +
  'body{background:#ffffff;color:#1b1f24}a{color:#17574f}' +
  '@media (prefers-color-scheme:dark){body{background:#16191d;color:#e6e8eb}a{color:#86d6c8}}';

function Part({ section, hint }: { readonly section: Section; readonly hint: string }) {
  switch (section.kind) {
    case 'text':
      return <p style={look.text}>{section.text}</p>;
    case 'button':
      return (
        <>
          <p style={look.text}>
            <a href={section.url} style={look.button}>
              {section.label}
            </a>
          </p>
          <p style={look.bare}>
            {hint}
            <br />
            <a href={section.url}>{section.url}</a>
          </p>
        </>
      );
    case 'code':
      return (
        <>
          <p style={look.text}>{section.label}</p>
          <p style={look.code}>{section.code}</p>
        </>
      );
    case 'facts':
      return (
        <>
          {section.facts.map(({ label, value }) => (
            <>
              <p style={look.label}>{label}</p>
              <p style={look.value}>{value}</p>
            </>
          ))}
        </>
      );
    case 'links':
      return (
        <>
          <p style={look.text}>{section.label}</p>
          <ul style={look.text}>
            {section.links.map(({ name, url }) => (
              <li>
                <a href={url}>{name ?? url}</a>
              </li>
            ))}
          </ul>
        </>
      );
  }
}

export interface LetterPageProps {
  readonly language: Language;
  readonly title: string;
  readonly subject: string;
  readonly sections: readonly Section[];
  /** Text before the bare link below a button. */
  readonly hint: string;
  readonly footer: readonly string[];
  readonly links: readonly OwnLink[];
}

/** A link as people read it. */
export const bare = (url: string): string => url.replace(/^mailto:/, '');

/** The HTML of every letter: no picture, font or anything else that a mail program would have to fetch. */
export function LetterPage({ language, title, subject, sections, hint, footer, links }: LetterPageProps) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
        <style>{sheet}</style>
      </head>
      <body style={look.page}>
        <div style={look.sheet}>
          <p style={look.title}>{title}</p>
          {sections.map((section) => (
            <Part section={section} hint={hint} />
          ))}
          <div style={look.foot}>
            {footer.map((line) => (
              <p style={look.text}>{line}</p>
            ))}
            {links.length > 0 && (
              <p style={look.text}>
                {links.map(({ label, url }, at) => (
                  <>
                    {at > 0 && ' · '}
                    {url.startsWith('mailto:') && `${label}: `}
                    <a href={url}>{url.startsWith('mailto:') ? bare(url) : label}</a>
                  </>
                ))}
              </p>
            )}
          </div>
        </div>
      </body>
    </html>
  );
}

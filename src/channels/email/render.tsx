import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Letter } from '../../kernel/letter.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { plainParts, type Saying, type Shown, shortened, shownOf } from '../../ports/shown.ts';

/** Characters. The library folds a header at blanks only, and a line may have 998 octets (RFC 5322, 2.1.1). */
const LONGEST_SUBJECT = 200;
/** Characters of the text. Mail knows no limit, but people and their programs do. */
export const LONGEST_TEXT = 60_000;

const look = {
  page: 'margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif',
  sheet: 'max-width:48em;margin:0 auto',
  title: 'font-size:20px;line-height:1.3;margin:0 0 16px',
  text: 'margin:0 0 16px;overflow-wrap:anywhere',
  block:
    'margin:0 0 16px;padding:12px;border:1px solid #8884;border-radius:6px;overflow-x:auto;font:14px/1.4 ui-monospace,Consolas,monospace',
  name: 'text-align:left;vertical-align:top;padding:2px 16px 2px 0;font-weight:600',
  value: 'padding:2px 0;overflow-wrap:anywhere',
  waited: 'margin:24px 0 0;font-size:14px;font-style:italic',
} as const;

/** Draws a notification as a mail. The title stands in the text as well, because some programs show no subject with it. */
export function renderMail(delivery: Saying): Letter {
  const whole = shownOf(delivery);
  const shown = { ...whole, text: shortened(whole.text, LONGEST_TEXT) };
  const untitled = delivery.notification.title.trim() === '';
  const subject = plainText(`${shown.title} ${untitled ? whole.text.split('\n', 1) : ''}`, LONGEST_SUBJECT);
  return {
    subject,
    text: `${plainParts(shown, '')}\n`,
    html: `<!doctype html>${renderToStaticMarkup(<Page subject={subject} shown={shown} />)}`,
  };
}

const broken = (text: string): ComponentChildren =>
  text.split('\n').map((line, at) => (at === 0 ? line : [<br />, line]));

/** Nothing in it that a mail program would have to fetch. */
function Page({ subject, shown }: { readonly subject: string; readonly shown: Shown }) {
  const { title, text, preformatted, facts, link, waited } = shown;
  return (
    // biome-ignore lint/a11y/useHtmlLang: nobody said in which language the text is
    <html>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style={look.page}>
        <div style={look.sheet}>
          {title !== '' && <h1 style={look.title}>{title}</h1>}
          {text !== '' &&
            (preformatted ? <pre style={look.block}>{text}</pre> : <p style={look.text}>{broken(text)}</p>)}
          {facts.length > 0 && (
            <table style={look.text}>
              {facts.map(([name, value]) => (
                <tr>
                  <th style={look.name}>{name}</th>
                  <td style={look.value}>{value}</td>
                </tr>
              ))}
            </table>
          )}
          {link !== undefined && (
            <p style={look.text}>{link.href === undefined ? link.label : <a href={link.href}>{link.label}</a>}</p>
          )}
          {waited !== '' && <p style={look.waited}>{waited}</p>}
        </div>
      </body>
    </html>
  );
}

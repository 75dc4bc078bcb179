import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { MatrixContent } from '../../ports/room-poster.ts';
import { plainParts, type Saying, type Shown, shortened, shownOf } from '../../ports/shown.ts';

/** Bytes of an event's content. A whole event may have 65,536 (spec, size limits); the homeserver adds its own part. */
export const LONGEST_CONTENT = 60_000;
const LINK_MARK = '🔗';

/**
 * Draws a notification as the content of an `m.room.message`, as the router scripts look: a heading, the text as a block or as lines,
 * the link. The body is the same in plain text. `m.mentions` is always there and empty, or words in the text could ping people.
 *
 * @param edited the event that this one replaces; undefined: a message of its own
 */
export function renderEvent(delivery: Saying, edited: string | undefined): MatrixContent {
  const shown = shownOf(delivery);
  const type = delivery.notification.urgency === 'quiet' ? 'm.notice' : 'm.text';
  const draw = (longest: number) => content(type, { ...shown, text: shortened(shown.text, longest) }, edited);
  return fitting(draw, shown.text.length);
}

/** Draws ever shorter until the event fits. How many bytes a text takes as HTML and as JSON depends on its characters. */
function fitting(draw: (longest: number) => MatrixContent, length: number): MatrixContent {
  for (let longest = Math.min(length, LONGEST_CONTENT); ; ) {
    const drawn = draw(longest);
    const size = Buffer.byteLength(JSON.stringify(drawn));
    if (size <= LONGEST_CONTENT || longest === 0) return drawn;
    longest = Math.max(0, Math.floor(Math.min(longest * 0.95, (longest * LONGEST_CONTENT) / size)) - 20);
  }
}

function content(msgtype: string, shown: Shown, edited: string | undefined): MatrixContent {
  const body = plainParts(shown, `${LINK_MARK} `);
  const html = renderToStaticMarkup(<Html shown={shown} />);
  const message = { msgtype, body, format: 'org.matrix.custom.html', formatted_body: html, 'm.mentions': {} };
  if (edited === undefined) return message;
  // The fallback has no HTML: only clients that do not know edits read it (spec, event replacements).
  return {
    ...{ msgtype, body: `* ${body}`, 'm.mentions': {}, 'm.new_content': message },
    'm.relates_to': { rel_type: 'm.replace', event_id: edited },
  };
}

const broken = (text: string): ComponentChildren =>
  text.split('\n').map((line, at) => (at === 0 ? line : [<br />, line]));

/** Only tags that every client shows (spec, m.room.message msgtypes). */
function Html({ shown: { title, text, preformatted, facts, link, waited } }: { readonly shown: Shown }) {
  return (
    <>
      {title !== '' && <h2>{title}</h2>}
      {text !== '' &&
        (preformatted ? (
          <pre>
            <code>{text}</code>
          </pre>
        ) : (
          <p>{broken(text)}</p>
        ))}
      {facts.length > 0 && (
        <ul>
          {facts.map(([name, value]) => (
            <li>
              <b>{name}</b>: {value}
            </li>
          ))}
        </ul>
      )}
      {link !== undefined && (
        <p>
          {LINK_MARK} {link.href === undefined ? link.label : <a href={link.href}>{link.label}</a>}
        </p>
      )}
      {waited !== '' && (
        <p>
          <i>{waited}</i>
        </p>
      )}
    </>
  );
}

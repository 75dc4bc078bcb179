import type { ComponentChildren } from 'preact';
import { markKey, meaningOf } from '../src/registration/team/reaction-key.ts';
import type { CaughtLetter } from '../test/support/mail.ts';
import type { Shown } from './timeline.ts';

export interface DemoView {
  readonly site: string;
  readonly operations: string;
  readonly homeserver: string;
  readonly ready: boolean;
  readonly readyz: string;
  readonly letters: readonly CaughtLetter[];
  readonly room: readonly Shown[];
  /** What arrived by other ways, newest last; mail stands among the letters. */
  readonly elsewhere: readonly { readonly place: string; readonly texts: readonly string[] }[];
  readonly porter: string;
  readonly moderator: string;
  readonly people: readonly { readonly userId: string; readonly password: string; readonly role: string }[];
  /** Hidden value in every form of this page, so that other sites cannot post to it. */
  readonly token: string;
}

export function DemoPage(view: DemoView) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Porter demo</title>
        <link rel="stylesheet" href="/pico.css" />
        <link rel="stylesheet" href="/demo.css" />
        <script src="/refresh.js" defer />
      </head>
      <body>
        <main class="container-fluid">
          <header>
            <h1>Porter demo</h1>
            <p>
              A real Synapse, Porter and a mail catcher run on this machine. 1 Apply, 2 read the mail, 3 vote, 4 send a
              notification. Ctrl-C in the terminal ends all of it.
            </p>
          </header>
          <div class="columns">
            <section class="form">
              <h2>1. Apply</h2>
              <p>
                <a href={view.site} class="apply" target="_blank" rel="noreferrer">
                  Open the application form
                </a>
              </p>
              <p>Any address will do: whatever is sent lands under 2. Mail.</p>
            </section>
            <section class="mail">
              <h2>2. Mail</h2>
              {view.letters.length === 0 && <p>No email yet.</p>}
              {view.letters.toReversed().map((letter) => (
                <Letter key={letter.messageId} letter={letter} site={view.site} />
              ))}
            </section>
            <section class="room">
              <h2>3. Team room</h2>
              <p>
                You act as <UserId of={view.moderator} />. A second tap takes a vote back.
              </p>
              <form method="post" action="/say" class="say">
                <input type="hidden" name="token" value={view.token} />
                <input name="text" aria-label="Message to the room" placeholder="!porter help" autocomplete="off" />
                <button type="submit">Say it</button>
              </form>
              {view.room.toReversed().map((message) => (
                <Message key={message.eventId} message={message} view={view} />
              ))}
            </section>
            <section class="elsewhere">
              <h2>4. Notifications</h2>
              <p>One notification reaches every channel; the team hears of applications on Telegram as well.</p>
              <form method="post" action="/notify" class="say">
                <input type="hidden" name="token" value={view.token} />
                <input name="text" aria-label="Title" placeholder="Disk full" autocomplete="off" />
                <button type="submit">Send it</button>
              </form>
              {view.elsewhere.map(({ place, texts }) => (
                <article key={place}>
                  <strong>{place}</strong>
                  {texts.length === 0 && <p>Nothing yet.</p>}
                  {texts.toReversed().map((text, at) => (
                    <pre key={at} class="said">
                      {text}
                    </pre>
                  ))}
                </article>
              ))}
            </section>
            <section class="behind">
              <h3>Porter</h3>
              <p>
                <span class={view.ready ? 'dot open' : 'dot'} />{' '}
                {view.ready ? 'The door is open.' : 'The door is not open.'}{' '}
                <a href={`${view.operations}/readyz`} target="_blank" rel="noreferrer">
                  /readyz
                </a>
              </p>
              <details>
                <summary>What /readyz says</summary>
                <pre>{view.readyz}</pre>
              </details>
              <h3>Log in</h3>
              <p>
                Homeserver for any Matrix client on this machine: <code>{view.homeserver}</code>
              </p>
              <ul class="people">
                {view.people.map(({ userId, password, role }) => (
                  <li key={userId}>
                    <UserId of={userId} />
                    <br />
                    Password: <code>{password}</code>
                    <br />
                    <small>{role}</small>
                  </li>
                ))}
              </ul>
            </section>
          </div>
        </main>
      </body>
    </html>
  );
}

/** Breaks before the server if at all: a piece in the middle of a name looks like another name. */
function UserId({ of }: { readonly of: string }) {
  const [name, ...server] = of.split(':');
  return (
    <code class="id">
      <span>{name}</span>
      <wbr />
      <span>:{server.join(':')}</span>
    </code>
  );
}

/** Drawn here, because not every machine has a font with these signs. */
function Mark({ sign }: { readonly sign: '✅' | '❌' }) {
  return sign === '✅' ? (
    <svg class="mark" viewBox="0 0 16 16" role="img" aria-label={sign}>
      <rect width="16" height="16" rx="3" fill="#2e7d32" />
      <path d="M3.5 8.5l3 3 6-7" fill="none" stroke="#fff" stroke-width="2" />
    </svg>
  ) : (
    <svg class="mark" viewBox="0 0 16 16" role="img" aria-label={sign}>
      <path d="M2.5 2.5l11 11M13.5 2.5l-11 11" stroke="#d32f2f" stroke-width="3" />
    </svg>
  );
}

/** A text of the room with its signs drawn. */
const drawn = (text: string): ComponentChildren =>
  text
    .split(/(✅|❌)\ufe0f?/)
    .map((piece, at) => (piece === '✅' || piece === '❌' ? <Mark key={at} sign={piece} /> : piece));

function Letter({ letter, site }: { readonly letter: CaughtLetter; readonly site: string }) {
  // Only addresses of this Porter become links, because a letter can hold text that a stranger typed.
  const links = [...new Set(letter.text.match(/https?:\/\/[^\s<>"]+/g) ?? [])].filter((link) =>
    link.startsWith(`${site}/`),
  );
  const [, first, second] = /(?<![\w/.=-])(\d{4})[\s\u00a0-](\d{4})(?![\w/.=-])/.exec(letter.text) ?? [];
  return (
    <article>
      <strong>{letter.subject}</strong>
      <br />
      <small>to {letter.to.join(', ')}</small>
      {first && (
        <p class="code">
          {first} {second}
        </p>
      )}
      {links.map((link) => (
        <p key={link}>
          <a href={link} target="_blank" rel="noreferrer">
            {link.slice(site.length).replace(/\/[\w-]{15,}$/, '/…')}
          </a>
        </p>
      ))}
      <details>
        <summary>The whole letter</summary>
        <pre>{letter.text}</pre>
      </details>
    </article>
  );
}

const signs = [
  ['✅', 'let in'],
  ['❌', 'refuse'],
] as const;

function Message({ message, view }: { readonly message: Shown; readonly view: DemoView }) {
  const fromPorter = message.sender === view.porter;
  return (
    <article>
      <small>
        <UserId of={message.sender} /> {new Date(message.at).toLocaleTimeString('en-GB')}
      </small>
      <pre class="said">{drawn(message.text)}</pre>
      {fromPorter && (
        <form method="post" action="/vote" class="votes">
          <input type="hidden" name="token" value={view.token} />
          <input type="hidden" name="event" value={message.eventId} />
          {signs.map(([sign, word]) => {
            // Porter's own reactions are there to be tapped; they are not votes.
            const who = [...message.reactions]
              .flatMap(([key, senders]) => (meaningOf(key) === meaningOf(sign) ? senders : []))
              .filter((sender) => sender !== view.porter);
            const mine = who.includes(view.moderator);
            return (
              <button
                key={sign}
                type="submit"
                name="key"
                value={markKey(sign)}
                class={mine ? '' : 'outline'}
                aria-pressed={mine}
                title={who.length === 0 ? 'nobody' : who.join(', ')}
              >
                <Mark sign={sign} /> {word}: {who.length}
              </button>
            );
          })}
        </form>
      )}
      {message.thread.map((reply) => (
        <blockquote key={reply.eventId}>
          <small>{reply.sender}</small>
          <pre class="said">{drawn(reply.text)}</pre>
        </blockquote>
      ))}
    </article>
  );
}

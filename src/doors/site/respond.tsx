import type { Request, Response } from 'express';
import type { ComponentChildren } from 'preact';
import { type Language, say, type TextKey } from '../../texts/say.ts';
import type { FaultNote } from '../../web/fault-note.ts';
import type { HttpProblem } from '../../web/http-problem.ts';
import type { Switch } from '../../web/page-frame.tsx';
import type { LetterContext, PageContext } from './context.ts';
import { MessagePage } from './pages/message-page.tsx';
import { lastingWords, requestWords } from './words.ts';

/** Where the language switch leads: this very page, or after a form `path`, which can be opened with GET. */
export const switchTo = (req: Request, path: string): Switch => ({
  path: req.method === 'GET' || req.method === 'HEAD' ? '' : path,
});

export interface Message {
  readonly status: number;
  readonly title: TextKey;
  readonly text: TextKey;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly onward?: 'home' | 'apply-anew';
  readonly children?: ComponentChildren;
  /** The language of the application that the page is about. */
  readonly known?: Language | undefined;
}

const onwardWords = { home: 'site.home', 'apply-anew': 'site.ended.again' } as const satisfies Record<string, TextKey>;

/** Shows a message page. It is `personal` (not cached), because a secret link may have led to it. */
export function showMessage(site: PageContext, req: Request, res: Response, message: Message): void {
  const language = site.languages.of(req, res, message.known);
  const title = say(language, message.title);
  const { onward } = message;
  site.send(
    res,
    message.status,
    {
      title,
      language,
      switch: switchTo(req, '/'),
      children: (
        <MessagePage
          title={title}
          text={say(language, message.text, message.values)}
          {...(onward ? { onward: { href: '/', text: say(language, onwardWords[onward]) } } : {})}
        >
          {message.children}
        </MessagePage>
      ),
    },
    'personal',
  );
}

/**
 * Says that a letter comes; or, while letters wait, since when they do. It knows nothing about this letter, so every address is told
 * the same.
 */
export function showLetterComes(site: LetterContext, req: Request, res: Response, title: TextKey, text: TextKey): void {
  const outage = site.renew.lettersWait();
  if (outage === undefined) {
    showMessage(site, req, res, { status: 200, title, text });
    return;
  }
  const values = { when: site.times.at(outage.since, site.languages.of(req, res)) };
  showMessage(site, req, res, { status: 200, title: 'site.mail.waitsTitle', text: 'site.mail.waits', values });
}

/** Shows "Not open yet": nobody can apply at this moment. */
export function showClosed(site: PageContext, req: Request, res: Response, known?: Language): void {
  res.setHeader('Retry-After', 600);
  showMessage(site, req, res, { status: 503, title: 'site.closed.title', text: 'site.closed.text', known });
}

export const showEnded = (site: PageContext, req: Request, res: Response, known?: Language): void =>
  showMessage(site, req, res, {
    status: 410,
    title: 'site.ended.title',
    text: 'site.ended.text',
    onward: 'apply-anew',
    known,
  });

export function showProblem(site: PageContext, req: Request, res: Response, problem: HttpProblem): void {
  const [title, text] = requestWords[problem.kind];
  const language = site.languages.of(req, res);
  const at = problem.at ?? site.clock.now();
  showMessage(site, req, res, {
    status: problem.status,
    title,
    text,
    values: { origin: site.publicOrigin, when: site.times.until(at, language) },
    onward: problem.kind === 'old-link' ? 'apply-anew' : 'home',
  });
}

/** Only a mistake of ours is called one, and only where waiting helps people are asked to wait. */
function faultWords({ lasting, againIn }: FaultNote): TextKey {
  if (lasting !== undefined) return lastingWords.get(lasting) ?? 'site.lasting.other';
  return againIn === undefined ? 'site.fault.ours' : 'site.fault.wait';
}

/** What a form says above itself about a fault that lasts; undefined about any other fault. */
export const lastingText = (note: FaultNote, language: Language): string | undefined =>
  note.lasting === undefined
    ? undefined
    : `${say(language, faultWords(note))} ${say(language, 'site.fault.id', { id: note.id })}`;

/** Shows that something broke, what can be done, and the number under which the log has it. */
export function showFault(site: PageContext, req: Request, res: Response, note: FaultNote): void {
  const language = site.languages.of(req, res);
  const lasts = note.lasting !== undefined;
  showMessage(site, req, res, {
    status: note.status,
    title: lasts ? 'site.lasting.title' : 'site.fault.title',
    text: faultWords(note),
    values: { count: Math.ceil((note.againIn ?? 0) / 60) },
    children: (
      <>
        {req.method === 'POST' && !lasts && <p>{say(language, 'site.problem.back')}</p>}
        <p class="hint">{say(language, 'site.fault.id', { id: note.id })}</p>
      </>
    ),
    onward: 'home',
  });
}

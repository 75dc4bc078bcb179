import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Letter } from '../../kernel/letter.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { say } from '../say.ts';
import { bare, LetterPage } from './letter-page.tsx';
import { plainSection, wrap } from './plain.ts';
import type { Draft, Sender } from './section.ts';

const LONGEST_SUBJECT = 200;
const notYouWords = { ignore: 'letters.notYou', withdraw: 'letters.notYouWithdraw' } as const;

/** Renders the sections as text and as HTML, with the same footer. */
export function compose(
  { language, title, publicUrl, links, mayReply }: Sender,
  { subject, sections, notYou }: Draft,
): Letter {
  // A subject is one line, whatever the operator's title holds.
  const line = plainText(subject, LONGEST_SUBJECT);
  const footer = [
    ...(notYou === undefined ? [] : [say(language, notYouWords[notYou])]),
    say(language, 'letters.from', { title, site: publicUrl }),
    say(language, mayReply ? 'letters.mayReply' : 'letters.noReply', { title }),
  ];
  const html = renderToStaticMarkup(
    <LetterPage
      language={language}
      title={title}
      subject={line}
      sections={sections}
      hint={say(language, 'letters.linkBelow')}
      footer={footer}
      links={links}
    />,
  );
  const below = [
    ...footer.map((sentence) => wrap(sentence)),
    ...links.map(({ label, url }) => `${label}: ${bare(url)}`),
  ];
  const text = [...sections.map(plainSection), ['-- ', ...below].join('\n')];
  return { subject: line, text: `${text.join('\n\n')}\n`, html: `<!doctype html>${html}` };
}

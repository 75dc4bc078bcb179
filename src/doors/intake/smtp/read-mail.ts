import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { type Outcome, ok, refuse } from '../../../kernel/outcome.ts';
import { plainText } from '../../../kernel/plain-text.ts';
import { shortList } from '../../../kernel/short-list.ts';
import type { Said } from '../../../notifications/rules/read-said.ts';
import { mostUrgent, urgencyOf } from '../../../notifications/rules/urgency-of.ts';
import { textsOfHtml } from './html-text.ts';

/** Reading a line takes 10 µs, so a mail of empty lines would keep everybody waiting. 4 MiB of an attachment have 54,000. */
const MOST_LINES = 60_000;
/** Parts within parts, and bytes of the headers of all parts. */
const DEEPEST = 20;
const HEADER_BYTES = 131_072;
/** Characters of the name of an attachment. */
const LONGEST_NAME = 100;

/** A mail as a notification says it. */
export interface ReadMail {
  readonly said: Omit<Said, 'to'>;
  /** The header `Message-ID`; undefined if it has none. */
  readonly messageId: string | undefined;
  /** The attachments in words, which are not kept; '' if there are none. */
  readonly dropped: string;
}

/**
 * Reads a mail (RFC 5322): its subject is the title, its text the lines. HTML is read where there is no text. Refused is what no two
 * programs read alike, and what takes too long to read; the detail continues after `the mail`.
 */
export async function readMail(raw: Buffer): Promise<Outcome<ReadMail, 'mail', string>> {
  const bytes = raw.toString('latin1');
  if (ambiguousEnd.test(bytes)) return refuse('mail', 'has a line with nothing but a dot that does not end in CR LF');
  if (bytes.split('\n', MOST_LINES + 1).length > MOST_LINES) return refuse('mail', `has more than ${MOST_LINES} lines`);
  let mail: Email;
  try {
    mail = await new MailParser({
      ...{ maxNestingDepth: DEEPEST, maxHeadersSize: HEADER_BYTES },
      // A mail within a mail is an attachment: it was said by somebody else, at another time.
      forceRfc822Attachments: true,
    }).parse(raw);
  } catch {
    return refuse(
      'mail',
      `cannot be read: it may have more than ${DEEPEST} parts within each other, or more than ${HEADER_BYTES} bytes of headers`,
    );
  }
  const { subject = '', text: written = '', messageId, attachments } = mail;
  const dropped = namesOf(attachments);
  return ok({
    said: {
      ...{ title: subject, text: written, urgency: urgencyIn(mail) },
      facts: dropped === '' ? [] : [['Attachments, left out', dropped]],
    },
    ...{ messageId, dropped },
  });
}

/**
 * A dot between two line ends of which one is not CR LF: some servers end the mail there, and take what follows for the commands of
 * another one (SMTP smuggling, CVE-2023-51764). Our library does not, but whoever handed us the mail may have.
 */
const ambiguousEnd = /(?<!\r)\n\.[\r\n]|\r\.[\r\n]|\n\.(?:\n|\r(?!\n))/;

/** One part of a mail, in each kind of text in which the mail has it. */
type TextPart = { readonly [Kind in 'plain' | 'html']?: readonly { readonly value: string }[] };

/**
 * Takes the text of each part of a mail; where a part has none, our own converter makes it of the HTML, because the library's own takes
 * more than quadratic time on tags that are not closed. Both names are the library's, whose version is exact.
 */
class MailParser extends PostalMime {
  declare textMap: ReadonlyMap<object, TextPart>;
  declare textContent: Record<string, string>;

  renderTextContent(): void {
    const textOf = textsOfHtml();
    this.textContent = { plain: [...this.textMap.values()].map((part) => textAt(part, textOf)).join('\n') };
  }
}

/** Some programs send an empty text beside their HTML. */
function textAt({ plain = [], html = [] }: TextPart, textOf: (html: string) => string): string {
  const text = plain.map(({ value }) => value).join('\n');
  return text.trim() === '' && html.length > 0 ? textOf(html.map(({ value }) => value).join('\n')) : text;
}

const PRIORITIES: ReadonlySet<string> = new Set(['x-priority', 'x-msmail-priority', 'importance', 'priority']);

/** The most urgent that a header says, such as `X-Priority: 1 (Highest)`; undefined: none says anything. */
const urgencyIn = ({ headers }: Email): Said['urgency'] =>
  mostUrgent(
    headers
      .filter(({ key }) => PRIORITIES.has(key))
      .flatMap(({ value }) => urgencyOf('mail', value.trim().split(/[\s(]/, 1)[0] ?? '') ?? []),
  );

/** Images that the HTML shows are part of its appearance. */
const namesOf = (attachments: readonly Attachment[]): string =>
  shortList(
    attachments
      .filter(({ related }) => !related)
      .map(({ filename, mimeType }) => plainText(filename ?? '', LONGEST_NAME) || plainText(mimeType, LONGEST_NAME)),
  );

import type { SMTPServerDataStream } from 'smtp-server';
import { DAY } from '../../../kernel/clock.ts';
import { crashPoint } from '../../../kernel/crash-point.ts';
import { digestOf } from '../../../kernel/digest-of.ts';
import type { Sender } from '../../../notifications/rules/plan.ts';
import type { NoteFault } from '../../../web/fault-note.ts';
import { type HandIn, sentenceOf } from '../hand-in.ts';
import { type ReadMail, readMail } from './read-mail.ts';
import { refuseMail } from './refuse-mail.ts';

/** Characters of a reply, which is one line of at most 512 bytes (RFC 5321 section 4.5.3.1.5). */
const LONGEST_REPLY = 400;

/** A mail whose envelope was accepted. */
export interface Envelope {
  readonly sender: Sender;
  /** Targets that it may reach. */
  readonly to: readonly string[];
}

/**
 * Makes the function that takes a mail whose envelope was accepted: it reads the mail and hands it in, and resolves with the text of the
 * reply 250 once the notification is kept. Rejects with `SMTPServerError`: 451 if it could not be kept, else 554.
 */
export const makeTakeMail =
  ({ handIn, noteFault }: { readonly handIn: HandIn; readonly noteFault: NoteFault }) =>
  async (raw: Buffer, { sender, to }: Envelope): Promise<string> => {
    // Whatever broke, the program has the mail and we have not, so it must try again.
    const notKept = (error: unknown): never => {
      const { id } = noteFault(error, { method: 'DATA', route: 'smtp' });
      throw refuseMail(451, `this could not be kept; the log says why under ${id}`);
    };
    const read = await readMail(raw).catch(notKept);
    if (!read.ok) throw refuseMail(554, `the mail ${read.detail}`);
    const handed = await handIn({ ...read.value.said, to }, { sender, ...repetitionOf(read.value, to) }).catch(notKept);
    if (!handed.ok) throw refuseMail(554, sentenceOf(handed));
    crashPoint('mail.afterCommit');
    const { dropped } = read.value;
    return oneLine(`kept as ${handed.id}${dropped === '' ? '' : `, without its attachments: ${dropped}`}`);
  };

/**
 * Returns the key by which a mail that comes again is recognised: a mail server that heard no reply tries again after minutes or hours.
 * Without a `Message-ID`, two mails that say the same are two.
 */
function repetitionOf({ messageId, said }: ReadMail, to: readonly string[]) {
  if (messageId === undefined) return {};
  const digest = digestOf(JSON.stringify([messageId, to, said]));
  return { repetition: `mail ${digest}`, repeatedWithin: DAY };
}

const oneLine = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, LONGEST_REPLY);

/** Resolves with the mail; undefined if it is longer than the listener allows. Rejects if the connection ends before it does. */
export async function readStream(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  for await (const piece of stream as AsyncIterable<Buffer>) {
    if (stream.sizeExceeded) pieces.length = 0;
    else pieces.push(piece);
  }
  return stream.sizeExceeded ? undefined : Buffer.concat(pieces);
}

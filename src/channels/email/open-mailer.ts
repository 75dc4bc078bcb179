import { crashPoint } from '../../kernel/crash-point.ts';
import { domainOf, type EmailAddress } from '../../kernel/email-address.ts';
import type { Mailer } from '../../ports/mailer.ts';
import { mailFault, withoutAddresses } from './mail-fault.ts';
import type { MailerSettings } from './mailer-settings.ts';
import { type Progress, stopped } from './no-response-fault.ts';
import { openTransport } from './smtp-transport.ts';

export interface OpenMailer extends Mailer, AsyncDisposable {
  /** Whose mails they are. */
  readonly sender: EmailAddress;
  /** Connects and logs in without sending anything. Throws `Fault` like `send`. */
  verify(signal?: AbortSignal): Promise<void>;
}

/**
 * Makes a display name or header one line. Line breaks would survive inside encoded words, so they are replaced here. `=?` would
 * start an encoded word chosen by a stranger, which is passed on unchanged and decoded by the reader's program.
 */
const oneLine = (text: string) =>
  text
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
    .replaceAll('=?', '= ?')
    .trim();

const mailbox = ({ name, address }: MailerSettings['from']) => ({ name: oneLine(name), address: address as string });

/** Opens the mail channel over SMTP. It connects for the first letter, then keeps a few connections and reuses them. */
export async function openMailer(settings: MailerSettings): Promise<OpenMailer> {
  const { from } = settings;
  let opened: ReturnType<typeof openTransport> | undefined;
  const open = () => {
    opened ??= openTransport(settings);
    return opened;
  };
  const headers = Object.entries(settings.headers).map(([name, value]) => [name, oneLine(value)] as const);
  return {
    sender: from.address,

    async send({ to, subject, text, html, jobId, date, inReplyTo }, signal) {
      const state: { at: Progress } = { at: 'not-sent' };
      const letterHeaders = {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...Object.fromEntries(headers),
      };
      const letter = {
        from: mailbox(from),
        ...(settings.replyTo === undefined ? {} : { replyTo: mailbox(settings.replyTo) }),
        to: { name: '', address: to as string },
        envelope: { from: settings.bounce ?? from.address, to: [to as string] },
        subject: oneLine(subject),
        text,
        html,
        messageId: `<${jobId}@${domainOf(from.address)}>`,
        date: new Date(date),
        ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }),
        headers: letterHeaders,
        signal,
      };
      let response: string;
      try {
        const { transport, progress } = await open();
        progress.set(letterHeaders, state);
        signal.throwIfAborted();
        ({ response } = await transport.sendMail(letter));
      } catch (error) {
        throw mailFault(error, state.at, settings);
      }
      crashPoint('letter.afterSend');
      return { id: letter.messageId, words: withoutAddresses(response) };
    },

    async verify(signal) {
      try {
        await beforeAbort((await open()).transport.verify(), signal);
      } catch (error) {
        throw mailFault(error, 'not-sent', settings);
      }
    },

    async [Symbol.asyncDispose]() {
      (await opened)?.transport.close();
    },
  };
}

/** Waits for what cannot be aborted, but no longer than until the signal. Rejects with a `Fault` then. */
async function beforeAbort(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(stopped());
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal?.removeEventListener('abort', abort);
    // Nobody waits for either of them any more.
    for (const each of [work, aborted.promise]) each.catch(() => undefined);
  }
}

import { badOf, type CheckLine, fine } from '../../kernel/check-line.ts';
import { say } from '../../texts/say.ts';
import { type GroundConfig, titleOf } from '../ground-sections.ts';
import type { Runtime } from '../open-database.ts';
import type { TrialLetter } from './channel-kind.ts';
import { type MailConfig, mailUser, openConfiguredMailer } from './mailer.ts';

/**
 * Logs in to the mail server. If asked, also sends a real letter; the page of its link says whether the link arrived unchanged.
 */
export async function checkMail(
  config: GroundConfig & { readonly mail: MailConfig },
  { clock, ids }: Runtime,
  letter: TrialLetter | undefined,
  account: string | undefined,
): Promise<readonly CheckLine[]> {
  const part = account ?? 'mail';
  await using mailer = await openConfiguredMailer(config);
  const { host, port } = config.mail.smtp;
  const user = mailUser(config.mail);
  try {
    await mailer.verify();
    const lines = [
      fine(
        part,
        `${host}:${port} takes our connection${user === undefined ? ', without a log-in' : ` and the log-in of ${JSON.stringify(user)}`}.`,
      ),
    ];
    if (letter === undefined) return lines;
    await send(letter);
    return [
      ...lines,
      fine(part, `A letter to ${letter.to} has left. Press its link: the page says whether it arrived unchanged.`),
    ];
  } catch (error) {
    return [badOf(part, error)];
  }

  async function send({ to, tokens, site }: TrialLetter): Promise<void> {
    const title = titleOf(site, config.homeserver);
    const link = `${site.publicUrl}/letter-check/${tokens.letterLink(ids)}`;
    const said = (what: 'subject' | 'body' | 'end') => say(site.language, `letters.trial.${what}`);
    const [body, end] = [said('body'), said('end')];
    const html = [body, `<a href="${link}">${link}</a>`, end].map((line) => `<p>${line}</p>`).join('');
    const letter = { subject: `${title}: ${said('subject')}`, text: `${body}\n\n${link}\n\n${end}\n`, html };
    const limit = AbortSignal.timeout(60_000);
    await mailer.send({ to, ...letter, jobId: ids.next(), date: clock.now() }, limit);
  }
}

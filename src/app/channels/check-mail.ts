import { badOf, type CheckLine, fine } from '../../kernel/check-line.ts';
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
): Promise<readonly CheckLine[]> {
  await using mailer = await openConfiguredMailer(config);
  const { host, port } = config.mail.smtp;
  const user = mailUser(config.mail);
  try {
    await mailer.verify();
    const lines = [
      fine(
        'mail',
        `${host}:${port} takes our connection${user === undefined ? ', without a log-in' : ` and the log-in of ${JSON.stringify(user)}`}.`,
      ),
    ];
    if (letter === undefined) return lines;
    await send(letter);
    return [
      ...lines,
      fine('mail', `A letter to ${letter.to} has left. Press its link: the page says whether it arrived unchanged.`),
    ];
  } catch (error) {
    return [badOf('mail', error)];
  }

  async function send({ to, tokens, site }: TrialLetter): Promise<void> {
    const title = titleOf(site, config.homeserver);
    const link = `${site.publicUrl}/letter-check/${tokens.letterLink(ids)}`;
    const said = sentences[site.language];
    const html = [said.body, `<a href="${link}">${link}</a>`, said.end].map((line) => `<p>${line}</p>`).join('');
    const letter = { subject: `${title}: ${said.subject}`, text: `${said.body}\n\n${link}\n\n${said.end}\n`, html };
    const limit = AbortSignal.timeout(60_000);
    await mailer.send({ to, ...letter, jobId: ids.next(), date: clock.now() }, limit);
  }
}

const sentences = {
  en: {
    subject: 'a letter to try the mail out',
    body: 'Somebody ran porter check --mail with this address. Press the link: the page behind it says whether it arrived unchanged.',
    end: 'If it did not, your mail provider rewrites links: mail.headers can take its switch against that.',
  },
  de: {
    subject: 'ein Brief zum Ausprobieren',
    body: 'Jemand hat porter check --mail mit dieser Adresse aufgerufen. Die Seite hinter dem Link sagt, ob er unverändert ankam.',
    end: 'Wenn nicht, schreibt Ihr Mailanbieter Links um: mail.headers nimmt seinen Schalter dagegen auf.',
  },
} as const;

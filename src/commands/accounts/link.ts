import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE } from '../exit.ts';
import { print, printJson, utcText } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { changeSentence, NO_LETTERS, NO_PAGES } from './refusals.ts';
import { refused, withName } from './with-accounts.ts';

export interface LinkOptions extends CommonOptions {
  /** Print the link instead of having it mailed. */
  readonly print?: boolean;
}

/** Has a link sent by which the person of an account sets its password, or prints one. */
export const linkAccount = (typed: string, options: LinkOptions): Promise<Exit> =>
  withName(options, typed, async ({ invite, sendsMail }, name) => {
    if (invite === undefined) return wrong(options, NO_PAGES);
    if (!options.print && !sendsMail) return wrong(options, NO_LETTERS);
    const by = `cli:${systemUser()}` as const;
    const made = options.print ? await invite.link(name, by) : await invite.mail(name, by);
    if (!made.ok) {
      if (made.refusal === 'no-address')
        return refused(
          options,
          made.refusal,
          `The account ${name} has no mail address: say --print, and hand the link over.`,
        );
      const { detail: state } = made;
      return refused(options, made.refusal, changeSentence(name, state), state === undefined ? {} : { state });
    }
    if (typeof made.value === 'string') {
      if (options.json) printJson({ ok: true, name, to: made.value });
      else print(`A letter with a link goes to ${made.value} (porter outbox list --place email).`);
      return FINE;
    }
    const { url, validUntil } = made.value;
    if (options.json) printJson({ ok: true, name, url, validUntil });
    else print(`${url}\nWhoever has this link sets the password of ${name}, once, until ${utcText(validUntil)} UTC.`);
    return FINE;
  });

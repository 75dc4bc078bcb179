import { parseConfig } from '../../app/load-config.ts';
import { type LoginApart, parseSmtpUrl } from '../../config/smtp-url.ts';
import { quoted } from '../../kernel/system-user.ts';

/** Returns undefined for a good answer, otherwise a sentence that continues after its name: `must be smtp://host:port`. */
export type AnswerCheck = (answer: string) => string | undefined;

/** Checks an answer by the configuration's own rules: the sentence is the one that loading would give for this key. */
const asKey =
  (section: string, key: string, value?: number): AnswerCheck =>
  (answer) => {
    const text = `${section}:\n  ${key}: ${JSON.stringify(value ?? answer)}\n`;
    const found = parseConfig('config.yaml', text, 0o600, {}).problems.find(
      (problem) => problem.key === `${section}.${key}`,
    );
    return found && [found.sentence, found.remedy ?? []].flat().join('; ');
  };

/** The same for a key that takes a number. */
const asNumber =
  (section: string, key: string): AnswerCheck =>
  (answer) =>
    /^\d{1,9}$/.test(answer) ? asKey(section, key, Number(answer))(answer) : 'must be a whole number';

/** Checks the address of a mail server, and says user and password apart in the words of where it is asked for. */
const asSmtp =
  (apart: LoginApart): AnswerCheck =>
  (answer) => {
    const read = parseSmtpUrl(answer, apart);
    return read.ok ? undefined : [read.sentence, read.remedy ?? []].flat().join('; ');
  };

/** One check per question of `porter init`. */
export const answerChecks = {
  url: asKey('homeserver', 'url'),
  serverName: asKey('homeserver', 'serverName'),
  origin: asKey('site', 'publicUrl'),
  listen: asKey('site', 'listen'),
  title: asKey('site', 'title'),
  language: asKey('site', 'language'),
  approvals: asNumber('registration', 'approvals'),
  room: asKey('registration', 'room'),
  userId: asKey('registration', 'admin'),
  mailFrom: asKey('mail', 'from'),
  givenSmtp: asSmtp(
    ({ url, user }) =>
      `say them apart: --smtp ${url} --smtp-user ${user === '' ? 'USER' : quoted(user)} --smtp-password-file FILE`,
  ),
  typedSmtp: asSmtp(({ url }) => `answer ${url}, for user and password are asked for next`),
  smtpUser: asKey('mail', 'user'),
  smtpPassword: asKey('mail', 'password'),
  postgres: asKey('storage', 'postgres'),
} as const satisfies Record<string, AnswerCheck>;

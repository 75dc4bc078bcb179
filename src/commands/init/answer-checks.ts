import { parseConfig } from '../../app/load-config.ts';
import { type LoginApart, parseSmtpUrl } from '../../config/smtp-url.ts';
import { quoted } from '../../kernel/system-user.ts';
import { type Question, type QuestionName, questions } from './questions.ts';

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

/** Checks the address of a mail server that was typed at the question for it. */
export const checkTypedSmtp = asSmtp(({ url }) => `answer ${url}, for user and password are asked for next`);

/** Checks an address of a mail server that was given as an option. */
const checkGivenSmtp = asSmtp(
  ({ url, user }) =>
    `say them apart: --smtp ${url} --smtp-user ${user === '' ? 'USER' : quoted(user)} --smtp-password-file FILE`,
);

const checkYesOrNo: AnswerCheck = (answer) => (['yes', 'no'].includes(answer) ? undefined : 'must be yes or no');

/** The check for what was given or answered. */
export function checkOf(name: QuestionName): AnswerCheck {
  if (name === 'smtp') return checkGivenSmtp;
  const { value, key, judgedAs = key, number }: Question = questions[name];
  if (value === undefined) return checkYesOrNo;
  if (judgedAs === undefined) return () => undefined;
  return number === undefined ? asKey(...judgedAs) : asNumber(...judgedAs);
}

import { parseConfig } from '../../app/load-config.ts';

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
  smtp: asKey('mail', 'smtp'),
  smtpUser: asKey('mail', 'user'),
  smtpPassword: asKey('mail', 'password'),
  postgres: asKey('storage', 'postgres'),
} as const satisfies Record<string, AnswerCheck>;

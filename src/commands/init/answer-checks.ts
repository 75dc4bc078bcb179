import { parseConfig } from '../../app/load-config.ts';

/** Returns undefined for a good answer, otherwise a sentence that continues after its name: `must be smtp://host:port`. */
export type AnswerCheck = (answer: string) => string | undefined;

/** Checks an answer by the configuration's own rules: the sentence is the one that loading would give for this key. */
const asKey =
  (section: string, key: string): AnswerCheck =>
  (answer) => {
    const text = `${section}:\n  ${key}: ${JSON.stringify(answer)}\n`;
    const found = parseConfig('config.yaml', text, 0o600, {}).problems.find(
      (problem) => problem.key === `${section}.${key}`,
    );
    return found && [found.sentence, found.remedy ?? []].flat().join('; ');
  };

/** One check per question of `porter init`. */
export const answerChecks = {
  url: asKey('homeserver', 'url'),
  serverName: asKey('homeserver', 'serverName'),
  origin: asKey('site', 'publicUrl'),
  room: asKey('registration', 'room'),
  userId: asKey('registration', 'admin'),
  mailFrom: asKey('mail', 'from'),
  smtp: asKey('mail', 'smtp'),
  smtpUser: asKey('mail', 'user'),
  smtpPassword: asKey('mail', 'password'),
  postgres: asKey('storage', 'postgres'),
} as const satisfies Record<string, AnswerCheck>;

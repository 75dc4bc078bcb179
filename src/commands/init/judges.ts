import { parseConfig } from '../../app/load-config.ts';

/** Undefined when the answer will do; otherwise the sentence that goes on after its name: `must be smtp://host:port`. */
export type Judge = (answer: string) => string | undefined;

/** By the configuration's own rules: the sentence is the one that loading would say of this key. */
const asKey =
  (section: string, key: string): Judge =>
  (answer) => {
    const text = `${section}:\n  ${key}: ${JSON.stringify(answer)}\n`;
    const found = parseConfig('config.yaml', text, 0o600, {}).problems.find(
      (problem) => problem.key === `${section}.${key}`,
    );
    return found && [found.sentence, found.remedy ?? []].flat().join('; ');
  };

/** One for every question of `porter init`. */
export const judges = {
  url: asKey('homeserver', 'url'),
  serverName: asKey('homeserver', 'serverName'),
  origin: asKey('site', 'publicUrl'),
  room: asKey('registration', 'room'),
  userId: asKey('registration', 'admin'),
  mailFrom: asKey('mail', 'from'),
  smtp: asKey('mail', 'smtp'),
  postgres: asKey('storage', 'postgres'),
} as const satisfies Record<string, Judge>;

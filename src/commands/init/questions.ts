import { languageCodes } from '../../kernel/languages.ts';

/**
 * One answer that `porter init` takes: as an option, on a terminal, or from an installation that is there. This file imports little,
 * because every command of Porter lists the options.
 */
export interface Question {
  /** What stands behind the option, for the help: `url`. Left out for an option that stands alone and means yes. */
  readonly value?: string;
  readonly help: string;
  /** The only answers there are. */
  readonly choices?: readonly string[];
  /** What a person is asked. Left out where nobody is asked, or where the question names earlier answers. */
  readonly message?: string;
  /** What an empty answer means. Left out where an answer is needed. */
  readonly none?: string;
  /** Section and key of `config.yaml`, whose rules judge the answer. */
  readonly key?: readonly [section: string, key: string];
  /** The key whose rules judge the answer, where it stands in another file. */
  readonly judgedAs?: readonly [section: string, key: string];
  /** The key takes a number. */
  readonly number?: true;
  /** May hold a password: never suggested from a file that is there. */
  readonly secret?: true;
}

/** All of them, in the order of the help. They are asked in the order in which earlier answers suggest later ones. */
export const questions = {
  homeserverUrl: {
    value: 'url',
    help: 'where Porter reaches Synapse',
    message: 'Where does Porter reach Synapse?',
    key: ['homeserver', 'url'],
  },
  serverName: {
    value: 'name',
    help: 'the part of user IDs after the colon',
    message: 'Server name (the part of user IDs after the colon)',
    key: ['homeserver', 'serverName'],
  },
  appserviceUrl: {
    value: 'url',
    help: 'how Synapse reaches Porter',
    message: 'How does Synapse reach Porter? (from another machine: the address of this one)',
    judgedAs: ['homeserver', 'url'],
  },
  appserviceListen: {
    value: 'host:port',
    help: 'where Porter listens for it',
    key: ['appservice', 'listen'],
  },
  homeserverPublicUrl: {
    value: 'url',
    help: 'what people enter in their client to log in',
    message: 'What do people enter in their client to log in?',
    key: ['homeserver', 'publicUrl'],
  },
  publicUrl: {
    value: 'url',
    help: 'where people find the pages',
    message: 'Under which address will people find the pages?',
    key: ['site', 'publicUrl'],
  },
  siteListen: {
    value: 'host:port',
    help: 'where the reverse proxy finds the pages',
    key: ['site', 'listen'],
  },
  title: {
    value: 'text',
    help: 'name of the service on pages and in letters',
    message: 'Name of the service on pages and in letters',
    key: ['site', 'title'],
  },
  language: {
    value: 'language',
    help: 'of pages and the team room',
    choices: languageCodes,
    message: `Language of the team room, and of pages where nobody asks for another (${languageCodes.join(', ')})`,
    key: ['site', 'language'],
  },
  approvals: {
    value: 'number',
    help: 'how many ✅ it takes to let somebody in',
    message: 'How many ✅ does it take to let somebody in?',
    key: ['registration', 'approvals'],
    number: true,
  },
  synapseInContainer: {
    help: 'Synapse runs in a container, such as one of Docker',
    message: 'Does Synapse run in a container (Docker, Podman)? (yes, no)',
  },
  teamRoom: {
    value: 'alias',
    help: 'alias or ID of the team room',
    message: 'Team room, where notices are posted and votes are cast (alias or ID)',
    key: ['registration', 'room'],
  },
  admin: {
    value: 'user',
    help: 'user ID invited as admin of a team room that Porter makes',
    message: 'Who is invited as its admin, by user ID, if Porter makes the room?',
    none: 'nobody, so the room must exist',
    key: ['registration', 'admin'],
  },
  mailFrom: {
    value: 'address',
    help: 'sender of the letters',
    message: 'Sender of the letters (its name is the title of the site, unless you write Name <address>)',
    key: ['mail', 'from'],
  },
  smtp: {
    value: 'url',
    help: 'mail server; with a password in it better --smtp-file: others here see a command line',
    message: 'Mail server (smtp://host:587, or smtps://host:465; user and password are asked for next)',
    key: ['mail', 'smtp'],
  },
  smtpFile: { value: 'file', help: 'file with that URL, or - for standard input' },
  smtpUser: {
    value: 'name',
    help: 'user name at the mail server',
    none: 'it asks for no log-in',
    key: ['mail', 'user'],
  },
  smtpPasswordFile: {
    value: 'file',
    help: 'file with the password of that user, or - for standard input',
    key: ['mail', 'password'],
    secret: true,
  },
  postgres: {
    value: 'url',
    help: 'a PostgreSQL database instead of a SQLite file; with a password better --postgres-file',
    message: 'PostgreSQL database',
    key: ['storage', 'postgres'],
    secret: true,
  },
  postgresFile: { value: 'file', help: 'file with that URL, or - for standard input' },
  user: { value: 'name', help: 'system user for the systemd unit (default: porter)' },
} as const satisfies Readonly<Record<string, Question>>;

export type QuestionName = keyof typeof questions;

/** Those that stand in `config.yaml`. */
export type KeyedName = {
  [Name in QuestionName]: (typeof questions)[Name] extends { readonly key: unknown } ? Name : never;
}[QuestionName];

/** All of them, as rows to walk. `Object.entries` forgets the names. */
export const allQuestions: readonly (readonly [QuestionName, Question])[] = Object.entries(questions) as [
  QuestionName,
  Question,
][];

/** `homeserverUrl` → `--homeserver-url`, as the command line names it. */
export const optionOf = (name: QuestionName): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** `title` → `site.title` */
export const keyOf = (name: KeyedName): string => questions[name].key.join('.');

/** `site.title` → `--title`; undefined for a key that no option sets. */
export function optionOfKey(key: string): string | undefined {
  const [name] = allQuestions.find(([, question]) => question.key?.join('.') === key) ?? [];
  return name && optionOf(name);
}

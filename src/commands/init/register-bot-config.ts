import { type RegisterBotFile, textOf } from '../../config/register-bot-file.ts';
import { isObject } from '../../kernel/is-object.ts';

/** Porter's configuration as it follows from that of matrix-register-bot. */
export interface RegisterBotConfig {
  /** `config.yaml`; holds no secret. */
  readonly text: string;
  /** Goes into `data/smtp-password`. */
  readonly smtpPassword: string | undefined;
}

const text = (value: string) => JSON.stringify(value);
/** What people typed into their file goes into one comment line. */
const shown = (value: string) => text(value).slice(0, 200);

/** The bot's keys that have no counterpart, with why. The values of most of them are secrets, so none is repeated. */
const without: Readonly<Record<string, string>> = {
  access_token: 'Porter writes as its own user, by registration.yaml; log the old one out',
  registration_shared_secret: 'Porter makes accounts by the admin API: porter init --promote',
  register_password: "the login of the bot itself, which Porter's user does not need",
  databaseURI: 'read by porter accounts import --from-register-bot; Porter keeps a database of its own',
  databaseUser: 'as databaseURI',
  databasePass: 'as databaseURI',
};
const known = [
  ...['homeserver', 'register_email', 'smtp', 'register_room', 'webroot', 'howToURL', 'operationMode'],
  'getPasswordOnRegistration',
  ...['defaultLanguage', ...Object.keys(without)],
];

/** Turns the keys of the bot into Porter's. What cannot be carried over stands in a comment beside its place. */
export function registerBotConfig(file: RegisterBotFile): RegisterBotConfig {
  const get = (key: string) => textOf(file, key);
  const server = get('homeserver') ?? 'CHANGE_ME';
  const howTo = get('howToURL');
  const mail = mailLines(file);
  const language = { 'en-gb': 'en', 'de-de': 'de' }[get('defaultLanguage') ?? 'en-gb'];
  const isLocal = get('operationMode') !== 'synapse';
  const lines = [
    '# Porter, by the configuration of matrix-register-bot. porter check checks it; porter schema --sample shows every key.',
    'homeserver:',
    `  # The bot asked there. Better, if Porter runs beside Synapse: its internal listener, "http://127.0.0.1:8008".`,
    `  url: ${text(`https://${server}`)}`,
    `  serverName: ${text(server)}`,
    'appservice:',
    '  registration: registration.yaml',
    '  listen: "127.0.0.1:8482"',
    'storage:',
    '  sqlite: data/porter.db',
    'secrets:',
    '  # Back this file up apart from the database: without it no mailed link works.',
    '  key: { file: data/porter.key }',
    'mail:',
    `  from: ${text(get('register_email') ?? 'CHANGE_ME')}`,
    ...mail.lines,
    'site:',
    '  listen: "127.0.0.1:8480"',
    ...publicUrlLines(get('webroot')),
    ...(language === undefined
      ? [`  # defaultLanguage: ${shown(get('defaultLanguage') ?? '')} is none of en and de.`]
      : []),
    `  language: ${language ?? 'en'}`,
    ...(howTo === undefined ? [] : [`  howToUrl: ${text(howTo)}`]),
    'registration:',
    `  # Invite Porter's user there: @porter:${server}`,
    `  room: ${text(get('register_room') ?? 'CHANGE_ME')}`,
    '  approvals: 1',
    '  declines: 1',
    ...passwordLines(file['getPasswordOnRegistration'] === true, isLocal),
    'accounts:',
    `  store: ${isLocal ? 'local' : 'synapse'}`,
    ...(isLocal
      ? [
          'identityApi:',
          '  # Where Synapse, mxisd and ma1sd ask, in the place of internal/*.php.',
          '  listen: "127.0.0.1:8483"',
        ]
      : []),
    'operations:',
    '  listen: "127.0.0.1:8486"',
    ...leftOver(file),
  ];
  return { text: `${lines.join('\n')}\n`, smtpPassword: mail.password };
}

function passwordLines(onForm: boolean, isLocal: boolean): readonly string[] {
  if (!onForm) return [];
  return isLocal
    ? ['  # getPasswordOnRegistration: of the password only a hash is kept here.', '  password: form']
    : [
        '  # getPasswordOnRegistration: without accounts.store: local people choose it behind the link of the welcome letter.',
      ];
}

/** Names every key that has no counterpart, and every one that the bot does not know either. */
function leftOver(file: RegisterBotFile): readonly string[] {
  const there = Object.keys(file);
  const told = [
    ...there.filter((key) => Object.hasOwn(without, key)).map((key) => `# ${key}: ${without[key]}`),
    ...there.filter((key) => !known.includes(key)).map((key) => `# ${shown(key)}: no key of the bot that Porter knows`),
    ...known
      .filter((key) => there.includes(key) && key !== 'smtp' && !Object.hasOwn(without, key))
      .filter((key) => typeof file[key] !== (key === 'getPasswordOnRegistration' ? 'boolean' : 'string'))
      .map((key) => `# ${key}: is no text, so it was left out`),
  ];
  return told.length === 0 ? [] : ['', '# What has no counterpart in Porter:', ...told];
}

function mailLines(file: RegisterBotFile): {
  readonly lines: readonly string[];
  readonly password: string | undefined;
} {
  const smtp = isObject(file['smtp']) ? file['smtp'] : {};
  const host = textOf(smtp, 'host');
  if (host === undefined)
    return {
      lines: [
        '  # The bot had no smtp, and sent by PHP: the mail server of this machine.',
        '  smtp: "smtp://127.0.0.1:25"',
      ],
      password: undefined,
    };
  const secure = textOf(smtp, 'encryption') === 'ssl';
  const port = Number(smtp['port']) || (secure ? 465 : 587);
  const [user, password] = [textOf(smtp, 'user'), textOf(smtp, 'password')];
  return {
    lines: [
      `  smtp: ${text(`${secure ? 'smtps' : 'smtp'}://${host}:${port}`)}`,
      ...(user === undefined ? [] : [`  user: ${text(user)}`]),
      ...(password === undefined ? [] : ['  password: { file: data/smtp-password }']),
    ],
    password,
  };
}

/** Porter's pages are a whole site, so a bot that lived below a path needs a host name for them. */
function publicUrlLines(webroot: string | undefined): readonly string[] {
  const { origin, pathname } = webroot !== undefined && URL.canParse(webroot) ? new URL(webroot) : {};
  if (origin !== undefined && pathname === '/') return [`  publicUrl: ${text(origin)}`];
  return [
    ...(webroot === undefined
      ? []
      : [
          `  # webroot was ${shown(webroot)}. The pages need a host name of their own; redirect the old address to it.`,
        ]),
    '  publicUrl: CHANGE_ME',
  ];
}

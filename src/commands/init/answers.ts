import { type Judge, judges } from './judges.ts';
import type { Part } from './only.ts';

/** Everything `porter init` must know. Texts as they go into the files; `parseConfig` judges them. */
export interface Answers {
  /** Absolute. */
  readonly dir: string;
  readonly homeserverUrl: string;
  readonly serverName: string;
  /** What people enter in their client to log in. */
  readonly homeserverPublicUrl: string;
  /** How Synapse reaches Porter. */
  readonly appserviceUrl: string;
  readonly appserviceListen: string;
  /** Nobody named it: it follows from how Synapse reaches Porter. */
  readonly listenFollows: boolean;
  readonly publicUrl: string;
  readonly siteListen: string;
  readonly title: string | undefined;
  readonly language: 'en' | 'de';
  readonly teamRoom: string;
  readonly admin: string | undefined;
  readonly mailFrom: string;
  readonly smtp: { readonly url: string; readonly user: string | undefined; readonly password: string | undefined };
  readonly postgres: string | undefined;
  /** The system user that Porter runs as. */
  readonly user: string;
}

/** The command line's words; all optional. */
export interface InitOptions {
  readonly dir: string;
  readonly config?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly homeserverUrl?: string;
  readonly serverName?: string;
  readonly appserviceUrl?: string;
  readonly appserviceListen?: string;
  readonly homeserverPublicUrl?: string;
  readonly publicUrl?: string;
  readonly siteListen?: string;
  readonly title?: string;
  readonly language?: string;
  readonly teamRoom?: string;
  readonly admin?: string;
  readonly mailFrom?: string;
  readonly smtp?: string;
  readonly smtpFile?: string;
  readonly postgres?: string;
  readonly postgresFile?: string;
  readonly user?: string;
  readonly promote?: boolean;
  readonly only?: Part;
  readonly adminTokenFile?: string;
}

/** One question: `given` ends it; otherwise a person is asked, or with `--yes` the suggestion is taken. */
export type Ask = (question: {
  readonly message: string;
  readonly given: string | undefined;
  /** Undefined: there is no good guess, so `--yes` needs the option. */
  readonly suggestion: string | undefined;
  readonly option: string;
  /** The sentence that goes on after the option or the question when the answer will not do. */
  readonly judge: Judge;
  readonly optional?: boolean;
}) => Promise<string>;

export interface Find {
  /** The server name of a homeserver, by asking it; asked whenever the address is known, to learn whether it answers. */
  readonly serverName: (url: string) => Promise<string | undefined>;
  /** Where clients of this server name are sent (`/.well-known/matrix/client`). */
  readonly publicUrl: (serverName: string) => Promise<string | undefined>;
}

const loopback = /^(?:localhost|127\.[0-9.]+|\[::1\])$/;

/** Asks in the order in which one answer suggests the next. */
export async function gatherAnswers(options: InitOptions, dir: string, ask: Ask, find: Find): Promise<Answers> {
  const homeserverUrl = await ask({
    message: 'Where does Porter reach Synapse?',
    given: options.homeserverUrl,
    suggestion: 'http://127.0.0.1:8008',
    option: '--homeserver-url',
    judge: judges.url,
  });
  const found = await find.serverName(homeserverUrl);
  const serverName = await ask({
    message: 'Server name (the part of user IDs after the colon)',
    given: options.serverName,
    suggestion: options.serverName ?? found,
    option: '--server-name',
    judge: judges.serverName,
  });
  const homeserverPublicUrl = await ask({
    message: 'What do people enter in their client to log in?',
    given: options.homeserverPublicUrl,
    suggestion: options.homeserverPublicUrl ?? (await find.publicUrl(serverName)) ?? `https://${serverName}`,
    option: '--homeserver-public-url',
    judge: judges.url,
  });
  const publicUrl = await ask({
    message: 'Under which address will people find the pages?',
    given: options.publicUrl,
    suggestion: `https://join.${serverName.replace(/:\d+$/, '')}`,
    option: '--public-url',
    judge: judges.origin,
  });
  const appserviceUrl = await ask({
    message: 'How does Synapse reach Porter? (another host or container: its address)',
    given: options.appserviceUrl,
    suggestion: 'http://127.0.0.1:8482',
    option: '--appservice-url',
    judge: judges.url,
  });
  const teamRoom = await ask({
    message: 'Team room, where notices are posted and votes are cast (alias or ID)',
    given: options.teamRoom,
    suggestion: `#team:${serverName}`,
    option: '--team-room',
    judge: judges.room,
  });
  const admin = await ask({
    message: 'Who is invited as its admin if Porter makes the room? (user ID; empty: nobody, so the room must exist)',
    given: options.admin,
    suggestion: '',
    option: '--admin',
    judge: judges.userId,
    optional: true,
  });
  const mailFrom = await ask({
    message: 'Sender of the letters',
    given: options.mailFrom,
    suggestion: `Porter <porter@${serverName.replace(/:\d+$/, '')}>`,
    option: '--mail-from',
    judge: judges.mailFrom,
  });
  const smtp = await ask({
    message: 'Mail server (smtp://user:password@host:587)',
    given: options.smtp,
    suggestion: 'smtp://127.0.0.1:25',
    option: '--smtp',
    judge: judges.smtp,
  });
  if (options.postgres !== undefined) {
    await ask({
      message: 'PostgreSQL database',
      given: options.postgres,
      suggestion: undefined,
      option: options.postgresFile === undefined ? '--postgres' : 'What --postgres-file names',
      judge: judges.postgres,
    });
  }
  return {
    dir,
    homeserverUrl,
    serverName,
    homeserverPublicUrl,
    appserviceUrl,
    appserviceListen: options.appserviceListen ?? listenFor(appserviceUrl),
    listenFollows: options.appserviceListen === undefined,
    publicUrl,
    siteListen: options.siteListen ?? '127.0.0.1:8480',
    title: options.title,
    language: options.language === 'de' ? 'de' : 'en',
    teamRoom,
    admin: admin === '' ? undefined : admin,
    mailFrom,
    smtp: splitSmtp(smtp),
    postgres: options.postgres,
    user: options.user ?? 'porter',
  };
}

/** Loopback is answered on loopback; anything else means that Synapse comes over a network. */
function listenFor(appserviceUrl: string): string {
  const url = URL.parse(appserviceUrl);
  const port = url?.port || (url?.protocol === 'https:' ? '443' : '80');
  return url === null || loopback.test(url.hostname) ? `127.0.0.1:${port}` : `0.0.0.0:${port}`;
}

/** A password goes into a file of its own, so that the configuration holds no secret. */
function splitSmtp(text: string): Answers['smtp'] {
  const url = URL.parse(text);
  if (url === null || url.username === '') return { url: text, user: undefined, password: undefined };
  const { username, password } = url;
  url.username = '';
  url.password = '';
  return {
    url: url.href.replace(/\/$/, ''),
    user: decodeURIComponent(username),
    password: password === '' ? undefined : decodeURIComponent(password),
  };
}

import { answerChecks } from './answer-checks.ts';
import { askSmtp } from './ask-smtp.ts';
import type { Answers, Ask, InitOptions } from './init-options.ts';

export interface Find {
  /** Asks the homeserver at this address for its server name. Always called, to learn whether the homeserver responds. */
  readonly serverName: (url: string) => Promise<string | undefined>;
  /** The address that clients of this server name are sent to (`/.well-known/matrix/client`). */
  readonly publicUrl: (serverName: string) => Promise<string | undefined>;
}

const loopback = /^(?:localhost|127\.[0-9.]+|\[::1\])$/;

/** Asks all questions, in an order in which earlier answers suggest later ones. */
export async function gatherAnswers(options: InitOptions, dir: string, ask: Ask, find: Find): Promise<Answers> {
  const homeserverUrl = await ask({
    message: 'Where does Porter reach Synapse?',
    given: options.homeserverUrl,
    suggestion: 'http://127.0.0.1:8008',
    option: '--homeserver-url',
    check: answerChecks.url,
  });
  const found = await find.serverName(homeserverUrl);
  const serverName = await ask({
    message: 'Server name (the part of user IDs after the colon)',
    given: options.serverName,
    suggestion: options.serverName ?? found,
    option: '--server-name',
    check: answerChecks.serverName,
  });
  const homeserverPublicUrl = await ask({
    message: 'What do people enter in their client to log in?',
    given: options.homeserverPublicUrl,
    suggestion: options.homeserverPublicUrl ?? (await find.publicUrl(serverName)) ?? `https://${serverName}`,
    option: '--homeserver-public-url',
    check: answerChecks.url,
  });
  const publicUrl = await ask({
    message: 'Under which address will people find the pages?',
    given: options.publicUrl,
    suggestion: `https://join.${serverName.replace(/:\d+$/, '')}`,
    option: '--public-url',
    check: answerChecks.origin,
  });
  const appserviceUrl = await ask({
    message: 'How does Synapse reach Porter? (another host or container: its address)',
    given: options.appserviceUrl,
    suggestion: 'http://127.0.0.1:8482',
    option: '--appservice-url',
    check: answerChecks.url,
  });
  const teamRoom = await ask({
    message: 'Team room, where notices are posted and votes are cast (alias or ID)',
    given: options.teamRoom,
    suggestion: `#team:${serverName}`,
    option: '--team-room',
    check: answerChecks.room,
  });
  const admin = await ask({
    message: 'Who is invited as its admin if Porter makes the room? (user ID; empty: nobody, so the room must exist)',
    given: options.admin,
    suggestion: '',
    option: '--admin',
    check: answerChecks.userId,
    optional: true,
  });
  const mailFrom = await ask({
    message: 'Sender of the letters (its name is the title of the site, unless you write Name <address>)',
    given: options.mailFrom,
    suggestion: `porter@${serverName.replace(/:\d+$/, '')}`,
    option: '--mail-from',
    check: answerChecks.mailFrom,
  });
  const smtp = await askSmtp(options, ask);
  if (options.postgres !== undefined) {
    await ask({
      message: 'PostgreSQL database',
      given: options.postgres,
      suggestion: undefined,
      option: options.postgresFile === undefined ? '--postgres' : 'What --postgres-file names',
      check: answerChecks.postgres,
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
    smtp,
    postgres: options.postgres,
    user: options.user ?? 'porter',
  };
}

/** Listens on loopback when Synapse uses loopback. Any other address means that Synapse connects over a network. */
function listenFor(appserviceUrl: string): string {
  const url = URL.parse(appserviceUrl);
  const port = url?.port || (url?.protocol === 'https:' ? '443' : '80');
  return url === null || loopback.test(url.hostname) ? `127.0.0.1:${port}` : `0.0.0.0:${port}`;
}

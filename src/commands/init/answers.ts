import path from 'node:path';
import { languageCodes, parseLanguage } from '../../kernel/languages.ts';
import { answerChecks } from './answer-checks.ts';
import { askSmtp } from './ask-smtp.ts';
import { listenFor, suggestAppserviceUrl } from './containers.ts';
import type { Answers, Ask, InitOptions } from './init-options.ts';
import type { Known } from './known-answers.ts';

/** A server name to suggest, or what was found instead, as the beginning of a sentence. */
export type FoundName =
  | { readonly name: string; readonly instead?: never }
  | { readonly name?: never; readonly instead: string };

export interface Find {
  /** Asks the homeserver at this address for its server name. Always called, to learn whether the homeserver responds. */
  readonly serverName: (url: string) => Promise<FoundName>;
  /** The address that clients of this server name are sent to (`/.well-known/matrix/client`). */
  readonly publicUrl: (serverName: string) => Promise<string | undefined>;
  /** Whether Synapse runs in a container, as far as this machine tells. */
  readonly container: () => 'yes' | 'no';
}

/**
 * Asks all questions, in an order in which earlier answers suggest later ones.
 *
 * @param known what the files of an installation say that is there already; suggested before anything else
 */
export async function gatherAnswers(
  options: InitOptions,
  dir: string,
  ask: Ask,
  find: Find,
  known: Known,
): Promise<Answers> {
  const homeserverUrl = await ask({
    message: 'Where does Porter reach Synapse?',
    given: options.homeserverUrl,
    suggestion: known.homeserverUrl ?? 'http://127.0.0.1:8008',
    option: '--homeserver-url',
    check: answerChecks.url,
  });
  const found = await find.serverName(homeserverUrl);
  const serverName = await ask({
    message: 'Server name (the part of user IDs after the colon)',
    given: options.serverName,
    suggestion: known.serverName ?? found.name,
    unknown:
      found.instead &&
      `${found.instead}, and ${path.join(dir, 'config.yaml')} names none (Synapse's homeserver.yaml does, as server_name)`,
    option: '--server-name',
    check: answerChecks.serverName,
  });
  const host = serverName.replace(/:\d+$/, '');
  const homeserverPublicUrl = await ask({
    message: 'What do people enter in their client to log in?',
    given: options.homeserverPublicUrl,
    suggestion:
      options.homeserverPublicUrl ??
      known.homeserverPublicUrl ??
      (await find.publicUrl(serverName)) ??
      `https://${serverName}`,
    option: '--homeserver-public-url',
    check: answerChecks.url,
  });
  const publicUrl = await ask({
    message: 'Under which address will people find the pages?',
    given: options.publicUrl,
    suggestion: known.publicUrl ?? `https://join.${host}`,
    option: '--public-url',
    check: answerChecks.origin,
  });
  const title = await ask({
    message: 'Name of the service on pages and in letters',
    given: options.title,
    suggestion: known.title ?? serverName,
    option: '--title',
    check: answerChecks.title,
  });
  const language = await ask({
    message: `Language of the team room, and of pages where nobody asks for another (${languageCodes.join(', ')})`,
    given: options.language,
    suggestion: known.language ?? 'en',
    option: '--language',
    check: answerChecks.language,
  });
  const container = await ask({
    message: 'Does Synapse run in a container (Docker, Podman)? (yes, no)',
    given: options.synapseInContainer === undefined ? undefined : options.synapseInContainer ? 'yes' : 'no',
    suggestion: find.container(),
    option: '--synapse-in-container',
    check: (answer) => (['yes', 'no'].includes(answer) ? undefined : 'must be yes or no'),
  });
  const synapseInContainer = container === 'yes';
  const appserviceUrl = await ask({
    message: synapseInContainer
      ? 'How does Synapse reach Porter from its container? (127.0.0.1 is the container itself)'
      : 'How does Synapse reach Porter? (from another machine: the address of this one)',
    given: options.appserviceUrl,
    suggestion: options.appserviceListen
      ? suggestAppserviceUrl(synapseInContainer, options.appserviceListen)
      : (known.appserviceUrl ?? suggestAppserviceUrl(synapseInContainer, undefined)),
    option: '--appservice-url',
    check: answerChecks.url,
  });
  const teamRoom = await ask({
    message: 'Team room, where notices are posted and votes are cast (alias or ID)',
    given: options.teamRoom,
    suggestion: known.teamRoom ?? `#team:${serverName}`,
    option: '--team-room',
    check: answerChecks.room,
  });
  const admin = await ask({
    message: 'Who is invited as its admin, by user ID, if Porter makes the room?',
    given: options.admin,
    suggestion: known.admin ?? '',
    option: '--admin',
    check: answerChecks.userId,
    none: 'nobody, so the room must exist',
  });
  const approvals = await ask({
    message: 'How many ✅ does it take to let somebody in?',
    given: options.approvals,
    suggestion: known.approvals ?? '1',
    option: '--approvals',
    check: answerChecks.approvals,
  });
  const mailFrom = await ask({
    message: 'Sender of the letters (its name is the title of the site, unless you write Name <address>)',
    given: options.mailFrom,
    suggestion: known.mailFrom ?? `porter@${host}`,
    option: '--mail-from',
    check: answerChecks.mailFrom,
  });
  const smtp = await askSmtp(options, ask, known.smtp);
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
    appserviceListen: options.appserviceListen ?? listenFor(appserviceUrl, synapseInContainer),
    listenFollows: options.appserviceListen === undefined,
    publicUrl,
    siteListen: options.siteListen ?? known.siteListen ?? '127.0.0.1:8480',
    title,
    language: parseLanguage(language) ?? 'en',
    approvals: Number(approvals),
    synapseInContainer,
    teamRoom,
    admin: admin === '' ? undefined : admin,
    mailFrom,
    smtp,
    postgres: options.postgres,
    user: options.user ?? known.user ?? 'porter',
  };
}

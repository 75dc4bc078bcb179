import path from 'node:path';
import { parseLanguage } from '../../kernel/languages.ts';
import { askSmtp } from './ask-smtp.ts';
import { listenFor, suggestAppserviceUrl } from './containers.ts';
import type { Answers, Ask, InitOptions } from './init-options.ts';
import type { Known } from './known-answers.ts';
import { fromFile, questionFor } from './question-for.ts';
import type { QuestionName } from './questions.ts';

const FROM_CONTAINER = 'How does Synapse reach Porter from its container? (127.0.0.1 is the container itself)';

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
  /** Asks for one answer. @param more what differs from the table */
  const answer = (name: QuestionName, suggestion: string | undefined, more: Partial<Parameters<Ask>[0]> = {}) =>
    ask({ ...questionFor(name, options), suggestion, ...more });

  const homeserverUrl = await answer('homeserverUrl', known.homeserverUrl ?? 'http://127.0.0.1:8008');
  const found = await find.serverName(homeserverUrl);
  const serverName = await answer('serverName', known.serverName ?? found.name, {
    unknown:
      found.instead &&
      `${found.instead}, and ${path.join(dir, 'config.yaml')} names none (Synapse's homeserver.yaml does, as server_name)`,
  });
  const host = serverName.replace(/:\d+$/, '');
  const homeserverPublicUrl = await answer(
    'homeserverPublicUrl',
    options.homeserverPublicUrl ??
      known.homeserverPublicUrl ??
      (await find.publicUrl(serverName)) ??
      `https://${serverName}`,
  );
  const publicUrl = await answer('publicUrl', known.publicUrl ?? `https://join.${host}`);
  const title = await answer('title', known.title ?? serverName);
  const language = await answer('language', known.language ?? 'en');
  const synapseInContainer = (await answer('synapseInContainer', find.container())) === 'yes';
  const appserviceUrl = await answer(
    'appserviceUrl',
    options.appserviceListen
      ? suggestAppserviceUrl(synapseInContainer, options.appserviceListen)
      : (known.appserviceUrl ?? suggestAppserviceUrl(synapseInContainer, undefined)),
    synapseInContainer ? { message: FROM_CONTAINER } : {},
  );
  const teamRoom = await answer('teamRoom', known.teamRoom ?? `#team:${serverName}`);
  const admin = await answer('admin', known.admin ?? '');
  const approvals = await answer('approvals', known.approvals ?? '1');
  const mailFrom = await answer('mailFrom', known.mailFrom ?? `porter@${host}`);
  const smtp = await askSmtp(options, ask, known.smtp);
  if (options.postgres !== undefined) await answer('postgres', undefined, fromFile(options, 'postgresFile'));
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

import type { Answers } from './init-options.ts';
import type { Installation } from './known-answers.ts';
import type { Written } from './write-files.ts';

/**
 * Returns the answers that are in effect now. Files that were kept win over what was answered; a section that a kept
 * configuration lacks will be added as answered. Undefined when the kept configuration cannot be read.
 *
 * @param found what was in the folder before anything was written
 */
export function effectiveAnswers(answers: Answers, kept: readonly Written[], found: Installation): Answers | undefined {
  const isKept = (file: string) => kept.some(({ name }) => name === file);
  const { user = answers.user, ...known } = found.known;
  const effective = {
    ...answers,
    user: isKept('porter.service') ? user : answers.user,
    appserviceUrl: (isKept('registration.yaml') ? known.appserviceUrl : undefined) ?? answers.appserviceUrl,
  };
  if (!isKept('config.yaml')) return effective;
  if (found.config !== 'read') return undefined;

  const { homeserverUrl, serverName, appserviceListen, publicUrl, teamRoom, admin } = known;
  return {
    ...effective,
    homeserverUrl: homeserverUrl ?? answers.homeserverUrl,
    serverName: serverName ?? answers.serverName,
    appserviceListen: appserviceListen ?? answers.appserviceListen,
    publicUrl: publicUrl ?? answers.publicUrl,
    teamRoom: teamRoom ?? answers.teamRoom,
    // Without a room there is no section yet, which will be added as answered.
    admin: teamRoom === undefined ? answers.admin : admin,
    listenFollows: answers.listenFollows && appserviceListen === undefined,
  };
}

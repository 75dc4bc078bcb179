import type { RegistrationFile } from '../../config/registration-file.ts';
import { type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import type { GroundConfig } from '../ground-sections.ts';

/** Porter as an application service of a homeserver: its sections of the configuration and its registration file. */
export interface Appservice extends Pick<GroundConfig, 'accounts'> {
  readonly homeserver: NonNullable<GroundConfig['homeserver']>;
  readonly appservice: NonNullable<GroundConfig['appservice']>;
  readonly file: RegistrationFile;
}

/** Returns the appservice of a configuration; undefined if no homeserver is configured. */
export function appserviceOf(loaded: {
  readonly config: GroundConfig;
  readonly registrationFile: RegistrationFile | undefined;
}): Appservice | undefined {
  const { homeserver, appservice, accounts } = loaded.config;
  const file = loaded.registrationFile;
  if (homeserver === undefined || appservice === undefined || file === undefined) return undefined;
  return { homeserver, appservice, accounts, file };
}

/** Returns Porter's own user. */
export const senderOf = ({ homeserver, file }: Appservice): UserId =>
  userIdOf(file.senderLocalpart as Parameters<typeof userIdOf>[0], homeserver.serverName);

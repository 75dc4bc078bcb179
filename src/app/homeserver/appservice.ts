import type { RegistrationFile } from '../../config/registration-file.ts';
import { type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import type { GroundConfig } from '../ground-sections.ts';

/** Porter as an application service of a homeserver: the sections and the registration file that say so. */
export interface Appservice extends Pick<GroundConfig, 'accounts'> {
  readonly homeserver: NonNullable<GroundConfig['homeserver']>;
  readonly appservice: NonNullable<GroundConfig['appservice']>;
  readonly file: RegistrationFile;
}

/** Undefined for a Porter without a homeserver. */
export function appserviceOf(loaded: {
  readonly config: GroundConfig;
  readonly registrationFile: RegistrationFile | undefined;
}): Appservice | undefined {
  const { homeserver, appservice, accounts } = loaded.config;
  const file = loaded.registrationFile;
  if (homeserver === undefined || appservice === undefined || file === undefined) return undefined;
  return { homeserver, appservice, accounts, file };
}

/** Porter's own user. */
export const senderOf = ({ homeserver, file }: Appservice): UserId =>
  userIdOf(file.senderLocalpart as Parameters<typeof userIdOf>[0], homeserver.serverName);

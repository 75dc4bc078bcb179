import { type UserId, userIdOf } from '../kernel/matrix-id.ts';
import type { Loaded } from './loaded.ts';

/** Porter's own user. */
export const senderOf = ({ config, registration }: Loaded): UserId =>
  userIdOf(registration.senderLocalpart as Parameters<typeof userIdOf>[0], config.homeserver.serverName);

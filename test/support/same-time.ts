import type { HomeserverTime } from '../../src/registration/ports/homeserver-time.ts';

/** A homeserver whose clock is ours. */
export const sameTime: HomeserverTime = { at: (ours) => ours };

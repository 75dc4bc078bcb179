import type { FoundSession } from '../ports.ts';

const HOUR = 3_600_000;
/** Milliseconds without a request after which a session ends. */
export const IDLE = 12 * HOUR;
/** Milliseconds after which every session ends, however often it is used. */
export const LONGEST = 7 * 24 * HOUR;

/**
 * Does a session still count? Not once the account is suspended or closed, nor after another password was set elsewhere. The times of
 * passwords are only compared for being the same, so a clock that was set back ends nothing.
 */
export const isAlive = ({ session, isActive, passwordSetAt }: FoundSession, now: number): boolean =>
  isActive && now - session.usedAt < IDLE && now - session.beganAt < LONGEST && session.passwordSetAt === passwordSetAt;

import type { FoundSession } from '../ports.ts';

/** How long a session lasts, in milliseconds. */
export interface SessionLife {
  /** Without a request. */
  readonly idle: number;
  /** In any case, however often it is used. */
  readonly absolute: number;
}

/**
 * Does a session still count? Not once the account is suspended or closed, nor after another password was set elsewhere. The times of
 * passwords are only compared for being the same, so a clock that was set back ends nothing.
 */
export const isAlive = (
  { session, isActive, passwordSetAt }: FoundSession,
  { idle, absolute }: SessionLife,
  now: number,
): boolean =>
  isActive &&
  now - session.usedAt < idle &&
  now - session.beganAt < absolute &&
  session.passwordSetAt === passwordSetAt;

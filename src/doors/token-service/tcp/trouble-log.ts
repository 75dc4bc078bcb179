import type { Clock } from '../../../kernel/clock.ts';
import type { LogFields, Logger } from '../../../kernel/log.ts';
import { makeWriteSeldom } from '../../../web/write-seldom.ts';

/** Logs what fails on the connections of one door, seldom: a client can cause it as often as it likes. */
export interface TroubleLog {
  noToken(fields: LogFields): void;
  connectionFailed(fields: LogFields): void;
  wrongSecret(fields: LogFields): void;
}

export const makeTroubleLog = (clock: Clock, log: Logger): TroubleLog => ({
  noToken: makeWriteSeldom(clock, (fields) => log.error('a meeting token could not be made', fields)),
  connectionFailed: makeWriteSeldom(clock, (fields) => log.error('a connection for meeting tokens failed', fields)),
  wrongSecret: makeWriteSeldom(clock, (fields) =>
    log.warn('a connection for meeting tokens did not begin with the secret', fields),
  ),
});

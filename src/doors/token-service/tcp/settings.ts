import type { Clock } from '../../../kernel/clock.ts';
import type { Logger } from '../../../kernel/log.ts';
import type { Secret } from '../../../kernel/secret.ts';
import type { CallerPolicy } from '../../../meetings/settings.ts';
import type { IssueToken } from '../../../meetings/use-cases.ts';

/** What holds for every connection, whoever opened it. */
export interface TokenTcpNeeds {
  /** If set, the first line of a connection must be this. */
  readonly secret?: Secret | undefined;
  /** Longest request, bytes. */
  readonly frameBytes: number;
  /** How long half a request may wait for more of it, milliseconds. Connections without one may stay. */
  readonly idle: number;
  /** On one connection; faster ones wait. */
  readonly requestsPerSecond: number;
  readonly policy: CallerPolicy;
  readonly issue: IssueToken;
  readonly clock: Clock;
  readonly log: Logger;
}

import type { Clock } from '../../../kernel/clock.ts';
import type { Logger } from '../../../kernel/log.ts';
import type { Secret } from '../../../kernel/secret.ts';
import type { CallerPolicy } from '../../../meetings/settings.ts';
import type { IssueToken } from '../../../meetings/use-cases.ts';

/** What every connection needs, whichever side opened it. */
export interface TokenTcpNeeds {
  /** If set, the first line of a connection must be this. */
  readonly secret?: Secret | undefined;
  /** Longest request, bytes. */
  readonly frameBytes: number;
  /** How long the rest of a request may take to come, milliseconds. Connections without a begun request may stay open. */
  readonly idle: number;
  /** Per connection; what comes faster waits. */
  readonly requestsPerSecond: number;
  readonly policy: CallerPolicy;
  readonly issue: IssueToken;
  readonly clock: Clock;
  readonly log: Logger;
}

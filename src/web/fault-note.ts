import { Fault } from '../kernel/fault.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Logger } from '../kernel/log.ts';

/** What a person is told about something that broke. */
export interface FaultNote {
  /** Stands in the log beside the cause; people can quote it. */
  readonly id: string;
  readonly status: 500 | 503;
  /** When to look again, in seconds; only where waiting helps. */
  readonly againIn: number | undefined;
  /** Code of a `Fault` that lasts until a person mends something; undefined where trying again may help, or the mistake is ours. */
  readonly lasting: string | undefined;
}

export type NoteFault = (error: unknown, where: { readonly method: string; readonly route: string }) => FaultNote;

const AGAIN_IN = 60;
const LATEST = 3_600;

/**
 * Writes a failure to the log under a fresh id. The status is 503 when another system is out of order (a `Fault` that is retryable or
 * concerns a whole channel). Otherwise it is 500: one message cannot be dealt with, or the mistake is ours. `route` is the pattern of
 * the path, never the address itself, which may hold a link's secret.
 */
export function makeNoteFault(log: Logger, ids: Ids): NoteFault {
  return (error, { method, route }) => {
    const id = ids.random(5).toString('hex');
    if (error instanceof Fault && !error.retryable) {
      log.error('a request could not be answered, and will not be until somebody mends something', {
        ...{ id, method, route, error },
      });
      return { id, status: error.scope === 'channel' ? 503 : 500, againIn: undefined, lasting: error.code };
    }
    if (error instanceof Fault) {
      log.warn('a request could not be answered: another part is out of order', { id, method, route, error });
      const wait = Math.ceil((error.afterMs ?? AGAIN_IN * 1_000) / 1_000);
      return { id, status: 503, againIn: Math.min(LATEST, Math.max(AGAIN_IN, wait)), lasting: undefined };
    }
    log.error('a request could not be answered', { id, method, route, error });
    return { id, status: 500, againIn: undefined, lasting: undefined };
  };
}
